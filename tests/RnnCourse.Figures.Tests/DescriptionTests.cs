using System.Text.Json;
using System.Xml.Linq;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Figures.Tests;

/// <summary>Figures in words and in plain text, for readers and hosts that do not see the drawing.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public void A_line_is_described_by_its_ends_its_trend_and_its_extremes() => Assert.Equal(
        "Horizontal axis: update. Vertical axis: loss (nats), logarithmic. RNN falls from 4 at 0 to 1 at 3; "
            + "lowest 0.5 at 2.",
        Figure.Line([4, 2, 0.5, 1], "RNN").XAxis("update").YAxis("loss (nats)", log: true).Description);

    [Theory]
    [InlineData(new double[] { 1, 2, 3 }, "rises from 1 at 0 to 3 at 2.")]
    [InlineData(new double[] { 2, 2, 2 }, "stays at 2 from 0 to 2.")]
    [InlineData(new double[] { 1, 9, 1 }, "ends near where it begins, from 1 at 0 to 1 at 2; highest 9 at 1.")]
    [InlineData(new double[] { 7 }, "The line: one point, 7 at 0.")]
    public void A_trend_has_a_word(double[] values, string expected) =>
        Assert.EndsWith(expected, Figure.Line(values).Description, StringComparison.Ordinal);

    [Fact]
    public void Every_drawing_carries_its_description()
    {
        XNamespace svg = "http://www.w3.org/2000/svg";
        var figure =
            Figure.HeatMap(new double[,] { { 1, -2 }, { 3, 0 } }, ["a", "b"], ["x", "y"], diverging: true).Titled("W");
        var root = XDocument.Parse(figure.ToSvg()).Root!;
        Assert.Equal("img", root.Attribute("role")?.Value);
        Assert.Equal("W", root.Element(svg + "title")?.Value);
        Assert.Equal("A grid of 2 rows and 2 columns, from −2 (row a, column y) to 3 (row b, column x).",
            root.Element(svg + "desc")?.Value);
        Assert.Equal($"{root.Element(svg + "title")!.Attribute("id")!.Value} "
            + $"{root.Element(svg + "desc")!.Attribute("id")!.Value}", root.Attribute("aria-labelledby")?.Value);
    }

    [Fact]
    public void A_figure_has_a_second_drawing_for_phones_with_its_panels_below_one_another_and_wrapped_titles()
    {
        const string longTitle = "How large the gradient still is, after so many steps back in time";
        var panel = Figure.Line([1.0, 2], "RNN").Titled(longTitle).YAxis("norm").XAxis("lag");
        var html = Figure.SmallMultiples([panel, panel], columns: 2).Titled(longTitle).ToHtml();
        var root = XDocument.Parse(html[..html.IndexOf("<script", StringComparison.Ordinal)] + "</div>").Root!;
        var (wide, narrow) = (root.Elements().First(), root.Elements().ElementAt(1));

        Assert.Equal(("700", "288"), (wide.Attribute("width")!.Value, narrow.Attribute("width")!.Value));
        Assert.Equal("none", narrow.Attribute("display")!.Value); // where there is no style sheet
        Assert.Equal(wide.Attribute("aria-labelledby")!.Value, narrow.Attribute("aria-labelledby")!.Value);
        string[] texts = [.. narrow.Descendants().Where(element => element.Name.LocalName == "text")
            .Select(text => text.Value)];
        Assert.DoesNotContain(texts, text => text.EndsWith('…'));
        Assert.Contains(longTitle, string.Join(' ', texts), StringComparison.Ordinal);
        var panels = narrow.Descendants().Where(element => element.Name.LocalName == "clipPath")
            .Select(clip => clip.Elements().Single()).ToList();
        Assert.Equal(2, panels.Count);
        Assert.Equal(panels[0].Attribute("x")!.Value, panels[1].Attribute("x")!.Value);
    }

    [Fact]
    public void Bars_in_plain_text_are_bars()
    {
        var text = Figure.Bars(["RNN", "LSTM"], [0.5, 1]).Titled("Accuracy").ToString();
        Assert.Equal($"Accuracy\n RNN │{new string('█', 20)} 0.5\nLSTM │{new string('█', 40)} 1", text);
    }

    [Fact]
    public void A_line_in_plain_text_is_a_plot_of_dots_with_its_range()
    {
        var text = Figure.Line([0.0, 1, 2, 3], "up").YAxis(min: 0, max: 3).ToString();
        Assert.Contains("3 │", text, StringComparison.Ordinal);
        Assert.Contains(text, c => c is > '\u2800' and <= '\u28FF');
        Assert.EndsWith("up", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_in_plain_text_is_aligned() => Assert.Equal(
        "weight  shape     parameters\n────────────────────────────\nW_xh    100 × 65       6,500\ntotal    "
            + "              6,500",
        string.Join('\n', CourseFigures.ParameterTable(("W_xh", 100, 65)).ToString().Split('\n').Skip(1)));

    [Theory]
    [InlineData(".svg", "<svg")]
    [InlineData(".html", "<!doctype html>")]
    [InlineData(".json", "{\"data\":")]
    public void A_figure_is_saved_as_what_its_name_says(string extension, string begins)
    {
        var path = Path.Combine(Path.GetTempPath(), $"figure-{Guid.NewGuid():N}{extension}");
        try
        {
            Figure.Line([1, 2]).Save(path);
            Assert.StartsWith(begins, File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_figure_is_saved_beside_and_renamed_so_that_mode_and_link_stay_and_nothing_else_is_left()
    {
        var folder = Directory.CreateTempSubdirectory("figure-").FullName;
        try
        {
            var (file, link) = (Path.Combine(folder, "a.svg"), Path.Combine(folder, "link.svg"));
            Figure.Line([1, 2]).Save(file);
            var old = File.ReadAllText(file);
            Assert.Equal([file], Directory.GetFiles(folder));
            if (OperatingSystem.IsWindows()) return;
            File.CreateSymbolicLink(link, "a.svg");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            Figure.Line([2, 1]).Save(link);
            Assert.NotEqual(old, File.ReadAllText(file));
            Assert.Equal("a.svg", new FileInfo(link).LinkTarget);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            // Who holds the old file reads on in it: another one took its place.
            using var reader = new StreamReader(file);
            var before = File.ReadAllText(file);
            Figure.Line([1, 2]).Save(file);
            Assert.Equal(before, reader.ReadToEnd());
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Another_extension_is_an_error_that_names_the_three()
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Line([1, 2]).Save("figure.png"));
        Assert.Contains(".svg, .html or .json", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("h_{t−1}", "h|−1:t−1")]
    [InlineData("W_xh x_t", "W|−1:xh| x|−1:t")]
    [InlineData("x^2", "x|1:2")]
    [InlineData("a_", "a_")]
    [InlineData("_{", "−1:{")]
    public void Formulas_have_subscripts_and_superscripts(string label, string expected) => Assert.Equal(
        expected,
        string.Join('|',
            MathLabel.Parts(label)
                .Select(part => part.Level == 0 ? part.Text : $"{(part.Level < 0 ? "−1" : "1")}:{part.Text}")));

    [Theory]
    [InlineData("gain of W_hh", "gain of W<sub>hh</sub>")]
    [InlineData("∂E_3/∂V and h_{t−1}", "∂E<sub>3</sub>/∂V and h<sub>t−1</sub>")]
    [InlineData("dE_3/dW_hh, σ_max < 1", "dE<sub>3</sub>/dW<sub>hh</sub>, σ<sub>max</sub> &lt; 1")]
    [InlineData("hidden_size, x_axis, _t, a_, W_hh_t, a__b", "hidden_size, x_axis, _t, a_, W_hh_t, a__b")]
    public void Names_of_symbols_in_a_text_have_subscripts(string text, string html)
    {
        Assert.Equal(html, MathLabel.HtmlOf(text));
        Assert.Equal(html, PlotlyJson.Label(text));
        Assert.Equal(html.Replace("<sub>", "", StringComparison.Ordinal)
            .Replace("</sub>", "", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal),
            MathLabel.SpokenOf(text));
    }

    [Fact]
    public void A_figure_says_symbols_as_they_are_written_in_a_formula()
    {
        var svg = Figure.Line([1, 2], "W_hh").With(Figure.Line([2, 1], "W_xh")).Titled("The norms of W_hh and W_xh")
            .YAxis("norm").ToSvg();
        Assert.DoesNotContain("W_", svg, StringComparison.Ordinal);
        Assert.Contains("Whh rises", svg, StringComparison.Ordinal);
        Assert.Equal(["The norms of Whh and Wxh", "Whh", "Wxh"],
            [.. XDocument.Parse(svg).Descendants(XName.Get("text", "http://www.w3.org/2000/svg"))
                .Select(text => text.Value).Where(text => text.Contains('W', StringComparison.Ordinal)).Order()]);
    }

    [Fact]
    public void A_name_has_one_colour_in_all_panels()
    {
        var figure = Figure.SmallMultiples([
            Figure.Line([1, 2], "a").With(Figure.Line([2, 1], "b")).Titled("first"),
            Figure.Line([3, 2], "b").With(Figure.Line([2, 3], "a")).Titled("second"),
        ]);
        JsonElement[] data =
            [.. JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data").EnumerateArray()];
        string Color(int i) => data[i].GetProperty("line").GetProperty("color").GetString()!;
        Assert.Equal(Color(0), Color(3));
        Assert.Equal(Color(1), Color(2));
        Assert.NotEqual(Color(0), Color(1));
        Assert.Equal([true, true, false, false], data.Select(trace => trace.GetProperty("showlegend").GetBoolean()));
    }

    [Fact]
    public void Shared_axes_run_over_all_panels_data()
    {
        var figure = Figure.SmallMultiples([Figure.Line([0, 1]), Figure.Line([0, 100, 5])]);
        var layout = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout");
        Assert.Equal(layout.GetProperty("yaxis").GetProperty("range").GetRawText(),
            layout.GetProperty("yaxis2").GetProperty("range").GetRawText());
        Assert.Equal("[0,2]", layout.GetProperty("xaxis").GetProperty("range").GetRawText());
    }

    [Fact]
    public void Figures_that_cannot_be_laid_over_one_another_say_what_to_do()
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Line([1, 2]).With(Figure.Table(["a"], [])));
        Assert.Contains("SmallMultiples", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_levels_of_a_path_follow_the_surface()
    {
        var figure =
            Figure.Surface((x, y) => x, (0, 1), (0, 1), points: 11).With(Figure.Line([0.0, 1], [0.5, 0.5], "path"));
        var path = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data")[1];
        double[] x = [.. path.GetProperty("x").EnumerateArray().Select(v => v.GetDouble())],
            z = [.. path.GetProperty("z").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(9, x.Length);
        Assert.All(x.Zip(z), point => Assert.Equal(point.First + 0.012, point.Second, 6));
    }

    [Fact]
    public void A_cell_of_a_table_in_backquotes_is_code()
    {
        var table = Figure.Table(["what", "how"], [["`W_hh`", "`a < b[t_i]`"], ["plain `part`", "W_hh"]]);
        var html = table.ToHtml();
        Assert.Contains("<code>W_hh</code>", html, StringComparison.Ordinal);
        Assert.Contains("<code>a &lt; b[t_i]</code>", html, StringComparison.Ordinal);
        Assert.Contains("plain `part`", html, StringComparison.Ordinal);
        Assert.Contains("W<sub>hh</sub>", html, StringComparison.Ordinal);
        Assert.Contains("W_hh          a < b[t_i]", table.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("`a", table.ToSvg(), StringComparison.Ordinal);
    }
}
