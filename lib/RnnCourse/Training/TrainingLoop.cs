using System.Diagnostics;
using System.Globalization;
using RnnCourse.Models;
using RnnCourse.Optimizers;

namespace RnnCourse.Training;

/// <summary>What every training run has in common: steps, clipping, schedule, progress, early stop,
/// cancellation.</summary>
public abstract class TrainingLoop<T, TBatch> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IParameters<T> _model;
    private readonly Optimizer<T> _optimizer;

    private protected TrainingLoop(IParameters<T> model, Optimizer<T> optimizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        (_model, _optimizer) = (model, optimizer);
    }

    /// <summary>The gradient's norm is clipped to this; null leaves it.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The learning rate by step, 0 for the first; null keeps the optimiser's own. The optimiser's rate is
    /// given back at the end.</summary>
    public Func<int, double>? Schedule { get; init; }

    /// <summary>When to end before the last step; null never.</summary>
    public EarlyStop? EarlyStop { get; init; }

    /// <summary>Steps between two reports of progress.</summary>
    public int ReportEvery { get; init; } = 50;

    /// <param name="batches">The batches; as many as there are steps, or without end.</param>
    /// <param name="steps">Steps at most.</param>
    /// <param name="progress">Told every <see cref="ReportEvery"/> steps and at the end.</param>
    /// <param name="cancellation">Ends the run between two steps; what was learnt is kept.</param>
    /// <exception cref="ArithmeticException">The loss or gradient became NaN or infinite; the weights are those before
    /// that step.</exception>
    public TrainingHistory Run(
        IEnumerable<TBatch> batches, int steps, IProgress<TrainingProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReportEvery, 1);

        var (losses, norms) = (new List<double>(Math.Min(steps, 100_000)), new List<double>(Math.Min(steps, 100_000)));
        var clock = Stopwatch.StartNew();
        var (tokens, rate) = (0L, _optimizer.LearningRate);
        var watch = EarlyStop?.Start(_model);
        var ending = Ending.Done;
        Begin();
        var dropouts = Dropout<T>.In(Cells).ToArray();

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

                _optimizer.LearningRate = Schedule?.Invoke(losses.Count) ?? rate;
                foreach (var dropout in dropouts) dropout.Draw();
                var (e, gradient, learnt) = Backpropagate(data.Current);
                foreach (var dropout in dropouts) dropout.Seed = null;
                norms.Add(Update(e, gradient, losses.Count));
                losses.Add(e);
                tokens += learnt;
                if (losses.Count % ReportEvery == 0)
                    progress?.Report(Report(losses, norms, steps, tokens, clock.Elapsed));
                if (watch is not null && watch.ShouldStop(losses.Count))
                {
                    ending = Ending.EarlyStop;
                    break;
                }
            }
        }
        finally
        {
            _optimizer.LearningRate = rate;
            foreach (var dropout in dropouts) dropout.Seed = null;
            watch?.Restore();
        }

        if (losses.Count > 0 && losses.Count % ReportEvery != 0)
            progress?.Report(Report(losses, norms, steps, tokens, clock.Elapsed));
        return new TrainingHistory(losses, norms, ending);
    }

    /// <summary>The cells that are trained: their dropout layers drop during a step alone.</summary>
    private protected abstract IEnumerable<Cell<T>> Cells { get; }

    /// <summary>Forgets what the last run left behind, such as a carried state.</summary>
    private protected abstract void Begin();

    /// <summary>Forward and backward: the loss, its gradient, and how many tokens were learnt from.</summary>
    private protected abstract (double Loss, IParameters<T> Gradient, long Tokens) Backpropagate(TBatch batch);

    private double Update(double e, IParameters<T> gradient, int step)
    {
        var norm = gradient.Norm();
        if (!double.IsFinite(e) || !double.IsFinite(norm))
            throw new ArithmeticException(string.Create(CultureInfo.InvariantCulture,
                $"Training diverged at step {step}: the loss is {e} and the gradient's norm {norm}. ") +
                "The weights are those before this step. Lower the learning rate or set ClipNorm.");
        if (ClipNorm is { } limit) Clip.ByNorm(gradient, norm, limit);
        _optimizer.Step(gradient);
        return norm;
    }

    private TrainingProgress Report(List<double> losses, List<double> norms, int steps, long tokens, TimeSpan elapsed)
    {
        var since = (losses.Count - 1) % ReportEvery + 1;
        return new TrainingProgress(
            losses.Count, steps, losses.TakeLast(since).Average(), norms[^1],
                tokens / Math.Max(elapsed.TotalSeconds, 1e-9), elapsed,
            elapsed * ((double)(steps - losses.Count) / losses.Count));
    }
}
