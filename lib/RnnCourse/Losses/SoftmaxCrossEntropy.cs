namespace RnnCourse.Losses;

/// <summary>p = softmax(o) (4.4) and E = −Σ_c y_c log p_c (4.5), computed together as log Σ_c e^(o_c) − o_y with the
/// largest logit subtracted first, which neither overflows nor takes the logarithm of 0. Targets are class ids (<see
/// cref="Sequence{T}.NoTarget"/> = no loss there) or rows y with a weight ≥ 0 for every class, as a rule a distribution
/// that sums to 1; a row of NaN means no loss there. In general ∂E/∂o = (Σ_c y_c) p − y. The class that counts as
/// predicted is the first of the largest logits; the right one the first of the largest weights.</summary>
/// <param name="reduction">Sum or mean over t and B.</param>
public sealed class SoftmaxCrossEntropy<T>(Reduction reduction = Reduction.Sum) : Loss<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected override (bool IsRight, string Expected) IsTarget(T target) =>
        (target >= T.Zero && T.IsFinite(target), "a finite number, 0 or more, or a row that is all NaN for no target");

    internal override void Prepare(Steps<T> o, LossResult<T> result) =>
        Softmax.Of(o.All, result.P.All, result.dO.All, result.Scale, result.Max, result.Sum); // (4.4), dO = scale · p

    protected override (double Loss, bool Correct) Compare(LossRow<T> row)
    {
        var o = row.O;
        var dO = row.dO;
        var y = row.Y;
        var logSum = double.CreateTruncating(row.Max) + Math.Log(double.CreateTruncating(row.Sum));
        if (y.IsEmpty)
        {
            var c = row.Class;
            dO[c] -= row.Scale;                                                                 // (4.6)
            return (logSum - double.CreateTruncating(o[c]), IsFirst(row.Max, o, c));            // (4.5)
        }

        var (loss, sum, best) = (0.0, T.Zero, 0);
        for (var c = 0; c < o.Length; c++)
        {
            sum += y[c];
            if (y[c] > y[best]) best = c;
            loss += double.CreateTruncating(y[c]) * (logSum - double.CreateTruncating(o[c]));
        }

        for (var c = 0; c < o.Length; c++) dO[c] = (sum * dO[c]) - (row.Scale * y[c]);
        return (loss, IsFirst(row.Max, o, best));
    }

    private static bool IsFirst(T max, ReadOnlySpan<T> o, int c)
    {
        var first = o[c] == max ? 0 : o.Length;
        while (first < c && o[first] != max) first++;
        return first == c;
    }
}
