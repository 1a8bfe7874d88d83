using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using RnnCourse.Figures.Plots;

namespace RnnCourse.Figures.Tests;

/// <summary>Data and labels nobody wishes for: each draws, or says what is missing.</summary>
public sealed class RobustnessTests
{
    public static TheoryData<double[]> BadData => new(
        (double[][])[[], [5], [double.NaN], [double.PositiveInfinity], [double.NegativeInfinity, double.NaN], [1, 1, 1],
            [0, 0],
        [double.MaxValue, double.MinValue], [double.Epsilon, -double.Epsilon], [1e-300, 1e300],
        [1, double.NaN, 2, double.PositiveInfinity, 3],
        [-1, 0, 1], [1e15, 1e15 + 1]]);

    [Theory]
    [MemberData(nameof(BadData))]
    public void Any_numbers_draw_in_every_kind_and_format(double[] values)
    {
        var grid = new double[1, values.Length];
        for (var i = 0; i < values.Length; i++) grid[0, i] = values[i];
        double[] positions = [.. values.Select((_, i) => (double)i)];
        var figures = new List<Figure>
        {
            Figure.Line(values), Figure.Line(values).YAxis(log: true), Figure.Line(values, values).XAxis(log: true),
            Figure.Line(values, markers: true),
            Figure.Scatter(values, values), Figure.Band(positions, values, values),
            Figure.Runs(positions, [values, values]),
            Figure.Bars(values.Select(_ => "a"), values), Figure.Bars(values.Select(_ => "a"), values).YAxis(log: true),
            Figure.Histogram(values),
            Figure.HeatMap(grid), Figure.HeatMap(grid, diverging: true, cellLabels: true),
            Figure.HeatMap(grid, log: true),
            Figure.Contour(positions, [0.0], grid), Figure.Surface(positions, [0.0], grid),
            Figure.Surface((x, y) => values.Length > 0 ? values[0] : 0, (0, 1), (0, 1), 3),
            Figure.Tokens(values.Select(_ => "a"), values),
            Figure.Table(["v"], values.Select(v => new object?[] { v })),
            Figure.SmallMultiples([Figure.Line(values), Figure.Histogram(values)], sharedX: false, sharedY: false),
            CourseFigures.LossCurve(values),
            CourseFigures.GradientNormByLag(("a", values)), CourseFigures.ContributionMap(grid),
            CourseFigures.SaturationHistograms(("a", values)),
        };
        Assert.All(figures, AssertDraws);
    }

    [Theory]
    [InlineData("</script><script>alert(1)</script>")]
    [InlineData("\"&<>'")]
    [InlineData("مرحبا بالعالم")]
    [InlineData("순환 신경망 漢字 かな")]
    [InlineData("\u0000\u0008\uFFFF")]
    [InlineData("\uD800 alone")]
    [InlineData("👩‍👩‍👧 é")]
    [InlineData("line\nbreak\ttab")]
    [InlineData("]]>")]
    [InlineData("%{x} <b>%{y}</b> ${t} {0}")]
    public void Any_label_draws_everywhere(string label)
    {
        var figures = new List<Figure>
        {
            Figure.Line([1.0, 2], label).Titled(label).XAxis(label).YAxis(label).HorizontalLine(1, label)
                .VerticalLine(1, label).Noted(label),
            Figure.Scatter([1.0], [2.0], label, [label]),
            Figure.Bars([label], [1.0], label).With(Figure.Bars([label], [2.0], label + "2")),
            Figure.HeatMap(new double[,] { { 1 } }, [label], [label], unit: label),
            Figure.Attention([label], [label], new double[,] { { 1 } }),
            Figure.Tokens([label], [1.0], label).Titled(label), Figure.Table([label], [[label]]).Titled(label),
            Diagram.Unrolled(2, inputs: [label], outputs: [label]),
            Diagram.Seq2Seq([label], [label]), Diagram.Shapes((label, 2, 2), label),
            Figure.Surface((x, y) => x + y, (0, 1), (0, 1), 3, unit: label).XAxis(label).Titled(label),
        };
        Assert.All(figures, AssertDraws);
        Assert.All(figures,
            figure => Assert.DoesNotContain("<script>alert", figure.ToHtml(), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_drawn_is_said_in_the_drawing_the_text_and_the_json()
    {
        var figure = Figure.Line([1.0, double.NaN, 2, double.PositiveInfinity, -3]).YAxis(log: true);
        const string expected = "Not drawn: 1 NaN, 1 infinite, 1 ≤ 0 on a logarithmic axis.";
        Assert.Contains(expected, figure.ToSvg(), StringComparison.Ordinal);
        Assert.Contains(expected, figure.ToString(), StringComparison.Ordinal);
        Assert.Contains(expected, figure.ToPlotlyJson(), StringComparison.Ordinal);
        Assert.Contains(expected, figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hundred_thousand_points_are_thinned_without_losing_extremes()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        values[51_234] = 40;
        values[77_777] = -30;
        double[] drawn = [.. Y(Figure.Line(values).ToPlotlyJson())];
        Assert.InRange(drawn.Length, 1000, 6000);
        Assert.Equal(40, drawn.Max());
        Assert.Equal(-30, drawn.Min());
        Assert.Equal(values[0], drawn[0], 5);
        Assert.Equal(values[^1], drawn[^1], 5);
    }

    [Fact]
    public void A_gap_in_a_hundred_thousand_points_stays_a_gap()
    {
        var values = new double[100_000];
        values[31_415] = double.NaN;
        Assert.Contains(double.NaN, Y(Figure.Line(values).ToPlotlyJson()));
    }

    [Fact]
    public void Thinning_keeps_the_extremes_of_every_stretch()
    {
        var random = new Random(2);
        double[] values = [.. Enumerable.Range(0, 10_000).Select(i => Math.Sin(i / 50.0) + random.NextDouble())];
        var kept = Reduction.Line(values, 401);
        Assert.True(kept.Length <= 401);
        Assert.Equal(kept.Order().Distinct(), kept);
        for (var s = 0; s < 100; s++)
        {
            double[] stretch = values[(s * 100)..((s + 1) * 100)],
                left = [.. kept.Where(i => i / 100 == s).Select(i => values[i])];
            Assert.Equal(stretch.Max(), left.Max());
            Assert.Equal(stretch.Min(), left.Min());
        }
    }

    [Fact]
    public void A_cloud_keeps_its_outermost_points()
    {
        var random = new Random(3);
        double[] x = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())],
            y = [.. Enumerable.Range(0, 100_000).Select(_ => random.NextDouble())];
        var kept = Reduction.Cloud(x, y, 2000);
        Assert.InRange(kept.Length, 1000, 2000);
        Assert.Equal(x.Max(), kept.Max(i => x[i]));
        Assert.Equal(y.Min(), kept.Min(i => y[i]));
    }

    [Fact]
    public void A_saved_json_has_every_point_and_every_digit()
    {
        double[] values = [.. Enumerable.Range(0, 20_000).Select(i => Math.Sqrt(i))];
        var path = Path.Combine(Path.GetTempPath(), $"figure-{Guid.NewGuid():N}.json");
        try
        {
            Figure.Line(values).Save(path);
            Assert.Equal(values, Y(File.ReadAllText(path)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<string> LargeFigures =>
        ["lines", "scatter", "heat map", "labelled heat map", "surface", "contour", "multiples", "bands", "tokens",
            "table"];

    [Theory]
    [MemberData(nameof(LargeFigures))]
    public void No_figure_is_larger_than_300_kB(string kind)
    {
        var random = new Random(4);
        double[] Noise(int n) => [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() - 0.5)];
        double[,] Grid(int n, int m)
        {
            var grid = new double[n, m];
            for (var i = 0; i < n; i++)
                for (var j = 0; j < m; j++) grid[i, j] = random.NextDouble() - 0.5;
            return grid;
        }
        Figure Curves(int count, int points) =>
            Figure.Line(Noise(points), "0")
                .With([.. Enumerable.Range(1, count - 1).Select(i => Figure.Line(Noise(points), $"line {i}"))]);
        var figure = kind switch
        {
            "lines" => Curves(12, 100_000),
            "scatter" =>
                Figure.Scatter(Noise(100_000), Noise(100_000)).With(Figure.Scatter(Noise(100_000), Noise(100_000))),
            "heat map" => Figure.HeatMap(Grid(500, 800), diverging: true),
            "labelled heat map" =>
                Figure.HeatMap(Grid(24, 24), Enumerable.Range(0, 24).Select(i => new string('가', 400)), diverging: true,
                    cellLabels: true),
            "surface" => Figure.Surface([.. Noise(300).Order()], [.. Noise(300).Order()], Grid(300, 300)),
            "contour" => Figure.Contour([.. Noise(300).Order()], [.. Noise(300).Order()], Grid(300, 300)),
            "multiples" => Figure.SmallMultiples(Enumerable.Range(0, 30).Select(_ => Curves(5, 5000)), columns: 5),
            "bands" => Figure.Runs(Enumerable.Range(0, 50_000), Enumerable.Range(0, 3).Select(_ => Noise(50_000)), "a"),
            "tokens" => Figure.Tokens(Enumerable.Range(0, 20_000).Select(i => "token "), Noise(20_000), "h"),
            _ =>
                Figure.Table(["a", "b", "c"],
                    Enumerable.Range(0, 5000)
                        .Select(i => new object?[] { i, random.NextDouble(), new string('x', 50) })),
        };
        Assert.InRange(Encoding.UTF8.GetByteCount(figure.ToHtml()), 1, 300_000);
    }

    private static void AssertDraws(Figure figure)
    {
        var svg = XDocument.Parse(figure.ToSvg());
        Assert.DoesNotContain(svg.Descendants().SelectMany(element => element.Attributes()), attribute =>
            attribute.Name.LocalName is "d" or "x" or "y" or "width" or "height" or "cx" or "cy" or "viewBox"
                && (attribute.Value.Contains("NaN", StringComparison.Ordinal) || attribute.Value.Contains('∞')));
        var json = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement;
        Assert.Equal(JsonValueKind.Array, json.GetProperty("data").ValueKind);
        Assert.NotEmpty(figure.ToHtml());
        Assert.NotEmpty(figure.ToString());
        Assert.NotEmpty(figure.Description);
    }

    private static IEnumerable<double> Y(string json) =>
        JsonDocument.Parse(json).RootElement.GetProperty("data")[0].GetProperty("y")
        .EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble());
}
