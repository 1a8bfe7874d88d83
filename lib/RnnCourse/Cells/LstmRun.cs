using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>An <see cref="Lstm{T}"/> unrolled over a sequence.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class LstmRun<T> : Run<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private LstmRun(Lstm<T> cell, Sequence<T> x)
        : base(cell, x)
    {
        Gates = Cells.Gates.Steps<T>(4, Count, Batch, cell.Hidden);
        (H, C) = (new(Count, Batch, cell.Hidden, initial: true), new(Count, Batch, cell.Hidden, initial: true));
        TanhC = new(Count, Batch, cell.Hidden);
        (Initial, Final) = (new(H[-1], C[-1]), new(H[Count - 1], C[Count - 1]));
        Mask = Masks.For(x, cell.Hidden);
        Parts = Array.ConvertAll(RowPart.Of(Batch, 4L * cell.Hidden * cell.Hidden), rows => new Part(this, rows));
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
    public override Steps<T> H { get; }

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override State<T> Final { get; }

    internal Steps<T>[] Gates { get; }

    internal Steps<T>? Mask { get; }

    internal Part[] Parts { get; }

    internal Action<int> ForwardPart { get; }

    internal InputProjections<T> Inputs { get; } = new(4);

    internal Packed<T>[] WhT { get; } = Cells.Gates.Packed<T>(4);

    internal static LstmRun<T> For(Lstm<T> cell, Sequence<T> x, Run<T>? into)
    {
        if (into is not LstmRun<T> run || !run.Fits(cell, x)) return new LstmRun<T>(cell, x);
        run.X = x;
        run.Mask?.SetMask(x);
        return run;
    }

    /// <summary>Some rows of the batch, for one thread.</summary>
    internal sealed class Part(LstmRun<T> run, RowPart rows)
    {
        public RowPart Rows { get; } = rows;

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
public sealed class LstmGradient<T> : Gradient<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private LstmRun<T> _run;

    private LstmGradient(LstmRun<T> run, bool inputGradient)
        : base(run, inputGradient)
    {
        var cell = (Lstm<T>)run.Cell;
        var (inputs, hidden) = (cell.Inputs, cell.Hidden);
        (Wx, Wh, b) = (Gates.Matrices<T>(4, hidden, inputs), Gates.Matrices<T>(4, hidden, hidden), Gates.Matrices<T>(4, 1, hidden));
        Parameters = Lstm<T>.Names(cell.HasForgetGate, Wx, Wh, b);
        dA = Gates.Steps<T>(4, Count, Batch, hidden);
        (dH, dC) = (new(Count, Batch, hidden, initial: true), new(Count, Batch, hidden, initial: true));
        Initial = new(dH[-1], dC[-1]);
        _run = run;
        var parts = Array.ConvertAll(run.Parts, part => new Part(this, part.Rows, run.Mask is not null));
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

    /// <inheritdoc/>
    public override Steps<T> dH { get; }

    /// <summary>dE/dh0, [B, H].</summary>
    public Mat<T> H0 => dH[-1];

    /// <summary>dE/dc0, [B, H].</summary>
    public Mat<T> C0 => dC[-1];

    /// <inheritdoc/>
    public override State<T> Initial { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Steps<T>> Deltas => dA;

    internal Steps<T>[] dA { get; }

    internal Mat<T>[] Wx { get; }

    internal Mat<T>[] Wh { get; }

    internal Mat<T>[] b { get; }

    internal Action<int> BackwardPart { get; }

    internal Packed<T>[] PackedWh { get; } = Gates.Packed<T>(4);

    internal static LstmGradient<T> For(LstmRun<T> run, bool inputGradient, Gradient<T>? into)
    {
        if (into is not LstmGradient<T> grad || !grad.Fits(run, inputGradient) || !grad.HasPartsOf(run)) return new LstmGradient<T>(run, inputGradient);
        grad._run = run;
        return grad;
    }

    private bool HasPartsOf(LstmRun<T> run) =>
        _run.Parts.Length == run.Parts.Length && (_run.Mask is null) == (run.Mask is null);

    /// <summary>Some rows of the batch, for one thread, with working memory where steps are masked.</summary>
    internal sealed class Part(LstmGradient<T> grad, RowPart rows, bool masked)
    {
        public Steps<T> dAi { get; } = grad.dAi.OfRows(rows);

        public Steps<T> dAf { get; } = grad.dAf.OfRows(rows);

        public Steps<T> dAg { get; } = grad.dAg.OfRows(rows);

        public Steps<T> dAo { get; } = grad.dAo.OfRows(rows);

        public Steps<T> dH { get; } = grad.dH.OfRows(rows);

        public Steps<T> dC { get; } = grad.dC.OfRows(rows);

        public Mat<T>? dHNew { get; } = masked ? new(rows.Count, grad.dH.Columns) : null;

        public Mat<T>? dCNew { get; } = masked ? new(rows.Count, grad.dH.Columns) : null;
    }
}
