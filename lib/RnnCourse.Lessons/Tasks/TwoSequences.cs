namespace RnnCourse.Lessons.Tasks;

/// <summary>The two-sequence problem: the first few numbers tell the class, the rest is noise; at the end, say the
/// class.</summary>
/// <remarks>Bengio, Simard and Frasconi 1994, in the form of Hochreiter and Schmidhuber 1997 (experiment 3a): the first
/// N numbers are +1 for class 1 and −1 for class 2; the rest are from N(0, 0.2) (variance); lengths are uniform from T
/// to T + T/10. Hochreiter and Schmidhuber point out that guessing random weights solves it faster than gradient
/// descent does: keep that as the baseline to beat.</remarks>
public sealed class TwoSequences : ILabelledTask
{
    /// <summary>Sequences of at least <paramref name="length"/> steps whose first <paramref name="informative"/> tell
    /// the class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one informative step, or a length that is not
    /// greater.</exception>
    public TwoSequences(int length = 100, int informative = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(informative, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, informative);
        (Length, Informative) = (length, informative);
    }

    /// <summary>The least number of steps, T.</summary>
    public int Length { get; }

    /// <summary>How many steps at the start tell the class, N.</summary>
    public int Informative { get; }

    public string Name => $"two sequences, T = {Length}, N = {Informative}";

    public string Source => "Bengio, Simard & Frasconi 1994; Hochreiter & Schmidhuber 1997, experiment 3a";

    /// <summary>ln 2, in nats at the one step that is scored.</summary>
    public double BaselineLoss => Math.Log(2);
    public int Features => 1;
    public Vocabulary Classes { get; } = new(["class 1", "class 2"]);

    public LabelledExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var label = random.Next(2);
        var inputs = new double[random.Next(Length, Length + Length / 10 + 1)][];
        for (var t = 0; t < inputs.Length; t++)
            inputs[t] = [t < Informative ? 1 - 2 * label : random.Gaussian(0, Math.Sqrt(0.2))];

        var targets = new int[inputs.Length];
        Array.Fill(targets, TokenExample.Unscored);
        targets[^1] = label;
        return new LabelledExample(inputs, targets);
    }
}
