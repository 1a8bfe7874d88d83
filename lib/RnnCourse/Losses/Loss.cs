using System.Globalization;

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

/// <summary>A loss: compares outputs o[t] with targets y[t] and gives E and ∂E/∂o[t]. Your own says how one output is
/// compared.</summary>
public abstract class Loss<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="reduction">How the losses of single outputs become E.</param>
    protected Loss(Reduction reduction = Reduction.Sum) => Reduction = reduction;

    public Reduction Reduction { get; }

    /// <summary>Whether an output is right or wrong. It is not where numbers are compared: then no accuracy is
    /// told.</summary>
    public virtual bool Classifies => true;

    /// <summary>E and its gradient.</summary>
    /// <param name="o">Outputs (logits), T × [B, O].</param>
    /// <param name="y">Targets. Padding (from a sequence's length on) has no loss, nor has the id <see
    /// cref="Sequence{T}.NoTarget"/> or a dense row that is all NaN.</param>
    /// <param name="into">A result to reuse if its shape fits.</param>
    /// <exception cref="ArgumentException">Shapes differ, a class is unknown, or nothing has a target.</exception>
    public LossResult<T> Evaluate(Steps<T> o, Sequence<T> y, LossResult<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(o);
        ArgumentNullException.ThrowIfNull(y);
        if (o.Count != y.Count || o.Rows != y.Batch)
            throw new ArgumentException(
                $"The outputs are {o.Shape}, the targets {y}: expected the same steps and batch.", nameof(y));
        var fits = into?.dO.Fits(o.Count, o.Rows, o.Columns) == true;
        var result = fits ? into! : new LossResult<T>(o.Count, o.Rows, o.Columns);
        CheckTargets(o, y);
        var targets = y.Targets;
        if (targets == 0) throw new ArgumentException(
            "No output has a target: every step is padding, or says that there is none.", nameof(y));
        result.Reset(targets, Reduction);
        Prepare(o, result);
        for (var t = 0; t < o.Count; t++)
            for (var b = 0; b < o.Rows; b++)
                if (y.HasTarget(t, b)) result.Add(t, Compare(new LossRow<T>(o, y, result, t, b)));
                else result.Skip(t, b);
        result.Reduce();
        return result;
    }

    /// <summary>Compares one output with its target: writes ∂E/∂o, times row.Scale, into row.dO.</summary>
    /// <param name="row">The output and its target.</param>
    /// <returns>The loss of this output, not scaled, and whether it predicted its target.</returns>
    protected abstract (double Loss, bool Correct) Compare(LossRow<T> row);

    /// <summary>Throws if the loss cannot take such targets.</summary>
    /// <param name="o">Outputs, T × [B, O].</param>
    /// <param name="y">Targets.</param>
    protected internal virtual void CheckTargets(Steps<T> o, Sequence<T> y)
    {
        ArgumentNullException.ThrowIfNull(o);
        ArgumentNullException.ThrowIfNull(y);
        if (y.Dense is { } dense && dense.Columns != o.Columns)
            throw new ArgumentException(
                $"The targets have {dense.Columns} columns, the outputs {o.Columns}; expected as many.", nameof(y));
        var classes = Classes(o);
        for (var t = 0; t < y.Count; t++)
            for (var b = 0; b < y.Batch; b++)
                if (y.IsTokens && (uint)y[t, b] < (uint)classes || !y.HasTarget(t, b)) continue;
                else if (y.Dense is not null) CheckTarget(y.Dense[t].RowSpan(b), t, b);
                else
                    throw new ArgumentException(
                        $"The target at step {t} of example {b} is class {y[t, b]}; there are {classes}, " +
                        $"0 to {classes - 1} (and {Sequence<T>.NoTarget} for none).", nameof(y));
    }

    /// <summary>How many classes a token id can name.</summary>
    private protected virtual int Classes(Steps<T> o) => o.Columns;

    /// <summary>Whether a number can be a target, and what is expected if not.</summary>
    private protected virtual (bool IsRight, string Expected) IsTarget(T target) =>
        (T.IsFinite(target), "a finite number, or a row that is all NaN for no target");

    private void CheckTarget(ReadOnlySpan<T> target, int t, int b)
    {
        foreach (var y in target)
            if (IsTarget(y) is { IsRight: false } wrong)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"A target at step {t} of example {b} is {y}; expected {wrong.Expected}."), nameof(target));
    }

    /// <summary>What is done for all outputs at once: P, and what dO starts from.</summary>
    internal virtual void Prepare(Steps<T> o, LossResult<T> result)
    {
        result.P.CopyFrom(o);
        result.dO.Clear();
    }
}

/// <summary>One output beside its target.</summary>
public readonly ref struct LossRow<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LossResult<T> _result;
    private readonly Steps<T> _o;
    private readonly Sequence<T> _y;
    private readonly int _t, _b;

    internal LossRow(Steps<T> o, Sequence<T> y, LossResult<T> result, int t, int b) =>
        (_o, _y, _result, _t, _b) = (o, y, result, t, b);

    /// <summary>The output, [O].</summary>
    public ReadOnlySpan<T> O => _o[_t].RowSpan(_b);

    /// <summary>The target, [O]; empty if targets are token ids.</summary>
    public ReadOnlySpan<T> Y => _y.Dense is { } dense ? dense[_t].RowSpan(_b) : [];

    /// <summary>The target's class; −1 if targets are dense.</summary>
    public int Class => _y.IsTokens ? _y[_t, _b] : -1;

    /// <summary>What the loss turns the output into before it compares; a copy of O if it says nothing else,
    /// [O].</summary>
    public Span<T> P => _result.P[_t].RowSpan(_b);

    /// <summary>∂E/∂o, to be written, [O]; 0 at first.</summary>
    public Span<T> dO => _result.dO[_t].RowSpan(_b);

    /// <summary>What every loss is multiplied by: 1, 1/B or 1 over the number of targets.</summary>
    public T Scale => _result.Scale;

    /// <summary>The largest logit.</summary>
    internal T Max => _result.Max[(_t * _o.Rows) + _b];

    /// <summary>Σ_c e^(o_c − max).</summary>
    internal T Sum => _result.Sum[(_t * _o.Rows) + _b];
}

/// <summary>The result of evaluating a loss.</summary>
[ShownAsText.TypeFormatterSource]
public sealed class LossResult<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double[] _et;
    private int _divisor = 1;

    internal LossResult(int count, int batch, int outputs)
    {
        (P, dO) = (new(count, batch, outputs), new(count, batch, outputs));
        _et = new double[count];
        (Max, Sum) = (new T[count * batch], new T[count * batch]);
    }

    /// <summary>E.</summary>
    public double E { get; private set; }

    /// <summary>E_t, the part of E from step t: Σ_t E_t = E.</summary>
    public IReadOnlyList<double> Et => _et;

    /// <summary>What the loss turns outputs into before it compares: probabilities, or the outputs themselves. T × [B,
    /// O].</summary>
    public Steps<T> P { get; }

    /// <summary>∂E/∂o[t], T × [B, O].</summary>
    public Steps<T> dO { get; }

    /// <summary>How many outputs had a target.</summary>
    public int Targets { get; private set; }

    /// <summary>How many targets were predicted: the most probable class (the first, if several are), or every yes/no
    /// on the right side of ½; 0 of a loss of real numbers, which has no right and wrong.</summary>
    public int Correct { get; private set; }

    /// <summary>The sum of all losses, before the reduction.</summary>
    internal double Total => E * _divisor;

    /// <summary>Of each output, the largest logit.</summary>
    internal T[] Max { get; }

    /// <summary>Of each output, the sum of e^(o − max).</summary>
    internal T[] Sum { get; }

    public override string ToString() => FormattableString.Invariant($"E = {E:F4}, {Targets} targets")
        + (Correct == 0 ? "" : FormattableString.Invariant($", {Correct} right"));

    internal void Add(int t, (double Loss, bool Correct) row)
    {
        _et[t] += row.Loss;
        if (row.Correct) Correct++;
    }

    /// <summary>An output without a target.</summary>
    internal void Skip(int t, int b)
    {
        P[t].RowSpan(b).Clear();
        dO[t].RowSpan(b).Clear();
    }

    /// <summary>What every loss is multiplied by: 1, 1/B or 1 over the number of targets.</summary>
    internal T Scale { get; private set; }

    internal void Reset(int targets, Reduction reduction)
    {
        Array.Clear(_et);
        (E, Targets, Correct) = (0, targets, 0);
        _divisor = reduction switch
        {
            Reduction.Sum => 1,
            Reduction.MeanOverBatch => P.Rows,
            _ => targets,
        };
        Scale = Scalar<T>.Of(1.0 / _divisor);
    }

    internal void Reduce()
    {
        foreach (ref var e in _et.AsSpan())
        {
            e /= _divisor;
            E += e;
        }
    }
}
