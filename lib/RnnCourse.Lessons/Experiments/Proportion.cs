namespace RnnCourse.Lessons.Experiments;

/// <summary>How many of a number of runs succeeded, and between which shares the true one lies.</summary>
/// <remarks>The interval is Wilson's (1927) at 95 %: the shares p for which |k/n − p| ≤ z √(p(1 − p)/n), z = 1.96. It
/// stays within 0 … 1, and says something also when none or all of few runs succeed.</remarks>
public sealed record Proportion
{
    private const double Z = 1.959963984540054;

    /// <exception cref="ArgumentOutOfRangeException">There is no run, or not 0 to all succeeded.</exception>
    public Proportion(int successes, int runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(runs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, runs);
        (Successes, Runs) = (successes, runs);
        var (n, p) = ((double)runs, (double)successes / runs);
        var middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var half = Z / (1 + Z * Z / n) * Math.Sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        Low = successes == 0 ? 0 : middle - half;
        High = successes == runs ? 1 : middle + half;
    }

    public int Successes { get; }
    public int Runs { get; }

    /// <summary>The share that succeeded, 0 to 1.</summary>
    public double Share => (double)Successes / Runs;
    public double Low { get; }
    public double High { get; }

    /// <summary>Counts and interval in per cent: "4 of 5 (38–96 %)".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Successes} of {Runs} ({100 * Low:0}–{100 * High:0} %)");
}
