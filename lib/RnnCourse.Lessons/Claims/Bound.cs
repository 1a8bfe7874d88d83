namespace RnnCourse.Lessons.Claims;

/// <summary>Where a measured value must lie for a claim to hold. NaN lies within no bound.</summary>
public sealed class Bound
{
    private readonly Func<double, bool> _holds;
    private readonly string _text;

    private Bound(string text, Func<double, bool> holds) => (_text, _holds) = (text, holds);

    public static Bound Below(double limit) => new($"< {Show(limit)}", value => value < limit);
    public static Bound AtMost(double limit) => new($"≤ {Show(limit)}", value => value <= limit);
    public static Bound Above(double limit) => new($"> {Show(limit)}", value => value > limit);
    public static Bound AtLeast(double limit) => new($"≥ {Show(limit)}", value => value >= limit);

    /// <summary>From a lower to an upper limit, both included.</summary>
    /// <exception cref="ArgumentException">The lower limit is above the upper one.</exception>
    public static Bound Between(double low, double high) => low <= high
        ? new($"{Show(low)} … {Show(high)}", value => value >= low && value <= high)
        : throw new ArgumentException(
            $"The lower limit {Show(low)} is above the upper limit {Show(high)}: exchange them.", nameof(low));

    /// <summary>A value, give or take a tolerance.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is negative.</exception>
    public static Bound Near(double value, double tolerance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        return new($"{Show(value)} ± {Show(tolerance)}", measured => Math.Abs(measured - value) <= tolerance);
    }

    public static Bound Exactly(double value) => new($"= {Show(value)}", measured => measured == value);
    public bool Holds(double measured) => _holds(measured);

    /// <summary>The bound as the notebook shows it: "&lt; 1e−12".</summary>
    public override string ToString() => _text;

    private static string Show(double value) => double.IsNaN(value)
        ? throw new ArgumentException("A bound needs a number, not NaN.")
        : Numbers.Short(value);
}
