using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Losses;

/// <summary>How the losses of single outputs, one for every step t and example b, become one number E.</summary>
public enum Reduction
{
    /// <summary>E = Σ_t Σ_b. Gradients grow with the number of steps and examples.</summary>
    Sum,

    /// <summary>E = (1/B) Σ_t Σ_b. Gradients grow with the number of steps.</summary>
    MeanOverBatch,

    /// <summary>E = Σ_t Σ_b divided by the number of outputs that have a target (padding is not counted).</summary>
    Mean,
}

/// <summary>A loss: compares outputs o[t] with targets y[t] and gives E and ∂E/∂o[t].</summary>
/// <typeparam name="T">float or double.</typeparam>
public abstract class Loss<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected Loss(Reduction reduction) => Reduction = reduction;

    /// <summary>Sum or mean.</summary>
    public Reduction Reduction { get; }

    /// <summary>E and its gradient.</summary>
    /// <param name="o">Outputs (logits), T × [B, O].</param>
    /// <param name="y">Targets. Padding (from a sequence's length on) has no loss.</param>
    /// <param name="into">A result to reuse if its shape fits.</param>
    /// <exception cref="ArgumentException">Shapes differ, a class is unknown, or nothing has a target.</exception>
    public LossResult<T> Evaluate(Steps<T> o, Sequence<T> y, LossResult<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(o);
        ArgumentNullException.ThrowIfNull(y);
        if (o.Count != y.Count || o.Rows != y.Batch)
            throw new ArgumentException($"The outputs are {o.Shape}, the targets {y}: expected the same steps and batch.", nameof(y));
        var result = into is not null && into.dO.Fits(o.Count, o.Rows, o.Columns) ? into : new LossResult<T>(o.Count, o.Rows, o.Columns);
        result.Reset();
        Compare(o, y, result);
        if (result.Targets == 0) throw new ArgumentException("No output has a target: every step is padding.", nameof(y));
        result.Reduce(Reduction);
        return result;
    }

    /// <summary>Fills p, dO and the sums over the batch at each step, unreduced, and counts the targets.</summary>
    private protected abstract void Compare(Steps<T> o, Sequence<T> y, LossResult<T> result);
}

/// <summary>What a loss found.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LossResult<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] _et;

    internal LossResult(int count, int batch, int outputs)
    {
        (P, dO) = (new(count, batch, outputs), new(count, batch, outputs));
        _et = new double[count];
    }

    /// <summary>E.</summary>
    public double E { get; private set; }

    /// <summary>E_t, the part of E from step t: Σ_t E_t = E.</summary>
    public IReadOnlyList<double> Et => _et;

    /// <summary>What the loss turns outputs into before it compares: probabilities, or the outputs themselves. T × [B, O].</summary>
    public Steps<T> P { get; }

    /// <summary>∂E/∂o[t], T × [B, O].</summary>
    public Steps<T> dO { get; }

    /// <summary>How many outputs had a target.</summary>
    public int Targets { get; internal set; }

    /// <summary>How many targets were classes and were predicted as the most probable one.</summary>
    public int Correct { get; internal set; }

    internal void Add(int t, double loss)
    {
        _et[t] += loss;
        Targets++;
    }

    internal void Reset()
    {
        Array.Clear(_et);
        (E, Targets, Correct) = (0, 0, 0);
    }

    internal void Reduce(Reduction reduction)
    {
        var by = reduction switch
        {
            Reduction.Sum => 1,
            Reduction.MeanOverBatch => P.Rows,
            _ => Targets,
        };
        foreach (ref var e in _et.AsSpan())
        {
            e /= by;
            E += e;
        }

        if (by == 1) return;
        var all = dO.All;
        all.Is(T.One / T.CreateChecked(by) * all);
    }
}
