using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace RnnCourse.Figures.Tests;

/// <summary>The words of lines at a value stand where the data is not.</summary>
public sealed class ReferenceLabelTests
{
    [Theory]
    [InlineData(new[] { 0.0, 0, 0, 0, 10 }, "right", "bottom")]
    [InlineData(new[] { 9.0, 9, 5.3, 5.3, 5.3 }, "left", "bottom")]
    [InlineData(new[] { double.NaN, 9, 9, double.NaN, 5.3, 5.3 }, "left", "bottom")]
    [InlineData(new[] { 0.0, 0, 0, 0, 0, 0, 0, -1e6, 1e6, -1e6, 1e6 }, "left", "bottom")]
    [InlineData(new[] { 5.4, 5.4, 5.4, 5.4 }, "right", "top")]
    public void Words_are_where_no_curve_is_in_both_drawings(double[] curve, string end, string side)
    {
        var figure = Figure.Line(curve).YAxis(min: 0, max: 10).HorizontalLine(5, "guessing").Sized(height: 500);
        var svg = XDocument.Parse(figure.ToSvg());
        var text = svg.Descendants().First(element =>
            element.Name.LocalName == "text" && element.Value == "guessing");
        Assert.Equal(end == "right" ? "end" : null, (string?)text.Attribute("text-anchor"));
        var annotation = JsonNode.Parse(figure.ToPlotlyJson())!["layout"]!["annotations"]!.AsArray()
            .First(note => (string?)note!["text"] == "guessing")!;
        Assert.Equal((end, side), ((string?)annotation["xanchor"], (string?)annotation["yanchor"]));
        Assert.Equal(end == "right" ? 1 : 0, (double)annotation["x"]!);
    }

    [Fact]
    public void Words_of_an_upright_line_are_in_the_panel_and_none_are_on_others()
    {
        var figure = Figure.Line(new[] { 0.0, 1, 2, 3 })
            .VerticalLine(2.95, "the end of it").VerticalLine(2.9, "nearly the end");
        double[] tops = [.. XDocument.Parse(figure.ToSvg()).Descendants()
            .Where(element => element.Name.LocalName == "text" && element.Value.Contains("the end"))
            .Select(element =>
            {
                Assert.Equal("end", (string?)element.Attribute("text-anchor"));
                return (double)element.Attribute("y")!;
            })];
        Assert.Equal(2, tops.Distinct().Count());
    }
}
