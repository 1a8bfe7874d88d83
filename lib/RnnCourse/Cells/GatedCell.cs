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
        CheckInputs(x);
        x = x.WithPlainPadding(Inputs);
        this.ThrowIfNotFinite("Unroll");
        var run = into is TRun own && own.TryReuse(this, x) ? own : NewRun(x);
        State<T>.Copy(initial, run.H[-1], run.CellState?[-1], "The initial state");
        run.Inputs.Forward(x, _w.Wx, _w.b, run.Gates);      // Wx•·x[t] + b• of every gate, all t at once
        run.WhT.Transposed(_w.Wh, run.Batch);
        Workers.Run(run.RowParts.Length, new ForwardPass(this, run));
        GC.KeepAlive(run);                              // whose cell and x were operands, which keep nothing alive
        return run;
    }

    public sealed override TGradient Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = (TRun)CheckOwn(run);
        var grad = into is TGradient own && own.Fits(unrolled, inputGradient) ? own
            : NewGradient(unrolled, inputGradient);
        grad.Of = unrolled;
        grad.dH.StartBack(dEdH, dEdFinal?.H);
        grad.dCellState?.StartBack(null, dEdFinal?.C);
        grad.Wh.Plain(_w.Wh, unrolled.Batch);
        Workers.Run(unrolled.RowParts.Length, new BackwardPass(this, unrolled, grad));

        RecurrentWeights(unrolled, grad);               // (4.11), (10.16), (11.16)
        unrolled.Inputs.Backward(                       // (4.12) and (4.13), (10.17) and (10.18), (11.17) and (11.18)
            unrolled.X, grad.dA, grad.Weights.Wx, grad.Weights.b);
        if (grad.InputOrNull is { } dX)
            unrolled.Inputs.InputGradient(grad.dA, _w.Wx, dX);      // (4.14), (10.19), (11.19)
        GC.KeepAlive(grad);
        return grad;
    }

    /// <summary>Whether the cell carries c[t] beside h[t].</summary>
    private protected virtual bool HasCellState => false;

    internal abstract TRun NewRun(Sequence<T> x);

    internal abstract TGradient NewGradient(TRun run, bool inputGradient);

    /// <summary>The time loop, for some rows of the batch. The gates hold Wx•·x[t] + b• at first.</summary>
    internal abstract void Forward(TRun run, RowPart rows);

    /// <summary>The time loop backwards, for some rows of the batch: every δ[t], and dE/dh[t] from ∂⁺E/∂h[t].</summary>
    internal abstract void Backward(TRun run, TGradient grad, RowPart rows);

    /// <summary>dWh = Σ_t δ[t]·h[t−1]ᵀ for every gate: one product for all steps.</summary>
    internal virtual void RecurrentWeights(TRun run, TGradient grad)
    {
        for (var k = 0; k < grad.dA.Length; k++)
            grad.Weights.Wh[k].Operand.Set(grad.dA[k].All.Operand.Transposed * run.RecurrentInputs(k).Operand);
    }

    private readonly struct ForwardPass(GatedCell<T, TRun, TGradient> cell, TRun run) : IWork
    {
        public void Run(int part) => cell.Forward(run, run.RowParts[part]);
    }

    private readonly struct BackwardPass(GatedCell<T, TRun, TGradient> cell, TRun run, TGradient grad) : IWork
    {
        public void Run(int part) => cell.Backward(run, grad, run.RowParts[part]);
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

    /// <summary>The rows of the batch, divided among threads.</summary>
    internal RowPart[] RowParts { get; }
    internal InputProjections<T> Inputs { get; }
    internal Packed<T>[] WhT { get; }

    /// <summary>What the recurrent weights of a gate multiply at every step, [T·B, H].</summary>
    internal virtual Mat<T> RecurrentInputs(int gate) => H.AllPrevious;

    /// <summary>What a step computes beside its gates and its state, T × [B, H]; null for nothing.</summary>
    internal virtual Steps<T>? Inner => null;

    /// <summary>At the end of a step: padding keeps the state of the step before, and its gates are 0, so that
    /// whatever stands there reaches nothing.</summary>
    internal void KeepPadding(int t, RowPart rows)
    {
        if (X.Lengths is null) return;
        H.Keep(X, t, rows);
        CellState?.Keep(X, t, rows);
        foreach (var gate in Gates) gate.Clear(X, t, rows);
        Inner?.Clear(X, t, rows);
    }

    /// <summary>Makes the run ready for another sequence; false if its shape does not fit.</summary>
    internal bool TryReuse(Cell<T> cell, Sequence<T> x)
    {
        if (!Fits(cell, x)) return false;
        X = x;
        return true;
    }
}

public abstract class GatedGradient<T> : Gradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // dE/dh[t] and dE/dc[t] of padding while a step is computed, [B, H]; null without padding.
    private readonly Mat<T>? _hiddenDH;
    private readonly Mat<T>? _hiddenDC;

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
        if (run.X.Lengths is not null) (_hiddenDH, _hiddenDC) = (new(Batch, hidden), new(Batch, hidden));
    }

    public sealed override IReadOnlyList<Parameter<T>> Parameters => Weights.Parameters;
    public sealed override Steps<T> dH { get; }

    /// <summary>dE/dh0, [B, H].</summary>
    public Mat<T> H0 => dH[-1];
    public sealed override IReadOnlyList<Steps<T>> Deltas => dA;
    public sealed override State<T> Initial { get; }
    internal GateWeights<T> Weights { get; }

    /// <summary>The run that it is the gradient of.</summary>
    internal GatedRun<T>? Of { get; set; }

    /// <summary>δ of each gate, T × [B, H], in the order of the cell's gates.</summary>
    internal Steps<T>[] dA { get; }

    /// <summary>dE/dc[t], of a cell that has c, T × [B, H].</summary>
    internal Steps<T>? dCellState { get; }
    internal Packed<T>[] Wh { get; }

    internal bool Fits(GatedRun<T> run, bool inputGradient) =>
        base.Fits(run, inputGradient) && (_hiddenDH is not null) == (run.X.Lengths is not null);

    /// <summary>At the begin of a step back: what comes to padding does not reach its gates …</summary>
    internal void HidePadding(GatedRun<T> run, int t, RowPart rows)
    {
        if (_hiddenDH is null) return;
        dH.Hide(_hiddenDH, run.X, t, rows);
        dCellState?.Hide(_hiddenDC!, run.X, t, rows);
    }

    /// <summary>… and at its end: it goes on to the step before.</summary>
    internal void PassPadding(GatedRun<T> run, int t, RowPart rows)
    {
        if (_hiddenDH is null) return;
        dH.Pass(_hiddenDH, run.X, t, rows);
        dCellState?.Pass(_hiddenDC!, run.X, t, rows);
    }
}
