using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Losses;

/// <summary>
/// p = softmax(o) (4.4) and E = −Σ_c y_c log p_c (4.5), computed together as log Σ_c e^(o_c) − o_y with the largest logit
/// subtracted first, which neither overflows nor takes the logarithm of 0. Targets are class ids
/// (<see cref="Sequence{T}.NoTarget"/> = no loss there) or distributions over the classes (rows that sum to 1).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="reduction">Sum or mean over t and B.</param>
public sealed class SoftmaxCrossEntropy<T>(Reduction reduction = Reduction.Sum) : Loss<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override void Prepare(Steps<T> o, LossResult<T> result) =>
        Softmax.Of(o.All, result.P.All, result.dO.All, result.Scale, result.Max, result.Sum); // (4.4)

    internal override void CompareRow(Mat<T> o, Sequence<T> y, LossResult<T> result, int t, int b)
    {
        var gradient = result.dO[t].RowSpan(b);
        var row = (t * o.Rows) + b;
        var logSum = double.CreateTruncating(result.Max[row]) + Math.Log(double.CreateTruncating(result.Sum[row]));
        if (y.Dense is { } dense)
        {
            result.Add(t, Distribution(o.RowSpan(b), dense[t].RowSpan(b), gradient, logSum, result.Scale));
            return;
        }

        var target = y[t, b];
        gradient[target] -= result.Scale;                                         // (4.6)
        result.Add(t, logSum - double.CreateTruncating(o[b, target]));      // (4.5)
        if (o[b, target] >= result.Max[row]) result.Correct++;
    }

    private static double Distribution(Span<T> o, Span<T> y, Span<T> dO, double logSum, T scale)
    {
        var loss = 0.0;
        for (var c = 0; c < o.Length; c++)
        {
            loss += double.CreateTruncating(y[c]) * (logSum - double.CreateTruncating(o[c]));
            dO[c] -= scale * y[c];
        }

        return loss;
    }
}
