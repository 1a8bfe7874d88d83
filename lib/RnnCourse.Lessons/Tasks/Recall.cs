namespace RnnCourse.Lessons.Tasks;

/// <summary>Recall by lag: the first symbol is to be said again after <c>lag</c> steps of distractors, at the cue. It
/// asks for exactly one dependency of exactly one length, so accuracy against lag is a network's memory span.</summary>
/// <remarks>The course's own task, after the latch problem of Bengio, Simard and Frasconi 1994. Guessing costs ln
/// K.</remarks>
public sealed class Recall : ITokenTask
{
    private readonly int _symbols;
    private readonly bool _distractors;

    /// <param name="lag">Steps from the symbol to the cue, at least 1.</param>
    /// <param name="symbols">Different symbols to remember, K, from 2 to 20.</param>
    /// <param name="distractors">Whether the steps between hold random symbols (which the network must ignore) or
    /// blanks.</param>
    public Recall(int lag, int symbols = 4, bool distractors = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lag, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(symbols, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(symbols, 20);
        (Lag, _symbols, _distractors) = (lag, symbols, distractors);

        var letters = Enumerable.Range(0, symbols).Select(k => ((char)('a' + k)).ToString()).ToArray();
        Classes = new Vocabulary(letters);
        Inputs = new Vocabulary([.. letters, "_", "?"]);
    }

    /// <summary>Steps from the symbol to the cue.</summary>
    public int Lag { get; }

    /// <summary>The number of steps, lag + 1.</summary>
    public int Length => Lag + 1;

    public string Name => $"recall after {Lag} step{(Lag == 1 ? "" : "s")}";

    public string Source => "this course, after Bengio, Simard & Frasconi 1994";

    /// <summary>ln K, in nats at the one step that is scored.</summary>
    public double BaselineLoss => Math.Log(_symbols);
    public Vocabulary Inputs { get; }
    public Vocabulary Classes { get; }

    public TokenExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int blank = _symbols, cue = _symbols + 1;
        var inputs = new int[Length];
        for (var t = 0; t < Length; t++) inputs[t] = t == 0 || _distractors ? random.Next(_symbols) : blank;
        inputs[^1] = cue;
        return TokenExample.AskedLast(inputs, target: inputs[0]);
    }
}
