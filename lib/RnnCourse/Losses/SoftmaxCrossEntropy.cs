namespace RnnCourse.Losses;

/// <summary>p = softmax(o) (4.4) and E = −Σ_c y_c log p_c (4.5), computed together as log Σ_c e^(o_c) − o_y with the
/// largest logit subtracted first, which neither overflows nor takes the logarithm of 0. Targets are class ids (<see
/// cref="Sequence{T}.NoTarget"/> = no loss there) or distributions over the classes (rows that sum to 1).</summary>
/// <param name="reduction">Sum or mean over t and B.</param>
public sealed class SoftmaxCrossEntropy<T>(Reduction reduction = Reduction.Sum) : Loss<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override void Prepare(Steps<T> o, LossResult<T> result) =>
        Softmax.Of(o.All, result.P.All, result.dO.All, result.Scale, result.Max, result.Sum); // (4.4), dO = scale · p

    protected override (double Loss, bool Correct) Compare(LossRow<T> row)
    {
        var o = row.O;
        var dO = row.dO;
        var logSum = double.CreateTruncating(row.Max) + Math.Log(double.CreateTruncating(row.Sum));
        if (row.Y.IsEmpty)
        {
            dO[row.Class] -= row.Scale;                                                     // (4.6)
            return (logSum - double.CreateTruncating(o[row.Class]), o[row.Class] >= row.Max);   // (4.5)
        }

        var loss = 0.0;
        for (var c = 0; c < o.Length; c++)
        {
            loss += double.CreateTruncating(row.Y[c]) * (logSum - double.CreateTruncating(o[c]));
            dO[c] -= row.Scale * row.Y[c];
        }

        return (loss, false);
    }
}
