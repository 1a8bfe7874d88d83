using System.Text.Json;
using System.Xml.Linq;

namespace RnnCourse.Figures.Tests;

public sealed class FigureTests
{
    private static readonly double[] Xs = [0, 1, 2, 3];

    private static readonly double[] Ys = [4, 2, 1, 0.5];

    [Fact]
    public void A_figure_never_changes()
    {
        var plain = Figure.Line(Xs, Ys, name: "loss");
        var before = plain.ToSvg();
        plain.Titled("Another").XAxis("step", log: false).YAxis("loss", log: true).HorizontalLine(1)
            .With(Figure.Line(Xs, Xs)).Sized(500, 200);
        Assert.Equal(before, plain.ToSvg());
    }

    [Fact]
    public void The_same_figure_gives_the_same_html() =>
        Assert.Equal(Figure.Line(Xs, Ys).ToHtml(), Figure.Line(Xs, Ys).ToHtml());

    [Fact]
    public void The_drawing_is_well_formed_xml()
    {
        var svg = XDocument.Parse(Figure.Line(Xs, Ys, "a & b < c").Titled("\"quoted\" </script>").ToSvg());
        Assert.Equal("svg", svg.Root!.Name.LocalName);
    }

    [Fact]
    public void Lines_take_numbers_of_any_type()
    {
        var expected = Data(Figure.Line(Xs, Ys));
        Assert.Equal(expected, Data(Figure.Line(new List<int> { 0, 1, 2, 3 }, Ys.Select(y => (float)y))));
        Assert.Equal(expected, Data(Figure.Line(Ys)));

        static string Data(Figure figure) =>
            JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data").GetRawText();
    }

    [Fact]
    public void Lengths_that_differ_are_an_error_that_says_so()
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Line(Xs, new double[] { 1 }));
        Assert.Contains("4 positions but 1 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_end_in_a_label_cannot_end_the_script()
    {
        var html = Figure.Line(Xs, Ys, "</script><b>").ToHtml();
        Assert.Equal(2, html.Split("</script>").Length - 1);
    }
}
