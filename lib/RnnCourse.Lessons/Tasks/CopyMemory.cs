namespace RnnCourse.Lessons.Tasks;

/// <summary>Copy memory: read ten symbols, wait T − 1 blanks, see the cue, then say the ten symbols in order while
/// reading blanks. Before that, say blank.</summary>
/// <remarks>Hochreiter and Schmidhuber 1997 in the form of Arjovsky, Shah and Bengio 2016 (§5.1): T + 20 steps, eight
/// symbols, every step scored. Saying blank until the cue and guessing afterwards has the cross-entropy 10 ln 8 / (T +
/// 20) a step.</remarks>
public sealed class CopyMemory : ITokenTask
{
    /// <summary>Symbols to remember.</summary>
    public const int Items = 10;

    /// <summary>Different symbols that can be asked to be remembered.</summary>
    public const int Alphabet = 8;

    private const int Blank = Alphabet, Cue = Alphabet + 1;

    /// <summary>A delay of T steps between the last symbol and the first answer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is below 1.</exception>
    public CopyMemory(int delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, 1);
        Delay = delay;
    }

    /// <summary>The delay, T.</summary>
    public int Delay { get; }

    /// <summary>The number of steps, T + 20.</summary>
    public int Length => Delay + 2 * Items;

    public string Name => $"copy memory, delay {Delay}";

    public string Source => "Arjovsky, Shah & Bengio 2016, §5.1";

    /// <summary>10 ln 8 / (T + 20), in nats per step.</summary>
    public double BaselineLoss => Items * Math.Log(Alphabet) / Length;
    public Vocabulary Inputs { get; } = new(["a", "b", "c", "d", "e", "f", "g", "h", "_", "?"]);
    public Vocabulary Classes { get; } = new(["a", "b", "c", "d", "e", "f", "g", "h", "_"]);

    public TokenExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var inputs = new int[Length];
        var targets = new int[Length];
        Array.Fill(inputs, Blank);
        Array.Fill(targets, Blank);

        for (var n = 0; n < Items; n++) inputs[n] = targets[Length - Items + n] = random.Next(Alphabet);
        inputs[Length - Items - 1] = Cue;
        return new TokenExample(inputs, targets);
    }
}
