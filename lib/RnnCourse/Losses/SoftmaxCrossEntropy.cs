using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Losses;

/// <summary>
/// p = softmax(o) (4.4) and E = −Σ_c y_c log p_c (4.5), computed together as log Σ_c e^(o_c − max) − (o_y − max), which neither
/// overflows nor takes the logarithm of 0. Targets are class ids (<see cref="Sequence{T}.NoTarget"/> = no loss there) or
/// distributions over the classes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="reduction">Sum or mean over t and B.</param>
public sealed class SoftmaxCrossEntropy<T>(Reduction reduction = Reduction.Sum) : Loss<T>(reduction)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected override void Compare(Steps<T> o, Sequence<T> y, LossResult<T> result)
    {
        for (var t = 0; t < o.Count; t++)
            for (var b = 0; b < o.Rows; b++)
            {
                var logits = o[t].RowSpan(b);
                var p = result.P[t].RowSpan(b);
                var dO = result.dO[t].RowSpan(b);
                var logSum = Softmax(logits, p);                                // (4.4)
                if (!y.IsReal(t, b) || (y.IsTokens && y[t, b] == Sequence<T>.NoTarget))
                {
                    dO.Clear();
                    continue;
                }

                p.CopyTo(dO);
                if (y.Dense is { } dense) result.Add(t, Distribution(logits, dense[t].RowSpan(b), dO, logSum));
                else
                {
                    var target = Known(y[t, b], o.Columns, t, b);
                    dO[target] -= T.One;                                        // (4.6)
                    result.Add(t, logSum - double.CreateChecked(logits[target])); // (4.5)
                    if (p[target] >= Largest(p)) result.Correct++;
                }
            }
    }

    /// <summary>Fills p and returns log Σ_c e^(o_c).</summary>
    private static double Softmax(Span<T> o, Span<T> p)
    {
        var max = Largest(o);
        var sum = T.Zero;
        for (var c = 0; c < o.Length; c++) sum += p[c] = T.Exp(o[c] - max);
        for (var c = 0; c < o.Length; c++) p[c] /= sum;
        return double.CreateChecked(max) + Math.Log(double.CreateChecked(sum));
    }

    private static double Distribution(Span<T> o, Span<T> y, Span<T> dO, double logSum)
    {
        var loss = 0.0;
        for (var c = 0; c < o.Length; c++)
        {
            loss += double.CreateChecked(y[c]) * (logSum - double.CreateChecked(o[c]));
            dO[c] -= y[c];
        }

        return loss;
    }

    private static T Largest(Span<T> values)
    {
        var max = values[0];
        foreach (var x in values) max = x > max ? x : max;
        return max;
    }

    private static int Known(int target, int classes, int t, int b) => (uint)target < (uint)classes
        ? target
        : throw new ArgumentException($"The target at step {t} of example {b} is class {target}; there are {classes}, 0 to {classes - 1} (and {Sequence<T>.NoTarget} for none).");
}
