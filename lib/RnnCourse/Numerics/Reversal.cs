namespace RnnCourse.Numerics;

/// <summary>Turning every sequence of a batch around within its own length, and joining two directions.</summary>
internal static class Reversal
{
    /// <summary>A sequence of the same kind and shape, with lengths of its own.</summary>
    public static Sequence<T> Like<T>(Sequence<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[]? lengths = x.Lengths is { } given ? [.. given] : null;
        return x.Dense is { } dense
            ? new Sequence<T>(new Steps<T>(dense.Count, dense.Rows, dense.Columns), lengths)
            : new Sequence<T>(x.Count, x.Batch, lengths);
    }

    /// <summary>Copies x turned around; padding stays padding.</summary>
    public static void Copy<T>(Sequence<T> x, Sequence<T> turned) where T : unmanaged, IFloatingPointIeee754<T>
    {
        turned.TakeLengths(x);
        for (var t = 0; t < x.Count; t++)
            for (var b = 0; b < x.Batch; b++)
                if (x.Dense is { } dense) dense[Turned(x, t, b)].RowSpan(b).CopyTo(turned.Dense![t].RowSpan(b));
                else turned[t, b] = x[Turned(x, t, b), b];
    }

    /// <summary>joined[t] = [forward[t], backward turned around]; the backward half of padding is 0.</summary>
    public static void Join<T>(Sequence<T> x, Steps<T> forward, Steps<T> backward, Steps<T> joined)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var t = 0; t < x.Count; t++)
            for (var b = 0; b < x.Batch; b++)
            {
                var row = joined[t].RowSpan(b);
                forward[t].RowSpan(b).CopyTo(row);
                if (x.IsReal(t, b)) backward[Turned(x, t, b)].RowSpan(b).CopyTo(row[forward.Columns..]);
                else row[forward.Columns..].Clear();
            }
    }

    /// <summary>The reverse of <see cref="Join"/>; padding has no backward half, so its gradient goes
    /// nowhere.</summary>
    public static void Split<T>(Sequence<T> x, Steps<T> joined, Steps<T> forward, Steps<T> backward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var t = 0; t < x.Count; t++)
            for (var b = 0; b < x.Batch; b++)
            {
                var row = joined[t].RowSpan(b);
                row[..forward.Columns].CopyTo(forward[t].RowSpan(b));
                if (x.IsReal(t, b)) row[forward.Columns..].CopyTo(backward[Turned(x, t, b)].RowSpan(b));
                else backward[t].RowSpan(b).Clear();
            }
    }

    /// <summary>sum[t] = forward[t] + backward turned around.</summary>
    public static void AddTurned<T>(Sequence<T> x, Steps<T> forward, Steps<T> backward, Steps<T> sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var t = 0; t < x.Count; t++)
            for (var b = 0; b < x.Batch; b++)
            {
                var row = sum[t].RowSpan(b);
                var (a, other) = (forward[t], backward[Turned(x, t, b)]);
                for (var n = 0; n < row.Length; n++) row[n] = a[b, n] + other[b, n];
            }
    }

    private static int Turned<T>(Sequence<T> x, int t, int b)
        where T : unmanaged, IFloatingPointIeee754<T> => x.IsReal(t, b) ? (x.Lengths?[b] ?? x.Count) - 1 - t : t;
}
