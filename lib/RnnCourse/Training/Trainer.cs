using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Optimizers;

namespace RnnCourse.Training;

/// <summary>Trains a sequence model: unroll, compare, backpropagate through time, clip, step. A batch that is not the
/// first of its sequences starts from the state that the batch before ended with (its error does not flow back into
/// that one): truncated BPTT.</summary>
/// <param name="model">What is trained.</param>
/// <param name="loss">What is made small.</param>
/// <param name="optimizer">How the weights are changed; it holds its own moments and base learning rate.</param>
/// <exception cref="ArgumentException">The optimiser was made for another model.</exception>
public sealed class Trainer<T>(SequenceModel<T> model, Loss<T> loss, Optimizer<T> optimizer)
    : TrainingLoop<T, Batch<T>>(model, optimizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Reused, so that a step allocates nothing after the first of its shape.
    private readonly ByShape<(int Steps, int Batch, bool Padded), Memory> _memories = new();
    private ModelRun<T>? _run;
    private State<T>? _before;
    private bool? _readsBackwards;

    /// <summary>Called with the run and the gradient before clipping, to add a regulariser or to look.</summary>
    public Action<ModelRun<T>, ModelGradient<T>>? BeforeClipping { get; init; }

    /// <summary>The loss on a batch, its part at each step, and how many answers were right; nothing is
    /// changed.</summary>
    /// <exception cref="InvalidOperationException">The batch goes on from one before it.</exception>
    public LossResult<T> Evaluate(Batch<T> batch) => Results([batch]).Single();

    /// <summary>The loss on several batches together; nothing is changed. A batch that is not the first of its
    /// sequences goes on from the one before, as in training.</summary>
    /// <param name="batches">At least one batch, and an end: not <c>Batches.From</c>.</param>
    /// <exception cref="ArgumentException">There is no batch, or one that does not fit the model or the
    /// loss.</exception>
    /// <exception cref="InvalidOperationException">The first batch goes on from one before it.</exception>
    public Evaluation Evaluate(IEnumerable<Batch<T>> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Evaluation.Of(loss, Results(batches));
    }

    private IEnumerable<LossResult<T>> Results(IEnumerable<Batch<T>> batches)
    {
        ModelRun<T>? run = null;
        LossResult<T>? result = null;
        foreach (var batch in batches)
        {
            run = model.Unroll(Checked(batch).X, Before(batch, run?.Final), run);
            yield return result = loss.Evaluate(run.O, batch.Y, result);
        }
    }

    private protected override IEnumerable<Cell<T>> Cells => [model.Cell];

    private protected override State<T>? Carried => _run?.Final;

    private protected override void Begin(State<T>? carried) => (_run, _before) = (null, carried);

    private protected override (double Loss, IParameters<T> Gradient, long Tokens) Backpropagate(
        Batch<T> batch, int step)
    {
        var x = Checked(batch).X;
        var memory = _memories[(x.Count, x.Batch, x.Lengths is not null)];
        var run = _run = memory.Run = model.Unroll(x, Before(batch, _run?.Final ?? _before), memory.Run);
        var result = memory.Result = loss.Evaluate(run.O, batch.Y, memory.Result);
        if (!double.IsFinite(result.E)) RefuseNotFinite(x);
        var gradient = memory.Gradient = model.Bptt(run, result.dO, into: memory.Gradient);
        BeforeClipping?.Invoke(run, gradient);
        return (result.E, gradient, batch.Tokens);
    }

    private sealed class Memory
    {
        public ModelRun<T>? Run { get; set; }
        public ModelGradient<T>? Gradient { get; set; }
        public LossResult<T>? Result { get; set; }
    }

    /// <summary>The state that a batch starts from; null for zeros.</summary>
    private State<T>? Before(Batch<T> batch, State<T>? carried)
    {
        if (batch.IsFirst) return null;
        if (_readsBackwards ??= ReadsBackwards(model.Cell))
            throw new InvalidOperationException(
                "A batch with IsFirst = false goes on from the one before, but this model also reads backwards " +
                "(Bidirectional), from an end that is not there yet: give it whole sequences, with IsFirst = true.");
        return carried ?? throw new InvalidOperationException(
            "The first batch goes on from one before it, but there is none: let the first batch have IsFirst = " +
                "true. (Evaluate takes several batches, and carries the state from each to the next.)");
    }

    private static bool ReadsBackwards(Cell<T> cell) => cell is Bidirectional<T> || cell.Parts.Any(ReadsBackwards);

    /// <summary>Throws if the data, not the training, are what is wrong.</summary>
    private static void RefuseNotFinite(Sequence<T> x)
    {
        for (var t = 0; t < x.Count; t++)
            for (var b = 0; b < x.Batch; b++)
                foreach (var number in x.Dense is { } dense && x.IsReal(t, b) ? dense[t].RowSpan(b) : [])
                    if (!T.IsFinite(number))
                        throw new ArgumentException($"The input of example {b} at step {t} holds {number}: fill the " +
                            "gap, or leave the step out.", nameof(x));
    }

    /// <summary>Throws if a batch was made for outputs at other steps.</summary>
    private Batch<T> Checked(Batch<T> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var expected = model.OutputAt == OutputAt.LastStep ? 1 : batch.X.Count;
        if (batch.Y.Count != expected && (batch.Y.Count == 1 || batch.Y.Count == batch.X.Count))
            throw new ArgumentException(
                $"The model's output is at OutputAt.{model.OutputAt}, but the batch has targets for " +
                $"{(batch.Y.Count == 1 ? "the last step only" : "every step")}: give the same OutputAt to both, " +
                "where the model and where the batch are made.", nameof(batch));
        return batch;
    }
}
