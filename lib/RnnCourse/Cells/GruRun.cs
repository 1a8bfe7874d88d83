using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>A <see cref="Gru{T}"/> unrolled over a sequence.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class GruRun<T> : GatedRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private GruRun(Gru<T> cell, Sequence<T> x)
        : base(cell, x, gates: 3)
    {
        Q = new(Count, Batch, cell.Hidden);
        (Initial, Final) = (new(H[-1]), new(H[Count - 1]));
        Parts = Array.ConvertAll(RowParts, rows => new Part(this, rows));
        ForwardPart = p => cell.Forward(Parts[p], WhT);
    }

    /// <summary>z[t], the update gate, T × [B, H].</summary>
    public Steps<T> Z => Gates[0];

    /// <summary>r[t], the reset gate, T × [B, H].</summary>
    public Steps<T> R => Gates[1];

    /// <summary>h̃[t], the candidate, T × [B, H].</summary>
    public Steps<T> Candidate => Gates[2];

    /// <summary>r ⊙ h[t−1] if the reset comes before the product, Whh·h[t−1] + bhh if after, T × [B, H].</summary>
    public Steps<T> Q { get; }

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override State<T> Final { get; }

    internal Part[] Parts { get; }

    internal Action<int> ForwardPart { get; }

    internal static GruRun<T> For(Gru<T> cell, Sequence<T> x, Run<T>? into) =>
        into is GruRun<T> run && run.TryReuse(cell, x) ? run : new(cell, x);

    private bool ResetBefore => ((Gru<T>)Cell).Variant == GruVariant.ResetBefore;

    // The candidate's weights see r ⊙ h[t−1], or what comes out of them is multiplied by r.
    internal override Mat<T> RecurrentInput(int gate, int t) => gate == 2 && ResetBefore ? Q[t] : base.RecurrentInput(gate, t);

    internal override Mat<T>? RecurrentFactor(int gate, int t) => gate == 2 && !ResetBefore ? R[t] : null;

    /// <summary>Some rows of the batch, for one thread.</summary>
    internal sealed class Part(GruRun<T> run, RowPart rows)
    {
        public Steps<T> Z { get; } = run.Z.OfRows(rows);

        public Steps<T> R { get; } = run.R.OfRows(rows);

        public Steps<T> Candidate { get; } = run.Candidate.OfRows(rows);

        public Steps<T> Q { get; } = run.Q.OfRows(rows);

        public Steps<T> H { get; } = run.H.OfRows(rows);

        public Steps<T>? Mask { get; } = run.Mask?.OfRows(rows);
    }
}

/// <summary>The gradient of a <see cref="Gru{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class GruGradient<T> : GatedGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private GruRun<T> _run;

    private GruGradient(GruRun<T> run, bool inputGradient)
        : base(run, inputGradient)
    {
        var cell = (Gru<T>)run.Cell;
        bhh = new(1, cell.Hidden);
        Parameters = Gru<T>.Names(cell.Variant, Wx, Wh, b, bhh);
        dQ = new(Count, Batch, cell.Hidden);
        Initial = new(dH[-1]);
        _run = run;
        var parts = Array.ConvertAll(run.RowParts, rows => new Part(this, rows));
        BackwardPart = p => cell.Backward(_run.Parts[p], parts[p], PackedWh);
    }

    /// <summary>dE/dWxz, [H, I].</summary>
    public Mat<T> Wxz => Wx[0];

    /// <summary>dE/dWxr, [H, I].</summary>
    public Mat<T> Wxr => Wx[1];

    /// <summary>dE/dWxh, [H, I].</summary>
    public Mat<T> Wxh => Wx[2];

    /// <summary>dE/dWhz, [H, H].</summary>
    public Mat<T> Whz => Wh[0];

    /// <summary>dE/dWhr, [H, H].</summary>
    public Mat<T> Whr => Wh[1];

    /// <summary>dE/dWhh, [H, H].</summary>
    public Mat<T> Whh => Wh[2];

    /// <summary>dE/dbz, [1, H].</summary>
    public Mat<T> bz => b[0];

    /// <summary>dE/dbr, [1, H].</summary>
    public Mat<T> br => b[1];

    /// <summary>dE/dbh, [1, H].</summary>
    public Mat<T> bh => b[2];

    /// <summary>dE/dbhh, [1, H]; 0 if the reset comes before the product.</summary>
    public Mat<T> bhh { get; }

    /// <summary>δ of the update gate: dE/d(its pre-activation), T × [B, H].</summary>
    public Steps<T> dAz => dA[0];

    /// <summary>δ of the reset gate, T × [B, H].</summary>
    public Steps<T> dAr => dA[1];

    /// <summary>δ of the candidate, T × [B, H].</summary>
    public Steps<T> dAh => dA[2];

    /// <summary>dE/dq[t] for <see cref="GruRun{T}.Q"/>, T × [B, H].</summary>
    public Steps<T> dQ { get; }

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    internal Action<int> BackwardPart { get; }

    internal static GruGradient<T> For(GruRun<T> run, bool inputGradient, Gradient<T>? into)
    {
        if (into is not GruGradient<T> grad || !grad.Fits(run, inputGradient)) return new(run, inputGradient);
        grad._run = run;
        return grad;
    }

    /// <summary>Some rows of the batch, for one thread, with working memory where steps are masked.</summary>
    internal sealed class Part(GruGradient<T> grad, RowPart rows)
    {
        public Steps<T> dAz { get; } = grad.dAz.OfRows(rows);

        public Steps<T> dAr { get; } = grad.dAr.OfRows(rows);

        public Steps<T> dAh { get; } = grad.dAh.OfRows(rows);

        public Steps<T> dQ { get; } = grad.dQ.OfRows(rows);

        public Steps<T> dH { get; } = grad.dH.OfRows(rows);

        public Mat<T>? dHNew { get; } = grad.IsMasked ? new(rows.Count, grad.dH.Columns) : null;
    }
}
