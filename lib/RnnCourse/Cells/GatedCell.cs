namespace RnnCourse.Cells;

/// <summary>What every cell made of gates does around its equations: the products that do not depend on the step
/// before, the time loops, padding and threads. A cell itself is one step forward and one step backward.</summary>
public abstract class GatedCell<T, TRun, TGradient> : Cell<T> where T : unmanaged, IFloatingPointIeee754<T>
    where TRun : GatedRun<T> where TGradient : GatedGradient<T>
{
    private readonly GateWeights<T> _w;

    private protected GatedCell(GateWeights<T> weights, Random? random)
        : base(weights.Inputs, weights.Hidden, weights.Hidden)
    {
        _w = weights;
        this.FillUniform(random, 1 / Math.Sqrt(weights.Hidden));
    }

    public sealed override IReadOnlyList<Parameter<T>> Parameters => _w.Parameters;

    public sealed override State<T> ZeroState(int batch) =>
        new(new Mat<T>(batch, Hidden), HasCellState ? new Mat<T>(batch, Hidden) : null);

    public sealed override TRun Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        x.CheckInputs(Inputs, Parameters[0].Name);
        this.ThrowIfNotFinite("Unroll");
        var run = into is TRun own && own.TryReuse(this, x) ? own : NewRun(x);
        State<T>.Copy(initial, run.H[-1], run.CellState?[-1], "The initial state");
        run.Inputs.Forward(x, _w.Wx, _w.b, run.Gates);      // Wx•·x[t] + b• of every gate, all t at once
        run.WhT.Transposed(_w.Wh, run.Batch);
        Workers.Run(run.RowParts.Length, new ForwardPass(this, run));
        return run;
    }

    public sealed override TGradient Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = (TRun)CheckOwn(run);
        var grad = into is TGradient own && own.Fits(unrolled, inputGradient) ? own
            : NewGradient(unrolled, inputGradient);
        Begin(grad.dH, dEdH, dEdFinal?.H);
        if (grad.dCellState is { } dC) Begin(dC, null, dEdFinal?.C);
        grad.Wh.Plain(_w.Wh, unrolled.Batch);
        Workers.Run(unrolled.RowParts.Length, new BackwardPass(this, unrolled, grad));

        RecurrentWeights(unrolled, grad);               // (4.11), (10.16), (11.16)
        unrolled.Inputs.Backward(                       // (4.12) and (4.13), (10.17) and (10.18), (11.17) and (11.18)
            unrolled.X, grad.dA, grad.Weights.Wx, grad.Weights.b);
        if (grad.InputOrNull is { } dX)
            unrolled.Inputs.InputGradient(grad.dA, _w.Wx, dX);      // (4.14), (10.19), (11.19)
        return grad;
    }

    /// <summary>Whether the cell carries c[t] beside h[t].</summary>
    private protected virtual bool HasCellState => false;

    private protected abstract TRun NewRun(Sequence<T> x);

    private protected abstract TGradient NewGradient(TRun run, bool inputGradient);

    /// <summary>One step, for some rows of the batch. The gates hold Wx•·x[t] + b• at first.</summary>
    private protected abstract void Forward(TRun run, RowPart rows, int t);

    /// <summary>One step back, for some rows of the batch: computes every δ[t] from dE/dh[t], and adds to
    /// dE/dh[t−1].</summary>
    private protected abstract void Backward(TRun run, TGradient grad, RowPart rows, int t);

    /// <summary>dWh = Σ_t δ[t]·h[t−1]ᵀ for every gate: one product for all steps.</summary>
    private protected virtual void RecurrentWeights(TRun run, TGradient grad)
    {
        for (var k = 0; k < grad.dA.Length; k++)
            grad.Weights.Wh[k].Operand.Set(grad.dA[k].All.Operand.Transposed * run.H.AllPrevious.Operand);
    }

    private readonly struct ForwardPass(GatedCell<T, TRun, TGradient> cell, TRun run) : IWork
    {
        public void Run(int part)
        {
            var rows = run.RowParts[part];
            for (var t = 0; t < run.Count; t++)
            {
                cell.Forward(run, rows, t);
                if (run.Mask is not { } mask) continue;
                run.H[t, rows].KeepWhereMasked(mask[t, rows], run.H[t - 1, rows]);
                run.CellState?[t, rows].KeepWhereMasked(mask[t, rows], run.CellState[t - 1, rows]);
            }
        }
    }

    private readonly struct BackwardPass(GatedCell<T, TRun, TGradient> cell, TRun run, TGradient grad) : IWork
    {
        public void Run(int part)
        {
            var rows = run.RowParts[part];
            for (var t = run.Count - 1; t >= 0; t--)
            {
                grad.HideMasked(run.Mask, rows, t);
                cell.Backward(run, grad, rows, t);
                grad.PassMasked(run.Mask, rows, t);
            }
        }
    }
}

/// <summary>A cell of gates unrolled over a sequence.</summary>
public abstract class GatedRun<T> : Run<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private protected GatedRun(Cell<T> cell, Sequence<T> x, int gates, bool cellState = false, bool threads = true)
        : base(cell, x)
    {
        Gates = [.. Enumerable.Range(0, gates).Select(_ => new Steps<T>(Count, Batch, cell.Hidden))];
        H = new(Count, Batch, cell.Hidden, initial: true);
        CellState = cellState ? new(Count, Batch, cell.Hidden, initial: true) : null;
        (Initial, Final) = (new(H[-1], CellState?[-1]), new(H[Count - 1], CellState?[Count - 1]));
        Mask = Masks.For(x, cell.Hidden);
        RowParts = threads ? RowPart.Of(Batch, (long)gates * cell.Hidden * cell.Hidden) : [new(0, Batch)];
        (Inputs, WhT) = (new(gates), Packed<T>.Several(gates));
    }

    public sealed override Steps<T> H { get; }
    public sealed override State<T> Initial { get; }
    public sealed override State<T> Final { get; }

    /// <summary>Each gate, T × [B, H], in the order of the cell's gates.</summary>
    internal Steps<T>[] Gates { get; }

    /// <summary>c[t], of a cell that has one, T × [B, H].</summary>
    internal Steps<T>? CellState { get; }
    internal Steps<T>? Mask { get; }

    /// <summary>The rows of the batch, divided among threads.</summary>
    internal RowPart[] RowParts { get; }
    internal InputProjections<T> Inputs { get; }
    internal Packed<T>[] WhT { get; }

    /// <summary>Makes the run ready for another sequence; false if its shape does not fit.</summary>
    internal bool TryReuse(Cell<T> cell, Sequence<T> x)
    {
        if (!Fits(cell, x)) return false;
        X = x;
        Mask?.SetMask(x);
        return true;
    }
}

public abstract class GatedGradient<T> : Gradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mat<T>? _dH, _dC; // with padding hidden

    private protected GatedGradient(GatedRun<T> run, GateWeights<T> weights, bool inputGradient)
        : base(run, inputGradient)
    {
        var hidden = run.Cell.Hidden;
        Weights = weights;
        dA = [.. run.Gates.Select(_ => new Steps<T>(Count, Batch, hidden))];
        dH = new(Count, Batch, hidden, initial: true);
        dCellState = run.CellState is null ? null : new(Count, Batch, hidden, initial: true);
        Initial = new(dH[-1], dCellState?[-1]);
        Wh = Packed<T>.Several(dA.Length);
        if (run.Mask is not null) (_dH, _dC) = (new(Batch, hidden), new(Batch, hidden));
    }

    public sealed override IReadOnlyList<Parameter<T>> Parameters => Weights.Parameters;
    public sealed override Steps<T> dH { get; }

    /// <summary>dE/dh0, [B, H].</summary>
    public Mat<T> H0 => dH[-1];
    public sealed override IReadOnlyList<Steps<T>> Deltas => dA;
    public sealed override State<T> Initial { get; }
    internal GateWeights<T> Weights { get; }

    /// <summary>δ of each gate, T × [B, H], in the order of the cell's gates.</summary>
    internal Steps<T>[] dA { get; }

    /// <summary>dE/dc[t], of a cell that has c, T × [B, H].</summary>
    internal Steps<T>? dCellState { get; }
    internal Packed<T>[] Wh { get; }

    /// <summary>dE/dh[t] as one step of a cell sees it: 0 in padding.</summary>
    internal Expression<T, Leaf<T>> RealDH(int t, RowPart rows) => _dH?.OperandOf(rows) ?? dH[t, rows];

    /// <summary>dE/dc[t] as one step of a cell sees it: 0 in padding.</summary>
    internal Expression<T, Leaf<T>> RealDC(int t, RowPart rows) => _dC?.OperandOf(rows) ?? dCellState![t, rows];

    internal bool Fits(GatedRun<T> run, bool inputGradient) =>
        base.Fits(run, inputGradient) && (_dH is not null) == (run.Mask is not null);

    /// <summary>What comes to a padded step does not reach its gates …</summary>
    internal void HideMasked(Steps<T>? mask, RowPart rows, int t)
    {
        if (mask is null) return;
        RealDH(t, rows).Set(mask[t, rows] % dH[t, rows]);
        if (dCellState is { } dC) RealDC(t, rows).Set(mask[t, rows] % dC[t, rows]);
    }

    /// <summary>… but goes on to the step before.</summary>
    internal void PassMasked(Steps<T>? mask, RowPart rows, int t)
    {
        if (mask is null) return;
        dH[t - 1, rows].AddWhereMasked(mask[t, rows], dH[t, rows]);
        if (dCellState is not { } dC) return;
        dC[t - 1, rows].AddWhereMasked(mask[t, rows], dC[t, rows]);
        dC[t, rows].Set(RealDC(t, rows) + (Scalar<T>.One - mask[t, rows]) % dC[t, rows]);
    }
}
