namespace RnnCourse.Numerics;

/// <summary>What happens to the rows of a batch whose sequence has ended, at one step of a time loop. Rows are selected,
/// never multiplied, so that NaN or infinity there reaches nothing.</summary>
internal static class Padding
{
    /// <summary>The state of the step before stays.</summary>
    public static void Keep<T>(this Steps<T> state, Sequence<T> x, int t, RowPart rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var b = rows.First; b < rows.End; b++)
            if (!x.IsReal(t, b)) state[t - 1].RowSpan(b).CopyTo(state[t].RowSpan(b));
    }

    /// <summary>0 stands there.</summary>
    public static void Clear<T>(this Steps<T> steps, Sequence<T> x, int t, RowPart rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var b = rows.First; b < rows.End; b++)
            if (!x.IsReal(t, b)) steps[t].RowSpan(b).Clear();
    }

    /// <summary>Adds, where there is no padding.</summary>
    public static void AddReal<T>(this Mat<T> sum, Mat<T> term, Sequence<T> x, int t)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var b = 0; b < sum.Rows; b++)
            if (x.IsReal(t, b)) sum.RowSpan(b).AddScaled(T.One, term.RowSpan(b));
    }

    /// <summary>At the begin of a step back: what comes to padding is put aside …</summary>
    public static void Hide<T>(this Steps<T> dS, Mat<T> aside, Sequence<T> x, int t, RowPart rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var b = rows.First; b < rows.End; b++)
        {
            if (x.IsReal(t, b)) continue;
            dS[t].RowSpan(b).CopyTo(aside.RowSpan(b));
            dS[t].RowSpan(b).Clear();
        }
    }

    /// <summary>… and at its end it goes on to the step before.</summary>
    public static void Pass<T>(this Steps<T> dS, Mat<T> aside, Sequence<T> x, int t, RowPart rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var b = rows.First; b < rows.End; b++)
        {
            if (x.IsReal(t, b)) continue;
            aside.RowSpan(b).CopyTo(dS[t].RowSpan(b));
            dS[t - 1].RowSpan(b).AddScaled(T.One, aside.RowSpan(b));
        }
    }
}
