namespace RnnCourse.Figures.Plots;

/// <summary>A line in words.</summary>
internal static class Trend
{
    /// <summary>"falls from 4.17 at 0 to 1.5 at 2,000; lowest 1.4 at 1,900": the ends, what happens between them, and
    /// the extremes where they are not the ends.</summary>
    /// <param name="drawn">Indices of the points that can be drawn, at least two, in order.</param>
    /// <param name="log">Whether differences count as ratios.</param>
    public static string Describe(double[] x, double[] y, int[] drawn, bool log)
    {
        int first = drawn[0], last = drawn[^1];
        int low = drawn.MinBy(i => y[i]), high = drawn.MaxBy(i => y[i]);
        double Size(int i) => log ? Math.Log10(y[i]) : y[i] / 2;
        double span = Size(high) - Size(low), change = Size(last) - Size(first);
        var verb = span == 0 ? "stays" : Math.Abs(change) < 0.1 * span ? "ends near where it begins,"
            : change > 0 ? "rises" : "falls";
        if (span == 0)
            return $"stays at {Numbers.Short(y[first])} from {Numbers.Short(x[first])} to {Numbers.Short(x[last])}.";

        var text = $"{verb} from {At(first)} to {At(last)}";
        if (low != first && low != last) text += $"; lowest {At(low)}";
        if (high != first && high != last) text += $"; highest {At(high)}";
        return text + ".";

        string At(int i) => $"{Numbers.Short(y[i])} at {Numbers.Short(x[i])}";
    }
}
