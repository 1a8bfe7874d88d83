using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>
/// Padding: a mask m[t] is 1 for data and 0 from a sequence's length on, the same in all H columns. A padded step keeps the
/// state, h[t] = h[t−1], so the last step holds every sequence's last state, and no gradient comes from padding.
/// </summary>
internal static class Masks
{
    /// <summary>The mask of a batch, T × [B, H]; null if no lengths were given.</summary>
    public static Steps<T>? For<T>(Sequence<T> x, int hidden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Lengths is null) return null;
        var mask = new Steps<T>(x.Count, x.Batch, hidden);
        mask.SetMask(x);
        return mask;
    }

    /// <summary>Fills a mask for another batch of the same shape.</summary>
    public static void SetMask<T>(this Steps<T> mask, Sequence<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var t = 0; t < x.Count; t++)
            for (var b = 0; b < x.Batch; b++)
                mask[t].RowSpan(b).Fill(x.IsReal(t, b) ? Scalar<T>.One : T.Zero);
    }

    /// <summary>h = m ⊙ h + (1 − m) ⊙ hPrev.</summary>
    public static void KeepWhereMasked<T>(this Mat<T> h, Mat<T> m, Mat<T> hPrev)
        where T : unmanaged, IFloatingPointIeee754<T> => h.Is(m % h + (Scalar<T>.One - m) % hPrev);

    /// <summary>dA = m ⊙ dA.</summary>
    public static void ZeroWhereMasked<T>(this Mat<T> dA, Mat<T> m)
        where T : unmanaged, IFloatingPointIeee754<T> => dA.Is(m % dA);

    /// <summary>dhPrev += (1 − m) ⊙ dh.</summary>
    public static void AddWhereMasked<T>(this Mat<T> dhPrev, Mat<T> m, Mat<T> dh)
        where T : unmanaged, IFloatingPointIeee754<T> => dhPrev.Is(dhPrev + (Scalar<T>.One - m) % dh);
}
