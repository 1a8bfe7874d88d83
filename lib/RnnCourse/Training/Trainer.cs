using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Optimizers;

namespace RnnCourse.Training;

/// <summary>The training loop: unroll, compare, backpropagate through time, clip, step.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="model">What is trained.</param>
/// <param name="loss">What is made small.</param>
/// <param name="optimizer">How the weights are changed; it holds its own moments and base learning rate.</param>
public sealed class Trainer<T>(SequenceModel<T> model, Loss<T> loss, Optimizer<T> optimizer)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The gradient's norm is clipped to this; null leaves it.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>A factor on the learning rate by step; see <see cref="Schedules"/>.</summary>
    public Func<int, double> Schedule { get; init; } = Schedules.Constant;

    /// <summary>When to end before the last step; null never.</summary>
    public EarlyStop? EarlyStop { get; init; }

    /// <summary>Called with the run and the gradient before clipping, to add a regulariser or to look.</summary>
    public Action<ModelRun<T>, ModelGradient<T>>? BeforeClipping { get; init; }

    /// <summary>Steps between two reports of progress.</summary>
    public int ReportEvery { get; init; } = 50;

    /// <summary>
    /// Trains. A batch that is not the first of its sequences starts from the state that the batch before ended with (its error does not
    /// flow back into that one): truncated BPTT.
    /// </summary>
    /// <param name="batches">The batches; as many as there are steps, or without end.</param>
    /// <param name="steps">Steps at most.</param>
    /// <param name="progress">Told every <see cref="ReportEvery"/> steps and at the end.</param>
    /// <param name="cancellation">Ends the run between two steps; what was learnt is kept.</param>
    /// <exception cref="ArithmeticException">The loss or gradient became NaN or infinite; the weights are those before that step.</exception>
    public TrainingHistory Run(
        IEnumerable<Batch<T>> batches, int steps, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReportEvery, 1);

        var (losses, norms) = (new List<double>(Math.Min(steps, 100_000)), new List<double>(Math.Min(steps, 100_000)));
        var clock = Stopwatch.StartNew();
        var (tokens, rate) = (0L, optimizer.LearningRate);
        var watch = EarlyStop?.Start(model);
        var work = new Workspace();
        var ending = Ending.Done;

        using var data = batches.GetEnumerator();
        try
        {
            while (losses.Count < steps)
            {
                if (cancellation.IsCancellationRequested)
                {
                    ending = Ending.Cancelled;
                    break;
                }

                if (!data.MoveNext())
                {
                    ending = Ending.OutOfData;
                    break;
                }

                optimizer.LearningRate = rate * Schedule(losses.Count);
                var (e, norm) = Step(data.Current, work, losses.Count);
                losses.Add(e);
                norms.Add(norm);
                tokens += data.Current.Tokens;
                if (losses.Count % ReportEvery == 0)
                    progress?.Report(Report(losses, norm, steps, tokens, clock.Elapsed));
                if (watch is not null && watch.ShouldStop(losses.Count))
                {
                    ending = Ending.EarlyStop;
                    break;
                }
            }
        }
        finally
        {
            optimizer.LearningRate = rate;
            watch?.Restore();
        }

        if (losses.Count > 0 && losses.Count % ReportEvery != 0)
            progress?.Report(Report(losses, norms[^1], steps, tokens, clock.Elapsed));
        return new TrainingHistory(losses, norms, ending);
    }

    /// <summary>The loss on a batch, its part at each step, and how many answers were right; nothing is changed.</summary>
    public LossResult<T> Evaluate(Batch<T> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return loss.Evaluate(model.Unroll(batch.X).O, batch.Y);
    }

    private (double Loss, double Norm) Step(Batch<T> batch, Workspace work, int step)
    {
        State<T>? initial = null;
        if (!batch.IsFirst)
            initial = work.Run?.Final ?? throw new InvalidOperationException(
                "The first batch goes on from one before it, but there is none: let the first batch have IsFirst = true.");

        var run = work.Run = model.Unroll(batch.X, initial, work.Run);
        var result = work.Loss = loss.Evaluate(run.O, batch.Y, work.Loss);
        var gradient = work.Gradient = model.Bptt(run, result.dO, into: work.Gradient);
        BeforeClipping?.Invoke(run, gradient);

        var norm = gradient.Norm();
        if (!double.IsFinite(result.E) || !double.IsFinite(norm))
            throw new ArithmeticException(string.Create(CultureInfo.InvariantCulture,
                $"Training diverged at step {step}: the loss is {result.E} and the gradient's norm {norm}. The weights are those before this step. ") +
                "Lower the learning rate or set ClipNorm.");
        if (ClipNorm is { } limit)
            Clip.ByNorm(gradient, limit);
        optimizer.Step(gradient);
        return (result.E, norm);
    }

    private TrainingProgress Report(List<double> losses, double norm, int steps, long tokens, TimeSpan elapsed)
    {
        var since = (losses.Count - 1) % ReportEvery + 1;
        var mean = losses.TakeLast(since).Average();
        return new TrainingProgress(
            losses.Count, steps, mean, norm, tokens / Math.Max(elapsed.TotalSeconds, 1e-9), elapsed,
            elapsed * ((double)(steps - losses.Count) / losses.Count));
    }

    // What a step reuses, so that it allocates nothing after the first.
    private sealed class Workspace
    {
        public ModelRun<T>? Run { get; set; }

        public ModelGradient<T>? Gradient { get; set; }

        public LossResult<T>? Loss { get; set; }
    }
}
