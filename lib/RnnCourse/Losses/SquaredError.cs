using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Losses;

/// <summary>E = ½ Σ_n (o_n − y_n)² for each output, and ∂E/∂o = o − y. Targets are dense, T × [B, O].</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="reduction">Sum or mean over t and B; the sum over n stays a sum.</param>
public sealed class SquaredError<T>(Reduction reduction = Reduction.Sum) : Loss<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal override void CheckTargets(Steps<T> o, Sequence<T> y)
    {
        if (y.IsTokens)
            throw new ArgumentException("The squared error needs dense targets, T × [B, O]; these are token ids. For classes use SoftmaxCrossEntropy.", nameof(y));
        base.CheckTargets(o, y);
    }

    internal override void Prepare(Steps<T> o, LossResult<T> result) => result.P.CopyFrom(o);

    internal override void CompareRow(Mat<T> o, Sequence<T> y, LossResult<T> result, int t, int b)
    {
        var outputs = o.RowSpan(b);
        var targets = y.Dense![t].RowSpan(b);
        var gradient = result.dO[t].RowSpan(b);
        var loss = 0.0;
        for (var n = 0; n < outputs.Length; n++)
        {
            var error = outputs[n] - targets[n];
            gradient[n] = result.Scale * error;
            var difference = double.CreateTruncating(error);
            loss += 0.5 * difference * difference;
        }

        result.Add(t, loss);
    }
}
