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
        if (!model.Parameters.Select(p => p.Value).SequenceEqual(optimizer.Parameters.Select(p => p.Value)))
            throw new ArgumentException(
                "The optimiser was made for another model, so this one would never learn: make it with the model " +
                    "that is trained, such as new Adam<float>(model).", nameof(optimizer));
        (_model, _optimizer) = (model, optimizer);
    }

    /// <summary>The gradient's norm is clipped to this; null leaves it.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The learning rate by step, 0 for the first; null keeps the optimiser's own. The optimiser's rate is
    /// given back at the end.</summary>
    public Func<int, double>? Schedule { get; init; }

    /// <summary>When to end before the last step; null never.</summary>
    public EarlyStop? EarlyStop { get; init; }

    /// <summary>The file from which an interrupted run goes on; null keeps none.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>Steps between two reports of progress.</summary>
    public int ReportEvery { get; init; } = 50;

    /// <param name="batches">The batches; as many as there are steps, or without end.</param>
    /// <param name="steps">Steps at most; with a <see cref="Checkpoint"/> those of before are counted.</param>
    /// <param name="progress">Told every <see cref="ReportEvery"/> steps and at the end.</param>
    /// <param name="cancellation">Ends the run between two steps; what was learnt is kept.</param>
    /// <exception cref="ArithmeticException">The loss or gradient became NaN or infinite; the weights are those before
    /// that step.</exception>
    /// <exception cref="InvalidOperationException">The training draws from a generator that its checkpoint does not
    /// know.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or of another training; nothing was
    /// changed.</exception>
    public TrainingHistory Run(
        IEnumerable<TBatch> batches, int steps, IProgress<TrainingProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReportEvery, 1);

        var watch = EarlyStop?.Start(_model, this);
        var state = new Checkpoint.Saved<T>(_model, _optimizer, watch);
        var dropouts = Dropout<T>.In(Cells).ToArray();
        Checkpoint?.Check(Draws.Concat(dropouts.Select(dropout => dropout.Random)));
        var giveStates = Checkpoint?.Read(state);
        var (losses, norms, before) = (state.Losses, state.Norms, state.Losses.Count);
        var clock = Stopwatch.StartNew();
        var (tokens, rate) = (0L, _optimizer.LearningRate);
        Begin(state.Carried);

        using var data = (batches as IRefilled<TBatch>)?.InTheSameMemory() ?? batches.GetEnumerator();
        Ending? ending = null;
        try
        {
            for (var n = 0; n < before && n < steps && ending is null; n++)
                if (!data.MoveNext()) ending = Ending.OutOfData;
            giveStates?.Invoke();
            while ((ending ??= Over(losses.Count, watch)) is null)
            {
                if (cancellation.IsCancellationRequested) ending = Ending.Cancelled;
                else if (!data.MoveNext()) ending = Ending.OutOfData;
                if (ending is not null) break;

                _optimizer.LearningRate = Schedule?.Invoke(losses.Count) ?? rate;
                foreach (var dropout in dropouts) dropout.Draw();
                var (e, gradient, learnt) = Backpropagate(data.Current, losses.Count);
                foreach (var dropout in dropouts) dropout.Seed = null;
                norms.Add(Update(e, gradient, losses.Count));
                losses.Add(e);
                tokens += learnt;
                watch?.Look(losses.Count);
                if (Over(losses.Count, watch) is not null) continue;
                if (losses.Count % ReportEvery == 0) Report(null);
                if (Checkpoint?.IsDue(losses.Count) == true) Save();
            }

            if (losses.Count > before) Save();
        }
        finally
        {
            _optimizer.LearningRate = rate;
            foreach (var dropout in dropouts) dropout.Seed = null;
            watch?.Restore();
        }

        if (losses.Count > before) Report(ending);
        return new TrainingHistory(losses, norms, ending!.Value);

        Ending? Over(int done, EarlyStop.Watch<T>? watch) =>
            watch?.IsOver == true ? Ending.EarlyStop : done >= steps ? Ending.Done : null;

        void Save()
        {
            state.Carried = Carried;
            Checkpoint?.Write(state);
        }

        void Report(Ending? ending)
        {
            var (done, elapsed) = (losses.Count - before, clock.Elapsed);
            progress?.Report(new TrainingProgress(
                losses.Count, steps, losses.TakeLast((losses.Count - 1) % ReportEvery + 1).Average(), norms[^1],
                tokens / Math.Max(elapsed.TotalSeconds, 1e-9), elapsed,
                ending is null ? elapsed * ((double)(steps - losses.Count) / done) : TimeSpan.Zero, ending));
        }
    }

    /// <summary>The cells that are trained: their dropout layers drop during a step alone.</summary>
    private protected abstract IEnumerable<Cell<T>> Cells { get; }

    /// <summary>What the training draws from beside its dropout masks.</summary>
    private protected virtual IEnumerable<Random> Draws => [];

    /// <summary>The state after the last batch, for the next one; null where there is none.</summary>
    private protected virtual State<T>? Carried => null;

    /// <summary>Forgets what the last run left behind.</summary>
    /// <param name="carried">The state that the first batch may go on from.</param>
    private protected virtual void Begin(State<T>? carried)
    {
    }

    /// <summary>Forward and backward: the loss, its gradient, and how many tokens were learnt from.</summary>
    private protected abstract (double Loss, IParameters<T> Gradient, long Tokens) Backpropagate(
        TBatch batch, int step);

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
}
