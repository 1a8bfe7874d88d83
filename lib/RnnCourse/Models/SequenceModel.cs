namespace RnnCourse.Models;

/// <summary>Where a model gives its output.</summary>
public enum OutputAt
{
    /// <summary>At every step: many to many.</summary>
    EveryStep,

    /// <summary>When each sequence has been read: many to one. It sees h of the last step, and of a bidirectional pair
    /// the state of each direction after all it has read.</summary>
    LastStep,
}

/// <summary>A cell (or stack) and an output layer on h. It has the two verbs of a cell.</summary>
[ShownAsText.TypeFormatterSource]
public sealed class SequenceModel<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly int _tied; // the parameter of the cell that Why is; −1 if it is none

    /// <summary>A model around a cell.</summary>
    /// <param name="cell">The cell, its weights as they are.</param>
    /// <param name="outputs">O, the size of o.</param>
    /// <param name="random">The generator of the output layer's weights; null leaves them 0.</param>
    /// <param name="outputAt">Every step or the last.</param>
    public SequenceModel(Cell<T> cell, int outputs, Random? random = null, OutputAt outputAt = OutputAt.EveryStep)
        : this(cell, new Linear<T>((cell ?? throw new ArgumentNullException(nameof(cell))).Outputs, outputs, random),
            outputAt)
    {
    }

    /// <summary>
    /// A model of a cell and an output layer. The layer may be tied to an embedding in the cell: the vectors are then
    /// one parameter, and its gradient the sum over both uses.
    /// </summary>
    /// <exception cref="ArgumentException">The layer does not fit on the cell.</exception>
    public SequenceModel(Cell<T> cell, Linear<T> output, OutputAt outputAt = OutputAt.EveryStep)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(output);
        if (output.Why.Columns != cell.Outputs)
            throw new ArgumentException(
                $"The output layer reads {output.Why.Columns} numbers, the cell gives {cell.Outputs}.", nameof(output));
        (Cell, Output, OutputAt) = (cell, output, outputAt);
        _tied = cell.Parameters.Select(p => p.Value).ToList().IndexOf(output.Why);
        Parameters = ParameterLists.Distinct([.. Named(cell, output)]);
    }

    public Cell<T> Cell { get; }
    public Linear<T> Output { get; }

    /// <summary>Every step or the last.</summary>
    public OutputAt OutputAt { get; }
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    public override string ToString() => FormattableString.Invariant($"{Cell}; output {Output.Why.Rows} at ")
        + FormattableString.Invariant($"{OutputAt}; {this.ParameterCount():N0} parameters in all");

    /// <summary>Unrolls the cell and computes the outputs.</summary>
    /// <param name="x">T × [B, I], or T × [B] token ids.</param>
    /// <param name="initial">The state before the first step; null for zeros.</param>
    /// <param name="into">A run of this model to reuse if its shape fits.</param>
    public ModelRun<T> Unroll(Sequence<T> x, State<T>? initial = null, ModelRun<T>? into = null)
    {
        var cellRun = Cell.Unroll(x, initial, ReferenceEquals(into?.Model, this) ? into!.Cell : null);
        var run = into is not null && ReferenceEquals(into.Model, this) && ReferenceEquals(into.Cell, cellRun) ? into
            : new ModelRun<T>(this, cellRun);
        if (OutputAt == OutputAt.LastStep) GatherFinal(cellRun.H, run.OutputInput);
        Output.Forward(run.OutputInput, run.O.All, run.Packed);
        return run;
    }

    /// <summary>Backpropagates from the outputs through time.</summary>
    /// <param name="run">What <see cref="Unroll"/> returned.</param>
    /// <param name="dEdO">∂E/∂o[t], the shape of run.O: what a loss gives.</param>
    /// <param name="dEdFinal">The error's dependence on the final state by another way; null for none.</param>
    /// <param name="into">A gradient of this model to reuse if its shape fits.</param>
    /// <param name="inputGradient">Whether dE/dx[t] is wanted.</param>
    public ModelGradient<T> Bptt(
        ModelRun<T> run, Steps<T> dEdO, State<T>? dEdFinal = null, ModelGradient<T>? into = null,
            bool inputGradient = false)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dEdO);
        if (!ReferenceEquals(run.Model, this))
            throw new ArgumentException(
                "The run is of another model: pass what Unroll of this one returned.", nameof(run));
        if (!dEdO.Fits(run.O.Count, run.O.Rows, run.O.Columns))
            throw new ArgumentException(
                $"dEdO is {dEdO.Shape}; expected {run.O.Shape}, the shape of run.O.", nameof(dEdO));
        var work = into is not null && ReferenceEquals(into.Model, this) && into.Fits(run) ? into
            : new ModelGradient<T>(this, run);
        Output.Backward(run.OutputInput, dEdO.All, work.Output, work.OutputInput, work.Packed);
        if (OutputAt == OutputAt.LastStep) ScatterFinal(work.OutputInput, work.dEdH);
        work.Use(Cell.Bptt(run.Cell, work.dEdH, dEdFinal, work.CellOrNull, inputGradient));
        if (_tied < 0) return work;
        var dE = work.Cell.Parameters[_tied].Value.Operand;
        dE.Set(dE + work.Output.Why.Operand);
        GC.KeepAlive(work);
        return work;
    }

    /// <summary>The parameters of the model, or those of its gradient, under one name each.</summary>
    internal IEnumerable<Parameter<T>> Named(IParameters<T> cell, Linear<T> output) =>
        [.. cell.Parameters.Select(p => p.Under("cell")), .. output.Parameters.Skip(_tied < 0 ? 0 : 1)];

    /// <summary>Copies what has read everything: forward outputs of the last step, backward ones of the
    /// first.</summary>
    private void GatherFinal(Steps<T> h, Mat<T> output)
    {
        for (var b = 0; b < output.Rows; b++)
        {
            h[h.Count - 1].RowSpan(b)[..Cell.ForwardOutputs].CopyTo(output.RowSpan(b));
            h[0].RowSpan(b)[Cell.ForwardOutputs..].CopyTo(output.RowSpan(b)[Cell.ForwardOutputs..]);
        }
    }

    /// <summary>The reverse of <see cref="GatherFinal"/>.</summary>
    private void ScatterFinal(Mat<T> gradient, Steps<T> dH)
    {
        for (var b = 0; b < gradient.Rows; b++)
        {
            var row = gradient.RowSpan(b);
            row[..Cell.ForwardOutputs].CopyTo(dH[dH.Count - 1].RowSpan(b));
            row[Cell.ForwardOutputs..].CopyTo(dH[0].RowSpan(b)[Cell.ForwardOutputs..]);
        }
    }
}

/// <summary>A <see cref="SequenceModel{T}"/> unrolled over a sequence.</summary>
public sealed class ModelRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ModelRun(SequenceModel<T> model, Run<T> cell)
    {
        (Model, Cell) = (model, cell);
        var everyStep = model.OutputAt == OutputAt.EveryStep;
        O = new(everyStep ? cell.Count : 1, cell.Batch, model.Output.Why.Rows);
        OutputInput = everyStep ? cell.H.All : new(cell.Batch, model.Cell.Outputs);
    }

    internal SequenceModel<T> Model { get; }

    /// <summary>The cell's run, with every activation.</summary>
    public Run<T> Cell { get; }

    /// <summary>o[t], T × [B, O]; 1 × [B, O] if only the last step has an output.</summary>
    public Steps<T> O { get; }

    /// <summary>The state after the last step, a view.</summary>
    public State<T> Final => Cell.Final;

    /// <summary>What the output layer sees: h at every step, or a copy of what has read everything.</summary>
    internal Mat<T> OutputInput { get; }
    internal Packed<T> Packed { get; } = new();
}

/// <summary>The gradient of a <see cref="SequenceModel{T}"/>.</summary>
public sealed class ModelGradient<T> : IParameters<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal ModelGradient(SequenceModel<T> model, ModelRun<T> run)
    {
        Model = model;
        Output = model.Output.Zeros();
        dEdH = new(run.Cell.Count, run.Cell.Batch, model.Cell.Outputs);
        OutputInput = model.OutputAt == OutputAt.EveryStep ? dEdH.All : new(run.Cell.Batch, model.Cell.Outputs);
    }

    /// <summary>The cell's gradient: of its weights, its inputs, its initial state, every h[t] and a[t].</summary>
    public Gradient<T> Cell => CellOrNull!;

    /// <summary>dE/dWhy, [O, H], and dE/dby, [1, O].</summary>
    public Linear<T> Output { get; }

    /// <summary>∂⁺E/∂h[t], T × [B, H]: what came from the outputs.</summary>
    public Steps<T> dEdH { get; }
    public IReadOnlyList<Parameter<T>> Parameters { get; private set; } = [];
    internal SequenceModel<T> Model { get; }
    internal Packed<T> Packed { get; } = new();
    internal Gradient<T>? CellOrNull { get; private set; }
    internal Mat<T> OutputInput { get; }

    internal bool Fits(ModelRun<T> run) => dEdH.Fits(run.Cell.Count, run.Cell.Batch, Model.Cell.Outputs);

    internal void Use(Gradient<T> cell)
    {
        if (ReferenceEquals(cell, CellOrNull)) return;
        CellOrNull = cell;
        Parameters = [.. Model.Named(cell, Output)];
    }
}
