namespace RnnCourse.Numerics;

/// <summary>Padding: a mask m[t] is 1 for data and 0 from a sequence's length on, the same in all H columns. A padded
/// step keeps the state, h[t] = h[t−1], so the last step holds every sequence's last state, and no gradient comes from
/// padding.</summary>
internal static class Masks
{
    /// <summary>The mask of a batch, T × [B, H]; null if no lengths were given.</summary>
    public static Steps<T>? For<T>(Sequence<T> x, int hidden) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Lengths is null) return null;
        var mask = new Steps<T>(x.Count, x.Batch, hidden);
        mask.SetMask(x);
        return mask;
    }

    /// <summary>Fills a mask for another batch of the same shape.</summary>
    public static void SetMask<T>(this Steps<T> mask, Sequence<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var t = 0; t < x.Count; t++)
            for (var b = 0; b < x.Batch; b++)
                mask[t].RowSpan(b).Fill(x.IsReal(t, b) ? Scalar<T>.One : T.Zero);
    }

    extension<T>(Expression<T, Leaf<T>> a) where T : unmanaged, IFloatingPointIeee754<T>
    {
        /// <summary>a = m ⊙ a + (1 − m) ⊙ before.</summary>
        public void KeepWhereMasked(Expression<T, Leaf<T>> m, Expression<T, Leaf<T>> before) =>
            a.Set(m % a + (Scalar<T>.One - m) % before);

        /// <summary>a += (1 − m) ⊙ passed.</summary>
        public void AddWhereMasked(Expression<T, Leaf<T>> m, Expression<T, Leaf<T>> passed) =>
            a.Set(a + (Scalar<T>.One - m) % passed);
    }
}
