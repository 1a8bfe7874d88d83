namespace RnnCourse.Lessons.Experiments;

/// <summary>Whether runs say the same as a paper, decided by their 95 % intervals: true or false where the intervals
/// lie apart, null (undecided) where they overlap. Verdicts are joined by <c>&amp;</c>: one that is false
/// decides.</summary>
internal static class Verdict
{
    /// <summary>Whether one share is larger than another.</summary>
    public static bool? More(Proportion more, Proportion less) => More((more.Low, more.High), (less.Low, less.High));

    /// <summary>Whether one mean is larger than another.</summary>
    public static bool? More(Mean more, Mean less) => More(Interval(more), Interval(less));

    public static bool? Above(Proportion share, double limit) => More((share.Low, share.High), (limit, limit));

    public static bool? Above(Mean mean, double limit) => More(Interval(mean), (limit, limit));

    public static bool? Below(Proportion share, double limit) => !Above(share, limit);

    public static bool? Below(Mean mean, double limit) => !Above(mean, limit);

    /// <summary>Whether two verdicts are the same.</summary>
    public static bool? Same(bool? one, bool? other) => one is null || other is null ? null : one == other;

    public static bool? All(IEnumerable<bool?> verdicts) => verdicts.Aggregate((bool?)true, (all, one) => all & one);

    private static bool? More((double Low, double High) more, (double Low, double High) less) =>
        more.Low > less.High ? true : more.High < less.Low ? false : null;

    // One run alone has no interval: it decides nothing.
    private static (double, double) Interval(Mean mean) =>
        double.IsNaN(mean.HalfWidth) ? (double.NegativeInfinity, double.PositiveInfinity) : (mean.Low, mean.High);
}
