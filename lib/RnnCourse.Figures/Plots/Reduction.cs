namespace RnnCourse.Figures.Plots;

/// <summary>Fewer points that draw the same picture: no minimum, no maximum, no gap is lost.</summary>
internal static class Reduction
{
    /// <summary>Indices, in order, of at most <paramref name="budget"/> points of a line: of each stretch the first
    /// point, the lowest, the highest and, where there is one, a point that is not a number.</summary>
    public static int[] Line(double[] y, int budget)
    {
        int n = y.Length, stretches = Math.Max(1, (budget - 1) / 4);
        if (n <= budget) return Enumerable.Range(0, n).ToArray();
        var kept = new SortedSet<int> { n - 1 };
        for (var s = 0; s < stretches; s++)
        {
            int from = (int)((long)s * n / stretches), to = (int)((long)(s + 1) * n / stretches);
            int low = -1, high = -1, gap = -1;
            for (var i = from; i < to; i++)
            {
                if (!double.IsFinite(y[i])) gap = i;
                else
                {
                    if (low < 0 || y[i] < y[low]) low = i;
                    if (high < 0 || y[i] > y[high]) high = i;
                }
            }
            kept.Add(from);
            if (low >= 0) kept.Add(low);
            if (high >= 0) kept.Add(high);
            if (gap >= 0) kept.Add(gap);
        }
        return [.. kept];
    }

    /// <summary>Indices, in order, of at most <paramref name="budget"/> points of a cloud: one for each occupied cell
    /// of a grid, and the outermost points.</summary>
    public static int[] Cloud(double[] x, double[] y, int budget)
    {
        if (x.Length <= budget) return Enumerable.Range(0, x.Length).ToArray();
        Extent across = Extent.Of(x, log: false), up = Extent.Of(y, log: false);
        var side = Math.Max(1, (int)Math.Sqrt(Math.Max(1, budget - 4)));
        var kept = new SortedSet<int>();
        var taken = new bool[side * side];
        int left = -1, right = -1, bottom = -1, top = -1;
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i])) continue;
            if (left < 0 || x[i] < x[left]) left = i;
            if (right < 0 || x[i] > x[right]) right = i;
            if (bottom < 0 || y[i] < y[bottom]) bottom = i;
            if (top < 0 || y[i] > y[top]) top = i;
            var cell = Cell(x[i], across, side) * side + Cell(y[i], up, side);
            if (taken[cell]) continue;
            taken[cell] = true;
            kept.Add(i);
        }
        foreach (var i in (ReadOnlySpan<int>)[left, right, bottom, top]) if (i >= 0) kept.Add(i);
        return [.. kept];
    }

    /// <summary>Where the blocks of a grid's side begin; the last position is kept, so that the grid keeps its
    /// extent.</summary>
    public static int[] Blocks(int length, int step)
    {
        var starts = new List<int>();
        for (var i = 0; i < length; i += step) starts.Add(i);
        if (starts.Count > 0) starts[^1] = length - 1;
        return [.. starts];
    }

    /// <summary>Of each block of a grid the value that lies farthest from the mean of all, so that peaks and pits
    /// remain.</summary>
    public static double[,] Grid(double[,] values, int[] rows, int[] columns, int rowStep, int columnStep)
    {
        var mean = values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).Average();
        var kept = new double[rows.Length, columns.Length];
        for (var r = 0; r < rows.Length; r++)
            for (var c = 0; c < columns.Length; c++)
            {
                var best = double.NaN;
                for (var i = r * rowStep; i < Math.Min(values.GetLength(0), (r + 1) * rowStep); i++)
                    for (var j = c * columnStep; j < Math.Min(values.GetLength(1), (c + 1) * columnStep); j++)
                        if (double.IsFinite(values[i, j]) && !(Math.Abs(values[i, j] - mean) <= Math.Abs(best - mean)))
                            best = values[i, j];
                kept[r, c] = best;
            }
        return kept;
    }

    private static int Cell(double value, Extent extent, int side)
    {
        var part = (value / 2 - extent.Low / 2) / (extent.High / 2 - extent.Low / 2);
        return double.IsFinite(part) ? Math.Clamp((int)(part * side), 0, side - 1) : 0;
    }
}
