namespace RnnCourse.Figures.Live;

/// <summary>A curve in one line of text.</summary>
internal static class Sparkline
{
    private const string Levels = "▁▂▃▄▅▆▇█";

    public static string Of(IReadOnlyList<double> values, int width)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return "";
        double low = finite.Min(), span = finite.Max() - low;
        var columns = Math.Min(width, finite.Length);
        return string.Concat(Enumerable.Range(0, columns).Select(c =>
        {
            var value = finite[(int)((long)c * (finite.Length - 1) / Math.Max(1, columns - 1))];
            return Levels[span > 0 ? (int)Math.Min(Levels.Length - 1, (value - low) / span * Levels.Length) : 0];
        }));
    }
}
