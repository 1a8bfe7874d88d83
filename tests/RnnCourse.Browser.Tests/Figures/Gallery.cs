using System.Numerics;
using RnnCourse.Figures;

namespace RnnCourse.Browser.Tests.Figures;

/// <summary>A figure of each kind, from seeded data.</summary>
internal static class Gallery
{
    private static readonly double[] Steps = [.. Enumerable.Range(0, 120).Select(i => (double)i)];

    /// <summary>Plots with axes, whose points and ranges can be read from both drawings.</summary>
    public static IReadOnlyDictionary<string, Figure> Plots { get; } = new Dictionary<string, Figure>
    {
        ["line"] = Figure.Line(Steps, Losses(1, 1.5), "RNN")
            .With(Figure.Line(Steps, Losses(2, 1.2), "LSTM", Dash.Dashed)).HorizontalLine(4.17, "guessing")
            .Titled("Losses").XAxis("update").YAxis("loss (nats)"),
        ["logarithmic line"] =
            Figure.Line(Steps, Steps.Select(x => Math.Pow(0.8, x)), "0.8^n").YAxis("size", log: true).XAxis("n"),
        ["line with markers"] = Figure.Line(new[] { 1, 2, 4, 8 }, new[] { 3.0, 1, 2, 5 }, "few", markers: true),
        ["line with gaps"] = Figure.Line(new[] { 1.0, double.NaN, 2, double.PositiveInfinity, 3, 4 }),
        ["one point"] = Figure.Line(new[] { 3.0 }),
        ["no point"] = Figure.Line(Array.Empty<double>()),
        ["runs"] = Figure.Runs(Steps, new[] { Losses(3, 1), Losses(4, 1.1), Losses(5, 1.2) }, "LSTM, 3 seeds"),
        ["many points"] = Figure.Line(Noise(6, 100_000)),
        ["scatter"] = Figure.Scatter(Noise(7, 200), Noise(8, 200), "a").XAxis("x").YAxis("y"),
        ["many scattered points"] = Figure.Scatter(Noise(9, 100_000), Noise(10, 100_000)),
        ["bars"] = Figure.Bars(["RNN", "LSTM", "GRU"], [0.3, 0.97, -0.2], "lag 10")
            .With(Figure.Bars(["RNN", "LSTM", "GRU"], [0.1, 0.6, 0.5], "lag 50")).YAxis("accuracy"),
        ["histogram"] = Figure.Histogram(Noise(11, 4000).Select(Math.Tanh), 40).XAxis("h"),
        ["sequential heat map"] = Figure.HeatMap(Matrix(12, 9, 14), unit: "size"),
        ["diverging heat map"] =
            Figure.HeatMap(Matrix(13, 3, 4), ["a", "b", "c"], ["w", "x", "y", "z"], diverging: true, cellLabels: true),
        ["large heat map"] = Figure.HeatMap(Matrix(14, 40, 60), diverging: true),
        ["contribution map"] = CourseFigures.ContributionMap(Decays(25)),
        ["attention"] = Figure.Attention(["how", "are", "you", "</s>"], ["wie", "geht", "</s>"],
            new[,] { { 0.7, 0.2, 0.1, 0 }, { 0.1, 0.5, 0.4, 0 }, { 0, 0, 0.1, 0.9 } }),
        ["contour"] = Figure.Contour(Cliff, (-1, 1), (-1, 1), unit: "error").XAxis("w").YAxis("b")
            .With(Figure.Line(new[] { 0.8, 0.3, -0.2 }, new[] { 0.5, 0.2, 0 }, "SGD", markers: true)),
        ["small multiples"] = Figure.SmallMultiples(new[] { 0.5, 1, 2, 4 }.Select(g =>
            Figure.Function(x => Math.Tanh(g * x), -3, 3, "tanh").Titled($"gain {g}").XAxis("a"))).Titled("Gains"),
        ["eigenvalues"] = CourseFigures.Eigenvalues(Noise(15, 30).Zip(Noise(16, 30), (re, im) => new Complex(re, im))),
        ["activation slopes"] = CourseFigures.ActivationSlopes(),
        ["saturation"] = CourseFigures.SaturationHistograms(("gain 1", Noise(17, 500)),
            ("gain 8", [.. Noise(18, 500).Select(x => Math.Tanh(8 * x))])),
        ["gates"] = CourseFigures.GateActivity("hello".Select(c => c.ToString()), ("forget gate", Matrix(19, 4, 5)),
            ("input gate", Matrix(20, 4, 5))),
        ["hostile labels"] = Figure.Line(new[] { 1.0, 2, 3 }, "</script><script>window.hacked=1</script>")
            .With(Figure.Line(new[] { 2.0, 1, 2 }, "\"&<'مرحبا 漢字"))
            .Titled("</title></svg><img src=x onerror=window.hacked=1> مرحبا 漢字 & \"quoted\"").XAxis("<b>x</b>")
            .YAxis("&amp;").HorizontalLine(2, "<i>"),
    };

    /// <summary>Figures without axes of their own.</summary>
    public static IReadOnlyDictionary<string, Figure> Others { get; } = new Dictionary<string, Figure>
    {
        ["surface"] = Figure.Surface(Cliff, (-1, 1), (-1, 1), unit: "error").XAxis("w").YAxis("b")
            .With(Figure.Line(new[] { 0.8, 0.3, -0.2 }, new[] { 0.5, 0.2, 0 }, "SGD", markers: true)).Titled("Cliff"),
        ["surface over a log scale"] = Figure.Surface((x, y) => Math.Pow(10, 3 * Cliff(x, y)), (-1, 1), (0, 4),
            log: true, unit: "error").XAxis("w").YAxis("b")
            .With(Figure.Line(new[] { 0.8, 0.3 }, new[] { 0.5, 2 }, "SGD", markers: true)),
        ["tokens"] = Figure.Tokens("He said \"no\".\nThen </script> & مرحبا 漢字",
            Enumerable.Range(0, 39).Select(i => Math.Sin(i / 3.0)), "h[7]").Titled("A unit"),
        ["table"] = CourseFigures.ParameterTable(("W_xh", 100, 65), ("W_hh", 100, 100)),
        ["samples"] = CourseFigures.SampleByIteration((0, 4.17, "xQ!\nz <b>"), (1000, 1.5, "the king")),
        ["unrolled"] = Diagram.Unrolled(4),
        ["folded"] = Diagram.Folded(),
        ["rnn cell"] = Diagram.RnnCell(),
        ["lstm cell"] = Diagram.LstmCell(),
        ["gru cell"] = Diagram.GruCell(),
        ["seq2seq"] = Diagram.Seq2Seq(["how", "are", "you"], ["wie", "geht", "‹end›"]),
        ["road back"] = Diagram.RoadBack(3),
        ["pieces"] = Diagram.Pieces(20, 7),
        ["matrix shapes"] = Diagram.Shapes(("a_t", 2, 1), "=", ("W_xh", 2, 3), "·", ("x_t", 3, 1)),
    };

    /// <summary>Every figure.</summary>
    public static IEnumerable<KeyValuePair<string, Figure>> All => Plots.Concat(Others);

    private static double Cliff(double x, double y) => 1 / (1 + Math.Exp(-12 * (x + 0.3 * y))) + 0.1 * y * y;

    private static double[] Losses(int seed, double end)
    {
        var random = new Random(seed);
        return [.. Steps.Select(x => end + (4.17 - end) * Math.Exp(-x / 30) + 0.05 * random.NextDouble())];
    }

    private static double[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
    }

    private static double[,] Matrix(int seed, int rows, int columns)
    {
        var noise = Noise(seed, rows * columns);
        var matrix = new double[rows, columns];
        for (var i = 0; i < noise.Length; i++) matrix[i / columns, i % columns] = noise[i];
        return matrix;
    }

    private static double[,] Decays(int steps)
    {
        var norms = new double[steps, steps];
        for (var t = 0; t < steps; t++)
            for (var k = 0; k <= t; k++) norms[t, k] = Math.Pow(0.7, t - k);
        return norms;
    }
}
