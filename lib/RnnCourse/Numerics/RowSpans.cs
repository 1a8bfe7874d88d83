namespace RnnCourse.Numerics;

/// <summary>Short sums over single rows, for attention, where each row has a factor of its own.</summary>
internal static class RowSpans
{
    /// <summary>Σ a_n b_n.</summary>
    public static T Dot<T>(this Span<T> a, ReadOnlySpan<T> b) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sums, n) = (Vector<T>.Zero, 0);
        for (; n <= a.Length - Vector<T>.Count; n += Vector<T>.Count)
            sums += new Vector<T>(a[n..]) * new Vector<T>(b[n..]);
        var sum = Vector.Sum(sums);
        for (; n < a.Length; n++) sum += a[n] * b[n];
        return sum;
    }

    /// <summary>target += factor · source.</summary>
    public static void AddScaled<T>(this Span<T> target, T factor, ReadOnlySpan<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (factors, n) = (new Vector<T>(factor), 0);
        for (; n <= target.Length - Vector<T>.Count; n += Vector<T>.Count)
            (new Vector<T>(target[n..]) + factors * new Vector<T>(source[n..])).CopyTo(target[n..]);
        for (; n < target.Length; n++) target[n] += factor * source[n];
    }
}
