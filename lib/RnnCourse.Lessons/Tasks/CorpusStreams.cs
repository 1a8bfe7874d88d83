namespace RnnCourse.Lessons.Tasks;

/// <summary>One piece of text for truncated BPTT.</summary>
/// <param name="Inputs">Token ids, T × [B].</param>
/// <param name="Targets">The token after each, T × [B].</param>
/// <param name="IsFirst">Whether the streams start anew here, so that the state must be the initial one, not the
/// carried one.</param>
[ShownAsText.TypeFormatterSource]
public sealed record TextPiece(int[][] Inputs, int[][] Targets, bool IsFirst)
{
    /// <summary>How many tokens are predicted, T · B.</summary>
    public int Tokens => Inputs.Sum(row => row.Length);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Inputs.Length} steps, {Tokens} tokens{(IsFirst ? ", the first of its streams" : "")}");
}

/// <summary>Cuts a text into B streams that are read side by side, a piece of T steps at a time: row b of each piece
/// goes on where row b of the last one stopped, so a state carried from piece to piece is the right one.</summary>
[ShownAsText.TypeFormatterSource]
public sealed class CorpusStreams
{
    private readonly IReadOnlyList<int> _ids;
    private readonly double _restart;
    private readonly Random? _random;

    /// <summary>Streams over a corpus.</summary>
    /// <param name="streams">How many streams side by side, B.</param>
    /// <param name="steps">Steps in a piece, T.</param>
    /// <param name="restart">The probability that a piece starts from the zero state, though it is not the first. A
    /// network that hardly ever sees a zero state in training may not be able to start from one, as it must to write:
    /// 0.05 is enough.</param>
    /// <param name="random">Draws the restarts.</param>
    /// <exception cref="ArgumentException">The text is too short for one piece, or there are restarts but no generator
    /// to draw them.</exception>
    public CorpusStreams(Corpus corpus, int streams, int steps, double restart = 0, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        if (!(restart >= 0 && restart <= 1))
            throw new ArgumentOutOfRangeException(nameof(restart), string.Create(CultureInfo.InvariantCulture,
                $"The probability of a restart is {restart}; it must be 0 to 1."));
        if (restart > 0 && random is null)
            throw new ArgumentException("Restarts are drawn: give a generator, such as new Random(1).", nameof(random));
        (_ids, Streams, Steps, _restart, _random) = (corpus.Ids, streams, steps, restart, random);
        Pieces = ((corpus.Length - 1) / streams) / steps;
        if (Pieces == 0)
            throw new ArgumentException(
                $"'{corpus.Name}' has {corpus.Length} symbols, but {streams} streams of pieces of {steps} steps "
                + "need at least " +
                $"{streams * steps + 1}: use a longer text, fewer streams or shorter pieces.", nameof(corpus));
    }

    /// <summary>Streams side by side, B.</summary>
    public int Streams { get; }

    /// <summary>Steps in a piece, T.</summary>
    public int Steps { get; }

    /// <summary>Pieces in one pass over the text (what does not fill a piece is left out).</summary>
    public int Pieces { get; }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Streams} streams of {Pieces} pieces of {Steps} steps");

    /// <summary>One pass over the text.</summary>
    public IEnumerable<TextPiece> Pass()
    {
        for (var piece = 0; piece < Pieces; piece++) yield return Piece(piece);
    }

    /// <summary>Passes over the text without end; the state starts anew with each.</summary>
    public IEnumerable<TextPiece> Endless()
    {
        while (true)
            foreach (var piece in Pass()) yield return piece;
    }

    private TextPiece Piece(int piece)
    {
        var inputs = new int[Steps][];
        var targets = new int[Steps][];
        for (var t = 0; t < Steps; t++)
        {
            (inputs[t], targets[t]) = (new int[Streams], new int[Streams]);
            for (var b = 0; b < Streams; b++)
            {
                var place = b * Pieces * Steps + piece * Steps + t;
                (inputs[t][b], targets[t][b]) = (_ids[place], _ids[place + 1]);
            }
        }

        return new TextPiece(inputs, targets, IsFirst: piece == 0 || (_restart > 0 && _random!.Chance(_restart)));
    }
}
