namespace RnnCourse.Lessons.Tasks;

/// <summary>The adding problem: each step brings a number in [0, 1) and a marker; at the end, say the sum of the two
/// marked numbers.</summary>
/// <remarks>Hochreiter and Schmidhuber 1997 (experiment 4), in the form of Le, Jaitly and Hinton 2015: one marker in
/// each half, fixed length, squared error. Always saying 1 has the mean squared error Var(u₁ + u₂) = 2 · 1/12 = 1/6.
/// (The figure .1767 that is often quoted is not it.)</remarks>
public sealed class Adding : IRegressionTask
{
    /// <summary>Sequences of this length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 2.</exception>
    public Adding(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 2);
        Length = length;
    }

    /// <summary>The number of steps, T.</summary>
    public int Length { get; }

    public string Name => $"adding, length {Length}";

    public string Source => "Hochreiter & Schmidhuber 1997, experiment 4; as in Le, Jaitly & Hinton 2015";

    /// <summary>1/6: the mean squared error of always saying 1. (The loss <c>SquaredError</c> is half the squared
    /// error: 1/12 there.)</summary>
    public double BaselineLoss => 1.0 / 6;
    public int Features => 2;
    public int Outputs => 1;

    public FeatureExample Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var inputs = new double[Length][];
        for (var t = 0; t < Length; t++) inputs[t] = [random.NextDouble(), 0];

        var first = random.Next(Length / 2);
        var second = random.Next(Length / 2, Length);
        inputs[first][1] = inputs[second][1] = 1;

        var targets = new double[]?[Length];
        targets[^1] = [inputs[first][0] + inputs[second][0]];
        return new FeatureExample(inputs, targets);
    }
}
