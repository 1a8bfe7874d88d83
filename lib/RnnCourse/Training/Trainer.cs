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
public sealed class Trainer<T>(SequenceModel<T> model, Loss<T> loss, Optimizer<T> optimizer)
    : TrainingLoop<T, Batch<T>>(model, optimizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Reused, so that a step allocates nothing after the first.
    private ModelRun<T>? _run;
    private ModelGradient<T>? _gradient;
    private LossResult<T>? _result;

    /// <summary>Called with the run and the gradient before clipping, to add a regulariser or to look.</summary>
    public Action<ModelRun<T>, ModelGradient<T>>? BeforeClipping { get; init; }

    /// <summary>The loss on a batch, its part at each step, and how many answers were right; nothing is
    /// changed.</summary>
    public LossResult<T> Evaluate(Batch<T> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return loss.Evaluate(model.Unroll(batch.X).O, batch.Y);
    }

    private protected override IEnumerable<Cell<T>> Cells => [model.Cell];

    private protected override void Begin() => _run = null;

    private protected override (double Loss, IParameters<T> Gradient, long Tokens) Backpropagate(Batch<T> batch)
    {
        State<T>? initial = null;
        if (!batch.IsFirst)
            initial = _run?.Final ?? throw new InvalidOperationException(
                "The first batch goes on from one before it, but there is none: let the first batch have IsFirst = " +
                    "true.");

        _run = model.Unroll(batch.X, initial, _run);
        _result = loss.Evaluate(_run.O, batch.Y, _result);
        _gradient = model.Bptt(_run, _result.dO, into: _gradient);
        BeforeClipping?.Invoke(_run, _gradient);
        return (_result.E, _gradient, batch.Tokens);
    }
}
