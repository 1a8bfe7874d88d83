using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Figures.Tests;

/// <summary>Where axes have their marks.</summary>
public sealed class TicksTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void An_axis_has_two_marks_or_more_and_not_too_many(int about)
    {
        var random = new Random(about);
        for (var n = 0; n < 5000; n++)
        {
            var low = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 7));
            var high = low + random.NextDouble() * Math.Pow(10, random.Next(-6, 7));
            if (!(high - low > 1e-9 * Math.Abs(low))) continue;
            double from = Math.Pow(10, random.NextDouble() * 30 - 20),
                to = from * Math.Pow(10, 0.1 + random.NextDouble() * 25);
            foreach (var marks in new[] { Ticks.Linear(low, high, about), Ticks.Logarithmic(from, to, about) })
            {
                Assert.InRange(marks.Count, 2, 3 * Math.Max(about, 2) + 2);
                Assert.Distinct(marks.Select(mark => mark.Label));
            }
            var cells = random.Next(2, 200);
            Assert.InRange(Ticks.Whole(-0.5, cells - 0.5, about).Count, 2, 3 * Math.Max(about, 2) + 2);
            Assert.All(Ticks.Linear(low, high, about), mark =>
                Assert.InRange(mark.At, low - 1e-6 * (high - low), high + 1e-6 * (high - low)));
            Assert.All(Ticks.Logarithmic(from, to, about), mark =>
                Assert.InRange(mark.At, from * (1 - 1e-6), to * (1 + 1e-6)));
        }
    }

    [Fact]
    public void Both_drawings_have_the_same_marks()
    {
        foreach (var figure in (Figure[])
            [Figure.Line([1e-9, 1e-5, 3]).YAxis("error", log: true), Figure.Line([0.2, 0.9]).YAxis("share"),
                Figure.Line([4, 4.2, 7]).XAxis("update", log: true)])
        {
            var layout = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout");
            var drawing = XDocument.Parse(figure.ToSvg());
            foreach (var axis in (string[])["x", "y"])
            {
                string[] drawn = [.. drawing.Descendants().Where(group =>
                    (string?)group.Attribute("class") == $"rc-{axis}ticks").Descendants().Select(text => text.Value)
                    .Where(text => text.Length > 0)];
                string[] plotly = [.. layout.GetProperty(axis + "axis").GetProperty("ticktext").EnumerateArray()
                    .Select(text => text.GetString()!)];
                Assert.Equal(plotly, drawn);
                Assert.True(drawn.Length >= 2);
            }
        }
    }

    [Theory]
    [InlineData(700, 4, 0)]
    [InlineData(288, 8, -45)]
    [InlineData(288, 20, -65)]
    public void Names_of_positions_are_steeper_where_they_are_closer(double width, int count, double angle)
    {
        var figure = Figure.Bars(Enumerable.Range(0, count).Select(i => $"name {i}"), new double[count])
            .Sized(width: width);
        var axis = JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("layout").GetProperty("xaxis");
        Assert.Equal(angle, axis.GetProperty("tickangle").GetDouble());
    }

    [Fact]
    public void Cells_of_a_large_grid_reach_over_the_next_ones_so_that_no_paper_shows_between_them()
    {
        var random = new Random(1);
        var grid = new double[20, 20];
        foreach (ref var value in MemoryMarshal.CreateSpan(ref grid[0, 0], grid.Length))
            value = random.NextDouble();
        string[] cells = [.. XDocument.Parse(Figure.HeatMap(grid).ToSvg()).Descendants()
            .Where(element => (string?)element.Attribute("shape-rendering") == "crispEdges")
            .SelectMany(element => element.Attribute("d")!.Value.Split('M', StringSplitOptions.RemoveEmptyEntries))];
        var places = cells.Select(cell => Number(cell.Split(' ')[0])).Distinct().Order().ToArray();
        Assert.Equal(20, places.Length);
        var width = Number(cells[0].Split('h', 'v')[1]);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First < width));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
