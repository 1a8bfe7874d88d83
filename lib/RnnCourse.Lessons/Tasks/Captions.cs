namespace RnnCourse.Lessons.Tasks;

/// <summary>A picture and its caption.</summary>
/// <param name="Picture">Grey values of the 8×8 pixels, row by row, [64]; about 0 (paper) to about 1 (ink).</param>
/// <param name="Words">Word ids of the caption, [T], without start or end: a model adds them.</param>
public sealed record Caption(double[] Picture, int[] Words, string Text);

/// <summary>Caption an 8×8 picture of one shape: "a small cross at the top left". One picture in, several words
/// out.</summary>
/// <remarks>The course's own task: one to many. The picture decides the caption, so a perfect captioner exists;
/// captions differ in length ("in the centre" has three words, "at the top left" four).</remarks>
public sealed class Captions : ITask<Caption>
{
    private const string End = "<end>";
    private static readonly string[] Shapes = ["square", "cross", "triangle", "ring"];
    private static readonly string[] Vertical = ["top", "middle", "bottom"], Horizontal = ["left", "middle", "right"];

    // Each shape in its two sizes; 1 is ink.
    private static readonly Dictionary<(string Shape, bool Large), string[]> Stamps = new()
    {
        [("square", false)] = ["11", "11"],
        [("square", true)] = ["1111", "1111", "1111", "1111"],
        [("cross", false)] = ["010", "111", "010"],
        [("cross", true)] = ["0110", "1111", "1111", "0110"],
        [("triangle", false)] = ["100", "110", "111"],
        [("triangle", true)] = ["1000", "1100", "1110", "1111"],
        [("ring", false)] = ["111", "101", "111"],
        [("ring", true)] = ["1111", "1001", "1001", "1111"],
    };

    private readonly double _noise;

    /// <summary>Pictures with Gaussian pixel noise of standard deviation <paramref name="noise"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The noise is negative.</exception>
    public Captions(double noise = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(noise);
        _noise = noise;
        string[] words = ["a", "small", "large", .. Shapes, "at", "in", "the", "centre", .. Vertical.Union(Horizontal)];
        Words = new Vocabulary(words);
    }

    /// <summary>The picture's width and height in pixels.</summary>
    public const int Side = 8;

    public Vocabulary Words { get; }
    public string Name => "captions of shapes";
    public string Source => "this course";

    /// <summary>Nats a word, the end included, of a writer that knows which captions there are but has not seen the
    /// picture: ln(4 shapes · 2 sizes · 9 places) over the mean number of words.</summary>
    public double BaselineLoss
    {
        get
        {
            var places = Vertical.SelectMany(v => Horizontal.Select(h => Place(v, h))).ToArray();
            var meanWords = places.Average(place => $"a small square {place} {End}".Split(' ').Length);
            return Math.Log(Shapes.Length * 2 * places.Length) / meanWords;
        }
    }

    public Caption Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var (shape, large) = (random.Pick(Shapes), random.Chance(0.5));
        var (v, h) = (random.Next(3), random.Next(3));
        var text = $"a {(large ? "large" : "small")} {shape} {Place(Vertical[v], Horizontal[h])}";
        return new Caption(Draw(Stamps[(shape, large)], v, h, random), Words.EncodeWords(text), text);
    }

    private static string Place(string vertical, string horizontal) =>
        vertical == "middle" && horizontal == "middle" ? "in the centre" : $"at the {vertical} {horizontal}";

    private double[] Draw(string[] stamp, int v, int h, Random random)
    {
        // 0, 1, 2 are the first, middle and last place that keep the stamp on the paper.
        var top = v * (Side - stamp.Length) / 2;
        var left = h * (Side - stamp.Length) / 2;
        var pixels = new double[Side * Side];
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
            {
                var (r, c) = (row - top, column - left);
                var ink = r >= 0 && r < stamp.Length && c >= 0 && c < stamp.Length && stamp[r][c] == '1';
                pixels[row * Side + column] = (ink ? 1 : 0) + (_noise > 0 ? random.Gaussian(0, _noise) : 0);
            }

        return pixels;
    }
}
