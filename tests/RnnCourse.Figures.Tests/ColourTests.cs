using RnnCourse.Figures.Drawing;
using RnnCourse.Figures.Plots;
using RnnCourse.Figures.Texts;

namespace RnnCourse.Figures.Tests;

/// <summary>Colours that every reader can tell apart and read.</summary>
public sealed class ColourTests
{
    // Machado, Oliveira, Fernandes: "A physiologically-based model for simulation of color vision deficiency", 2009,
    // severity 1.
    private static readonly Dictionary<string, double[]> Vision = new()
    {
        ["usual"] = [1, 0, 0, 0, 1, 0, 0, 0, 1],
        ["protanopia"] = [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        ["deuteranopia"] = [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        ["tritanopia"] = [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    };

    public static TheoryData<string, string> ThemesAndVisions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var theme in (string[])["light", "dark"])
                foreach (var vision in Vision.Keys) data.Add(theme, vision);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(ThemesAndVisions))]
    public void Series_differ_for_every_kind_of_colour_vision(string theme, string vision)
    {
        Rgb[] colors = [.. Named(theme).Series.Select(Rgb.Parse)];
        for (var i = 0; i < colors.Length; i++)
            for (var j = 0; j < i; j++)
                Assert.True(Difference(colors[i], colors[j], vision) >= 18,
                    $"{colors[i].Hex} and {colors[j].Hex} differ by "
                        + $"{Difference(colors[i], colors[j], vision):0.0} only");
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Series_stand_out_from_the_paper_and_text_can_be_read(string name)
    {
        var theme = Named(name);
        var paper = Rgb.Parse(theme.Paper);
        Assert.All(theme.Series, color => Assert.True(Rgb.Parse(color).Contrast(paper) >= 3, color));
        Assert.True(Rgb.Parse(theme.InkColor).Contrast(paper) >= 7);
        Assert.True(Rgb.Parse(theme.MutedColor).Contrast(paper) >= 4.5);
        Assert.True(Rgb.Parse(theme.AxisColor).Contrast(paper) >= 3);
    }

    [Theory]
    [InlineData("light", TextStyle.LightPositive)]
    [InlineData("light", TextStyle.LightNegative)]
    [InlineData("dark", TextStyle.DarkPositive)]
    [InlineData("dark", TextStyle.DarkNegative)]
    public void Text_can_be_read_on_the_deepest_token_colour(string theme, string color) =>
        Assert.True(Rgb.Parse(Named(theme).InkColor).Contrast(Rgb.Parse(color)) >= 4.5);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_can_be_read_on_every_cell_colour(bool diverging)
    {
        var map = new ColorMap(-1, 1, diverging, false);
        for (var i = 0; i <= 64; i++) Assert.True(map[i].TextOn.Contrast(map[i]) >= 4.5);
    }

    [Fact]
    public void A_sequential_map_darkens_all_the_way()
    {
        var map = new ColorMap(0, 1, false, false);
        for (var i = 1; i <= 64; i++) Assert.True(map[i].Luminance < map[i - 1].Luminance);
    }

    [Fact]
    public void A_diverging_map_is_white_at_zero_blue_below_and_red_above()
    {
        var map = ColorMap.Over([-3, 1], diverging: true, log: false);
        Assert.Equal(Rgb.White, map.Of(0));
        Assert.True(map.Of(-3) is { } low && low.B > low.R);
        Assert.True(map.Of(3) is { } high && high.R > high.B);
        for (var i = 33; i <= 64; i++) Assert.True(map[i].Luminance < map[i - 1].Luminance);
    }

    [Fact]
    public void Contrast_is_wcags()
    {
        Assert.Equal(21, Rgb.Black.Contrast(Rgb.White), 6);
        Assert.Equal(4.54, Rgb.Parse("#767676").Contrast(Rgb.White), 2);
    }

    private static Theme Named(string name) => name == "dark" ? Theme.Dark : Theme.Light;

    /// <summary>The distance in CIELAB as a reader with that vision sees it.</summary>
    private static double Difference(Rgb a, Rgb b, string vision)
    {
        double[] p = Lab(a, Vision[vision]), q = Lab(b, Vision[vision]);
        return Math.Sqrt(p.Zip(q, (x, y) => (x - y) * (x - y)).Sum());
    }

    private static double[] Lab(Rgb color, double[] vision)
    {
        double[] linear = [.. new[] { color.R, color.G, color.B }.Select(part => part / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        double[] seen = [.. Times(vision, linear).Select(c => Math.Clamp(c, 0, 1))];
        var xyz = Times([0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920,
            0.9503041], seen);
        double[] f = [.. xyz.Zip([0.95047, 1, 1.08883], (value, white) => value / white)
            .Select(t => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116)];
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }

    private static double[] Times(double[] matrix, double[] v) =>
        [.. Enumerable.Range(0, 3)
            .Select(r => matrix[3 * r] * v[0] + matrix[3 * r + 1] * v[1] + matrix[3 * r + 2] * v[2])];
}
