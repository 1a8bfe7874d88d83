namespace RnnCourse.Models;

/// <summary>Two cells over the same sequence, one from the first step to the last and one from the last to the first:
/// h[t] = [forward h[t], backward h[t]]. Each sequence is turned around within its own length; where it is padding, the
/// backward half of h[t] is 0.</summary>
public sealed class Bidirectional<T> : Cell<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A pair of cells with the same inputs.</summary>
    /// <param name="forward">Reads from the first step.</param>
    /// <param name="backward">Reads from the last step.</param>
    public Bidirectional(Cell<T> forward, Cell<T> backward)
        : base(Same(forward, backward).Inputs, forward.Hidden, forward.Outputs + backward.Outputs)
    {
        (Forward, Backward) = (forward, backward);
        Parameters = ParameterLists.Distinct([.. forward.Parameters.Select(p => p.Under("forward")),
            .. backward.Parameters.Select(p => p.Under("backward"))]);
    }

    /// <summary>The cell that reads from the first step.</summary>
    public Cell<T> Forward { get; }

    /// <summary>The cell that reads from the last step.</summary>
    public Cell<T> Backward { get; }
    public override IReadOnlyList<Parameter<T>> Parameters { get; }
    internal override IReadOnlyList<Cell<T>> Parts => [Forward, Backward];
    public override int ForwardOutputs => Forward.Outputs;

    public override State<T> ZeroState(int batch) => new(Forward.ZeroState(batch), Backward.ZeroState(batch));

    public override BidirectionalRun<T> Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        Stacked<T>.CheckLayers(initial, 2, "The initial state");
        Forward.CheckInputs(x);
        var reused = into is BidirectionalRun<T> own && ReferenceEquals(own.Cell, this) && own.IsFor(x) ? own : null;
        var turned = reused?.Turned ?? Reversal.Like(x);
        Reversal.Copy(x, turned);
        var forward = Forward.Unroll(x, initial?.Layers[0], reused?.Forward);
        var backward = Backward.Unroll(turned, initial?.Layers[1], reused?.Backward);
        var run = reused is not null && reused.IsOf(forward, backward)
            ? reused : new BidirectionalRun<T>(this, x, turned, forward, backward);
        run.X = x;
        Reversal.Join(x, forward.H, backward.H, run.H);
        return run;
    }

    public override BidirectionalGradient<T> Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = (BidirectionalRun<T>)CheckOwn(run);
        Stacked<T>.CheckLayers(dEdFinal, 2, "dEdFinal");
        var reused = into is BidirectionalGradient<T> own && ReferenceEquals(own.Cell, this)
            && own.IsFor(unrolled, inputGradient) ? own : null;
        var dForward = reused?.ImmediateForward ?? new Steps<T>(run.Count, run.Batch, Forward.Outputs);
        var dBackward = reused?.ImmediateBackward ?? new Steps<T>(run.Count, run.Batch, Backward.Outputs);
        var total = reused?.dH ?? new Steps<T>(run.Count, run.Batch, Outputs);
        if (dEdH is null) total.Clear();
        else if (dEdH.Fits(total.Count, total.Rows, total.Columns)) total.CopyFrom(dEdH);
        else throw new ArgumentException(
            $"dEdH is {dEdH.Shape}; expected {total.Shape}, the shape of run.H.", nameof(dEdH));
        Reversal.Split(unrolled.X, total, dForward, dBackward);
        var forward = Forward.Bptt(unrolled.Forward, dForward, dEdFinal?.Layers[0], reused?.Forward, inputGradient);
        var backward = Backward.Bptt(
            unrolled.Backward, dBackward, dEdFinal?.Layers[1], reused?.Backward, inputGradient);
        var grad = reused is not null && reused.IsOf(forward, backward)
            ? reused : new BidirectionalGradient<T>(unrolled, forward, backward, total, dForward, dBackward);
        Reversal.Join(unrolled.X, forward.dH, backward.dH, grad.dH);
        if (grad.InputOrNull is { } dX) Reversal.AddTurned(unrolled.X, forward.InputOrNull!, backward.InputOrNull!, dX);
        return grad;
    }

    private static Cell<T> Same(Cell<T> forward, Cell<T> backward)
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(backward);
        return forward.Inputs == backward.Inputs ? forward : throw new ArgumentException(
            $"The forward cell has {forward.Inputs} inputs, the backward one {backward.Inputs}; expected the same.",
                nameof(backward));
    }
}

/// <summary>A <see cref="Bidirectional{T}"/> pair unrolled over a sequence.</summary>
public sealed class BidirectionalRun<T> : Run<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal BidirectionalRun(Bidirectional<T> cell, Sequence<T> x, Sequence<T> turned, Run<T> forward, Run<T> backward)
        : base(cell, x)
    {
        (Turned, Forward, Backward) = (turned, forward, backward);
        H = new(Count, Batch, cell.Outputs);
        (Initial, Final) = (new State<T>(forward.Initial, backward.Initial),
            new State<T>(forward.Final, backward.Final));
    }

    /// <summary>The run of the cell that reads from the first step.</summary>
    public Run<T> Forward { get; }

    /// <summary>The run of the cell that reads from the last step; its step 0 is each sequence's last.</summary>
    public Run<T> Backward { get; }
    public override Steps<T> H { get; }
    public override State<T> Initial { get; }

    /// <summary>Two layers: forward after the last step, backward after the first.</summary>
    public override State<T> Final { get; }
    internal Sequence<T> Turned { get; }

    internal bool IsOf(Run<T> forward, Run<T> backward) =>
        ReferenceEquals(forward, Forward) && ReferenceEquals(backward, Backward);

    internal bool IsFor(Sequence<T> x) => Fits(Cell, x) && Turned.IsTokens == x.IsTokens;
}

/// <summary>The gradient of a <see cref="Bidirectional{T}"/> pair.</summary>
public sealed class BidirectionalGradient<T> : Gradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal BidirectionalGradient(
        BidirectionalRun<T> run, Gradient<T> forward, Gradient<T> backward, Steps<T> total, Steps<T> immediateForward,
            Steps<T> immediateBackward)
        : base(run, forward.InputOrNull is { } x ? new Steps<T>(x.Count, x.Rows, x.Columns) : null)
    {
        (Forward, Backward, dH) = (forward, backward, total);
        (ImmediateForward, ImmediateBackward) = (immediateForward, immediateBackward);
        Parameters = [.. forward.Parameters.Select(p => p.Under("forward")),
            .. backward.Parameters.Select(p => p.Under("backward"))];
        Deltas = [.. forward.Deltas, .. backward.Deltas];
        Initial = new State<T>(forward.Initial, backward.Initial);
    }

    /// <summary>The gradient of the cell that reads from the first step.</summary>
    public Gradient<T> Forward { get; }

    /// <summary>The gradient of the cell that reads from the last step, in its own order of steps.</summary>
    public Gradient<T> Backward { get; }
    public override IReadOnlyList<Parameter<T>> Parameters { get; }
    public override Steps<T> dH { get; }
    public override IReadOnlyList<Steps<T>> Deltas { get; }
    public override State<T> Initial { get; }
    internal Steps<T> ImmediateForward { get; }
    internal Steps<T> ImmediateBackward { get; }

    internal bool IsOf(Gradient<T> forward, Gradient<T> backward) =>
        ReferenceEquals(forward, Forward) && ReferenceEquals(backward, Backward);

    internal bool IsFor(Run<T> run, bool inputGradient) => Fits(run, inputGradient);
}
