using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>An <see cref="Lstm{T}"/> unrolled over a sequence.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LstmRun<T> : GatedRun<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private LstmRun(Lstm<T> cell, Sequence<T> x)
        : base(cell, x, gates: 4)
    {
        C = new(Count, Batch, cell.Hidden, initial: true);
        TanhC = new(Count, Batch, cell.Hidden);
        (Initial, Final) = (new(H[-1], C[-1]), new(H[Count - 1], C[Count - 1]));
        Parts = Array.ConvertAll(RowParts, rows => new Part(this, rows));
        ForwardPart = p => cell.Forward(Parts[p], WhT);
    }

    /// <summary>i[t], the input gate, T × [B, H].</summary>
    public Steps<T> I => Gates[0];

    /// <summary>f[t], the forget gate, T × [B, H].</summary>
    public Steps<T> F => Gates[1];

    /// <summary>g[t], the candidate, T × [B, H].</summary>
    public Steps<T> G => Gates[2];

    /// <summary>o[t], the output gate, T × [B, H].</summary>
    public Steps<T> O => Gates[3];

    /// <summary>c[t], the cell state, T × [B, H]; C[−1] is the initial one.</summary>
    public Steps<T> C { get; }

    /// <summary>tanh c[t], T × [B, H].</summary>
    public Steps<T> TanhC { get; }

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override State<T> Final { get; }

    internal Part[] Parts { get; }

    internal Action<int> ForwardPart { get; }

    internal static LstmRun<T> For(Lstm<T> cell, Sequence<T> x, Run<T>? into) =>
        into is LstmRun<T> run && run.TryReuse(cell, x) ? run : new(cell, x);

    /// <summary>Some rows of the batch, for one thread.</summary>
    internal sealed class Part(LstmRun<T> run, RowPart rows)
    {
        public Steps<T> I { get; } = run.I.OfRows(rows);

        public Steps<T> F { get; } = run.F.OfRows(rows);

        public Steps<T> G { get; } = run.G.OfRows(rows);

        public Steps<T> O { get; } = run.O.OfRows(rows);

        public Steps<T> C { get; } = run.C.OfRows(rows);

        public Steps<T> TanhC { get; } = run.TanhC.OfRows(rows);

        public Steps<T> H { get; } = run.H.OfRows(rows);

        public Steps<T>? Mask { get; } = run.Mask?.OfRows(rows);
    }
}

/// <summary>The gradient of an <see cref="Lstm{T}"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LstmGradient<T> : GatedGradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private LstmRun<T> _run;

    private LstmGradient(LstmRun<T> run, bool inputGradient)
        : base(run, inputGradient)
    {
        var cell = (Lstm<T>)run.Cell;
        Parameters = Lstm<T>.Names(cell.HasForgetGate, Wx, Wh, b);
        dC = new(Count, Batch, cell.Hidden, initial: true);
        Initial = new(dH[-1], dC[-1]);
        _run = run;
        var parts = Array.ConvertAll(run.RowParts, rows => new Part(this, rows));
        BackwardPart = p => cell.Backward(_run.Parts[p], parts[p], PackedWh);
    }

    /// <summary>dE/dWxi, [H, I].</summary>
    public Mat<T> Wxi => Wx[0];

    /// <summary>dE/dWxf, [H, I].</summary>
    public Mat<T> Wxf => Wx[1];

    /// <summary>dE/dWxg, [H, I].</summary>
    public Mat<T> Wxg => Wx[2];

    /// <summary>dE/dWxo, [H, I].</summary>
    public Mat<T> Wxo => Wx[3];

    /// <summary>dE/dWhi, [H, H].</summary>
    public Mat<T> Whi => Wh[0];

    /// <summary>dE/dWhf, [H, H].</summary>
    public Mat<T> Whf => Wh[1];

    /// <summary>dE/dWhg, [H, H].</summary>
    public Mat<T> Whg => Wh[2];

    /// <summary>dE/dWho, [H, H].</summary>
    public Mat<T> Who => Wh[3];

    /// <summary>dE/dbi, [1, H].</summary>
    public Mat<T> bi => b[0];

    /// <summary>dE/dbf, [1, H].</summary>
    public Mat<T> bf => b[1];

    /// <summary>dE/dbg, [1, H].</summary>
    public Mat<T> bg => b[2];

    /// <summary>dE/dbo, [1, H].</summary>
    public Mat<T> bo => b[3];

    /// <summary>δ of the input gate: dE/d(its pre-activation), T × [B, H].</summary>
    public Steps<T> dAi => dA[0];

    /// <summary>δ of the forget gate, T × [B, H].</summary>
    public Steps<T> dAf => dA[1];

    /// <summary>δ of the candidate, T × [B, H].</summary>
    public Steps<T> dAg => dA[2];

    /// <summary>δ of the output gate, T × [B, H].</summary>
    public Steps<T> dAo => dA[3];

    /// <summary>dE/dc[t], total, T × [B, H].</summary>
    public Steps<T> dC { get; }

    /// <summary>dE/dc0, [B, H].</summary>
    public Mat<T> C0 => dC[-1];

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    internal Action<int> BackwardPart { get; }

    internal static LstmGradient<T> For(LstmRun<T> run, bool inputGradient, Gradient<T>? into)
    {
        if (into is not LstmGradient<T> grad || !grad.Fits(run, inputGradient)) return new(run, inputGradient);
        grad._run = run;
        return grad;
    }

    /// <summary>Some rows of the batch, for one thread, with working memory where steps are masked.</summary>
    internal sealed class Part(LstmGradient<T> grad, RowPart rows)
    {
        public Steps<T> dAi { get; } = grad.dAi.OfRows(rows);

        public Steps<T> dAf { get; } = grad.dAf.OfRows(rows);

        public Steps<T> dAg { get; } = grad.dAg.OfRows(rows);

        public Steps<T> dAo { get; } = grad.dAo.OfRows(rows);

        public Steps<T> dH { get; } = grad.dH.OfRows(rows);

        public Steps<T> dC { get; } = grad.dC.OfRows(rows);

        public Mat<T>? dHNew { get; } = grad.IsMasked ? new(rows.Count, grad.dH.Columns) : null;

        public Mat<T>? dCNew { get; } = grad.IsMasked ? new(rows.Count, grad.dH.Columns) : null;
    }
}
