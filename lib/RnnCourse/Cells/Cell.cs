namespace RnnCourse.Cells;

/// <summary>A recurrent cell, or several as one (a stack, a bidirectional pair). Everything is said with two verbs: it
/// is unrolled over a sequence, and the error is backpropagated through time.</summary>
[ShownAsText.TypeFormatterSource]
public abstract class Cell<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="outputs">The size of h[t] as others see it: H for a single cell.</param>
    protected Cell(int inputs, int hidden, int outputs)
    {
        Inputs = Expect.Positive(inputs);
        Hidden = Expect.Positive(hidden);
        Outputs = outputs;
    }

    /// <summary>I: the size of x[t], or of the vocabulary for token ids.</summary>
    public int Inputs { get; }

    /// <summary>H: the number of hidden units.</summary>
    public int Hidden { get; }

    /// <summary>The size of what the cell shows at each step: H, and 2·H for a bidirectional pair.</summary>
    public int Outputs { get; }
    public abstract IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The cells that this one is made of.</summary>
    internal virtual IReadOnlyList<Cell<T>> Parts => [];

    /// <summary>How many outputs are of the forward direction, valid at the last step; the rest are of the backward
    /// direction.</summary>
    public virtual int ForwardOutputs => Outputs;

    /// <summary>Runs the cell over a batch of sequences and keeps every activation.</summary>
    /// <param name="x">T × [B, I], or T × [B] token ids. The run refers to it: change it only after <see
    /// cref="Bptt"/>.</param>
    /// <param name="initial">The state before the first step; null for zeros.</param>
    /// <param name="into">A run of this cell to reuse. If its shape does not fit a new one is made: write
    /// <c>run = cell.Unroll(x, initial, run)</c> and nothing is allocated from the second step on.</param>
    /// <returns>The run.</returns>
    /// <exception cref="ArgumentException">A wrong shape, an unknown token, an empty sequence.</exception>
    /// <exception cref="ArithmeticException">A weight is NaN or infinite.</exception>
    public abstract Run<T> Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null);

    /// <summary>Backpropagates the error through time.</summary>
    /// <param name="run">What <see cref="Unroll"/> returned.</param>
    /// <param name="dEdH">∂⁺E/∂h[t], the error's immediate dependence on every h[t], T × [B, Outputs]; null for
    /// none.</param>
    /// <param name="dEdFinal">The error's dependence on the final state by another way (a decoder, the next chunk);
    /// null for none.</param>
    /// <param name="into">A gradient of this cell to reuse, as in <see cref="Unroll"/>.</param>
    /// <param name="inputGradient">Whether dE/dx[t] is wanted; never computed for token ids.</param>
    /// <returns>The gradient: of the weights, the inputs, the initial state, and of every h[t] and a[t].</returns>
    /// <exception cref="ArgumentException">A wrong shape, or a run of another cell.</exception>
    public abstract Gradient<T> Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true);

    public override string ToString() => FormattableString.Invariant(
        $"{GetType().Name.Split('`')[0]} {Inputs} → {Outputs}, {this.ParameterCount():N0} parameters");

    public abstract State<T> ZeroState(int batch);

    /// <summary>Throws unless the cell can read a sequence.</summary>
    internal void CheckInputs(Sequence<T> x) =>
        x.CheckInputs(Inputs, Parameters is [var first, ..] ? first.Name : "the layer");

    /// <summary>Throws unless a run is of this cell.</summary>
    private protected Run<T> CheckOwn(Run<T> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return ReferenceEquals(run.Cell, this) ? run : throw new ArgumentException(
            "The run belongs to another cell: pass the run that Unroll of this cell returned.", nameof(run));
    }
}

/// <summary>A cell unrolled over a sequence: every activation, kept for <see cref="Cell{T}.Bptt"/> and for
/// figures.</summary>
public abstract class Run<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    protected Run(Cell<T> cell, Sequence<T> x)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(x);
        (Cell, X, Count, Batch) = (cell, x, x.Count, x.Batch);
    }

    public Cell<T> Cell { get; }
    public Sequence<T> X { get; protected internal set; }

    /// <summary>T, the number of steps.</summary>
    public int Count { get; }

    /// <summary>B, the number of sequences.</summary>
    public int Batch { get; }

    /// <summary>h[t], T × [B, Outputs]. From a sequence's length on, its last state.</summary>
    public abstract Steps<T> H { get; }

    /// <summary>The state before the first step.</summary>
    public abstract State<T> Initial { get; }

    /// <summary>The state after the last step of each sequence. It is a view: <see cref="State{T}.Clone"/> it to keep
    /// it.</summary>
    public abstract State<T> Final { get; }

    /// <summary>What the recurrent weights of a gate multiply at step t, [B, H]: h[t−1], where a cell does not say
    /// otherwise.</summary>
    public virtual Mat<T> RecurrentInput(int gate, int t) => t == 0 ? Initial.H : H[t - 1];

    /// <summary>What the product of a gate's recurrent weights is multiplied by at step t before it is added to a[t],
    /// [B, H]; null for nothing.</summary>
    public virtual Mat<T>? RecurrentFactor(int gate, int t) => null;

    /// <summary>Whether a run can be used again for a sequence.</summary>
    protected bool Fits(Cell<T> cell, Sequence<T> x) =>
        ReferenceEquals(Cell, cell) && Count == x.Count && Batch == x.Batch
        && (X.Lengths is null) == (x.Lengths is null);
}

/// <summary>The gradient of the error with respect to everything in a run.</summary>
public abstract class Gradient<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Steps<T>? _x;

    /// <param name="run">The run.</param>
    /// <param name="inputGradient">Whether dE/dx[t] is wanted: then <see cref="X"/> is there to be filled.</param>
    protected Gradient(Run<T> run, bool inputGradient)
        : this(run, inputGradient && run?.X.Dense is { } dense ? new Steps<T>(dense.Count, dense.Rows, dense.Columns)
            : null)
    {
    }

    private protected Gradient(Run<T> run, Steps<T>? x)
    {
        ArgumentNullException.ThrowIfNull(run);
        (Cell, Count, Batch, _x) = (run.Cell, run.Count, run.Batch, x);
    }

    public Cell<T> Cell { get; }

    /// <summary>T, the number of steps.</summary>
    public int Count { get; }

    /// <summary>B, the number of sequences.</summary>
    public int Batch { get; }

    /// <summary>dE/dW for every parameter W of the cell: same names, same order.</summary>
    public abstract IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>dE/dh[t], total, T × [B, Outputs].</summary>
    public abstract Steps<T> dH { get; }

    /// <summary>δ[t] = dE/da[t] of every pre-activation of the cell, T × [B, H] each, in the order of its gates (i f g
    /// o of <see cref="Lstm{T}"/>, for example); one for <see cref="VanillaRnn{T}"/>.</summary>
    public abstract IReadOnlyList<Steps<T>> Deltas { get; }

    /// <summary>dE/d(initial state).</summary>
    public abstract State<T> Initial { get; }

    /// <summary>dE/dx[t], T × [B, I].</summary>
    /// <exception cref="InvalidOperationException">Token ids have no gradient, or it was not asked for.</exception>
    public Steps<T> X => _x ?? throw new InvalidOperationException(
        "There is no dE/dx: the inputs were token ids, or Bptt was called with inputGradient: false.");

    /// <summary>dE/dx[t], or null if there is none.</summary>
    internal Steps<T>? InputOrNull => _x;

    /// <summary>Whether a gradient can be used again for a run.</summary>
    protected bool Fits(Run<T> run, bool inputGradient) =>
        ReferenceEquals(Cell, run.Cell) && Count == run.Count && Batch == run.Batch
        && (_x is not null) == (inputGradient && run.X.Dense is not null);
}
