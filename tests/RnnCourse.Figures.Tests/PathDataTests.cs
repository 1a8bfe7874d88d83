using System.Globalization;
using System.Text.RegularExpressions;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Figures.Tests;

/// <summary>What a path says of the points it was given.</summary>
public sealed class PathDataTests
{
    [Fact]
    public void A_line_is_told_from_the_point_before_it_in_few_characters()
    {
        var path = new PathData().To(10, 20.04).To(9.5, 22).To(12, 22).To(12, -1);
        Assert.Equal("M10 20l-.5 2h2.5v-23", path.ToString());
    }

    [Fact]
    public void Stretches_start_anew_after_a_gap_and_after_a_close()
    {
        var path = new PathData().To(1, 1).To(2, 3);
        path.Lift();
        path.To(5, -5).To(6, -4).To(7, -4).Close().To(6, -4).To(7, -4);
        Assert.Equal("M1 1l1 2M5-5l1 1h1zM6-4h1", path.ToString());
        Assert.Equal("", new PathData().Close().ToString());
    }

    [Fact]
    public void A_thousand_small_steps_end_where_they_lead()
    {
        var path = new PathData();
        for (var i = 0; i <= 1000; i++) path.To(0.333 * i, 100 + 0.077 * i);
        double x = 0, y = 0;
        foreach (var part in Regex.Matches(path.ToString(), "([Mlhv])([^Mlhv]*)").Cast<Match>())
        {
            double[] by = [.. Regex.Matches(part.Groups[2].Value, @"-?(?:\d+\.?\d*|\.\d+)").Select(number =>
                double.Parse(number.Value, CultureInfo.InvariantCulture))];
            (x, y) = part.Groups[1].Value switch
            {
                "M" => (by[0], by[1]),
                "l" => (x + by[0], y + by[1]),
                "h" => (x + by[0], y),
                _ => (x, y + by[0]),
            };
        }
        Assert.Equal(333, x, 0.06);
        Assert.Equal(177, y, 0.06);
    }
}
