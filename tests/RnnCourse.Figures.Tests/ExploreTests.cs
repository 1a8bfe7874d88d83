using System.Text;
using RnnCourse.Figures.Display;

namespace RnnCourse.Figures.Tests;

/// <summary>Figures with a slider.</summary>
public sealed class ExploreTests
{
    private static readonly double[] Steps = [.. Enumerable.Range(0, 60).Select(n => (double)n)];
    private static readonly double[] Gains = [0.6, 0.8, 1, 1.2, 1.4];

    private static Figure Powers(double gain) =>
        Figure.Line(Steps, Steps.Select(n => Math.Pow(gain, n)), "size").YAxis("size", log: true).XAxis("steps");

    private static Figure Explored => Figure.Explore("gain", Gains, Powers).Titled("Sent back").Noted("One seed.");

    [Fact]
    public void Each_position_has_a_frame_with_words_of_its_own()
    {
        var html = Explored.ToHtml();
        Assert.Equal(Gains.Length, Count(html, "class=\"rc-frame\""));
        Assert.All(Gains, gain => Assert.Contains(FormattableString.Invariant($"data-value=\"{gain}\""), html,
            StringComparison.Ordinal));
        var id = FigureDrawing.IdOf(html);
        Assert.All(Gains.Index(), frame => Assert.Contains(
            FormattableString.Invariant($"<title id=\"{id}-{frame.Index}-svg-t\">gain {frame.Item}</title>"), html,
            StringComparison.Ordinal));
        Assert.Contains("rises from 1", html, StringComparison.Ordinal);
        Assert.Contains("falls from 1", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_drawing_and_its_words_are_the_frames_that_tell()
    {
        Assert.Equal(["gain 0.6", "gain 0.8", "gain 1.2", "gain 1.4"], Headings(Explored));
        Assert.Equal(["gain 1", "gain 1.4"], Headings(Figure.Explore("gain", Gains, Powers, telling: [1.4, 1])));
        Assert.Contains("gain 0.6", Explored.ToString(), StringComparison.Ordinal);
        Assert.Contains("A slider chooses gain: 0.6, 0.8, 1, 1.2, 1.4.", Explored.Description,
            StringComparison.Ordinal);

        static string[] Headings(Figure figure) =>
            [.. Gains.Select(gain => FormattableString.Invariant($"gain {gain}"))
                .Where(words => figure.ToSvg().Contains($">{words}</text>", StringComparison.Ordinal))];
    }

    [Fact]
    public void Plots_run_over_the_same_numbers_in_every_frame()
    {
        var marks = Frames(Explored.ToHtml())
            .Select(frame => frame[frame.IndexOf("rc-axis", StringComparison.Ordinal)..].Split("rc-trace")[0])
            .Select(axes => string.Join(" ", axes.Split("<text ").Skip(1)
                .Select(text => text[(text.IndexOf('>', StringComparison.Ordinal) + 1)..].Split('<')[0])));
        Assert.Single(marks.Distinct());
    }

    [Fact]
    public void Texts_and_diagrams_are_explored_too()
    {
        var text = Figure.Explore("unit", ["a", "b"], unit =>
            Figure.Tokens("so it <b> goes", Enumerable.Range(0, 14), unit).Titled($"of {unit}"));
        Assert.Equal(4, Count(text.ToHtml(), "class=\"rc-tokens\"")); // as text twice: for paper, and for the slider
        Assert.Contains(">unit b: of b</text>", text.ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", text.ToHtml(), StringComparison.Ordinal);
        var road = Figure.Explore("term k =", [3, 2, 1], k => Diagram.RoadBack(3, use: k));
        Assert.Contains("4 factors", road.Description, StringComparison.Ordinal);
        Assert.Equal(3, Frames(road.ToHtml()).Count(frame => frame.Contains("∂⁺", StringComparison.Ordinal)
            || frame.Contains("∂<", StringComparison.Ordinal)));
    }

    [Fact]
    public void However_much_there_is_to_draw_it_stays_small_and_says_what_is_left_out()
    {
        var random = new Random(1);
        double[] many = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble())];
        var lines = Figure.Explore("run", Enumerable.Range(1, 40), run => Figure.Line(many.Skip(run)));
        var tokens = Figure.Explore("unit", Enumerable.Range(1, 40), unit =>
            Figure.Tokens(Enumerable.Repeat("word ", 400), many.Take(400)));
        var texts = Figure.Explore("unit", Enumerable.Range(1, 4), unit =>
            Figure.Tokens(Enumerable.Repeat("word ", 1000), many));
        foreach (var html in new[] { lines.ToHtml(), tokens.ToHtml(), texts.ToHtml() })
            Assert.InRange(Encoding.UTF8.GetByteCount(html), 0, FigureDrawing.LargestHtml);
        Assert.Contains("Of 40 positions ", tokens.ToHtml(), StringComparison.Ordinal);
        Assert.Contains("too large for a slider", texts.ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("positions", Explored.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_keeps_its_script_in_a_file()
    {
        var kept = Upgrade.WithoutCall(Explored.ToHtml());
        Assert.DoesNotContain("<script>", kept, StringComparison.Ordinal);
        Assert.Contains("rc-control", Upgrade.ForPage, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_explored_says_why()
    {
        Assert.Contains("1 to 60 positions", Message(() => Figure.Explore("g", Array.Empty<double>(), Powers)),
            StringComparison.Ordinal);
        Assert.Contains("1 to 60 positions", Message(() => Figure.Explore("g", Enumerable.Range(0, 61), _ => Explored)),
            StringComparison.Ordinal);
        Assert.Contains("3 is not among the slider's values: 0.6, 0.8",
            Message(() => Figure.Explore("gain", Gains, Powers, telling: [3])), StringComparison.Ordinal);
        Assert.Contains("logarithmic in some frames",
            Message(() => Figure.Explore("gain", Gains, gain => Powers(gain).YAxis(log: gain < 1))),
            StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Explored.XAxis("x"));
        Assert.Contains("was given no figure", Message(() => Figure.Explore("gain", Gains, _ => null!)),
            StringComparison.Ordinal);
        Assert.Contains("a slider in a slider", Message(() => Figure.Explore("gain", Gains, _ => Explored)),
            StringComparison.Ordinal);

        static string Message(Func<Figure> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_road_to_a_use_that_is_not_there_is_refused(int use) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Diagram.RoadBack(3, use));

    private static string[] Frames(string html) => html.Split("class=\"rc-frame\"")[1..];

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
