using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnCourse.Figures.Plots;

namespace RnnCourse.Figures.Tests;

/// <summary>The diagrams of backpropagation through time, and maps side by side.</summary>
public sealed class RoadsBackTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public void The_road_back_meets_one_use_of_the_weights_at_each_step(int errorAt)
    {
        var figure = Diagram.RoadBack(errorAt);
        Assert.Equal(errorAt, figure.ToSvg().Split("at k = ").Length - 1);
        Assert.Contains($"the error E{errorAt}", figure.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_road_that_cannot_be_drawn_is_refused(int errorAt) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagram.RoadBack(errorAt));

    [Theory]
    [InlineData(21, 7, 3)]
    [InlineData(20, 7, 3)]
    [InlineData(30, 10, 3)]
    [InlineData(5, 10, 1)]
    public void A_sequence_is_cut_into_as_many_pieces_as_it_fills(int count, int steps, int pieces) =>
        Assert.Equal(pieces, Diagram.Pieces(count, steps).ToSvg().Split(">piece ").Length - 1);

    [Fact]
    public void Pieces_say_whether_the_state_is_carried()
    {
        Assert.Contains("goes on from piece to piece", Diagram.Pieces(21, 7).Description, StringComparison.Ordinal);
        Assert.Contains("starts from a state of zeros", Diagram.Pieces(21, 7, carried: false).Description,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Maps_side_by_side_leave_room_for_each_other_s_colour_bars()
    {
        Figure Map(double largest) => Figure.HeatMap(new double[,] { { 0, 1 }, { 2, largest } });
        var body = (PlotBody)Figure.SmallMultiples([Map(3), Map(30), Map(300)], columns: 3).Body;
        var layout = new PlotLayout(body, 0, 700, 260);
        Assert.False(body.SharedBar);
        Assert.True(layout.Area(0).Right + layout.BarRoom <= layout.Area(1).Left);
        Assert.True(layout.Area(1).Right + layout.BarRoom <= layout.Area(2).Left);
    }

    [Fact]
    public void The_cells_of_a_matrix_are_drawn_where_they_can_be_told_apart()
    {
        Assert.Equal(2 + 1, Lines(Diagram.Shapes(("v", 3, 2))));
        Assert.Equal(15 + 15, Lines(Diagram.Shapes(("W", 16, 16))));
        Assert.Equal(0, Lines(Diagram.Shapes(("W", 64, 64), ("o", 12, 1))));

        static int Lines(Figure figure) => Regex.Count(figure.ToSvg(), "<path ");
    }

    [Fact]
    public void The_loop_of_the_folded_network_leaves_the_words_beside_it_room()
    {
        var svg = XDocument.Parse(Diagram.Folded().ToSvg());
        var loop = svg.Descendants().Select(element => (string?)element.Attribute("d")).OfType<string>()
            .First(path => path.Count(char.IsLetter) > 5);
        var lowest = Regex.Match(loop, @"^M[\d.]+ ([\d.]+)h[\d.]+v([\d.]+)h-[\d.]+v-") is { Success: true } m
            ? Number(m.Groups[1].Value) + Number(m.Groups[2].Value) : double.NaN;
        // The name of the weights stands on its base line, about as high as its size.
        var name = svg.Descendants().First(element => element.Name.LocalName == "text"
            && element.Value.StartsWith("Wxh", StringComparison.Ordinal));
        Assert.True(Number(name.Attribute("y")!.Value) - Number(name.Attribute("font-size")!.Value) > lowest + 6);

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }
}
