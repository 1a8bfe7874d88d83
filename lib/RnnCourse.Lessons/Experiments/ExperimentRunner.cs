using System.Diagnostics;

namespace RnnCourse.Lessons.Experiments;

/// <summary>How far an experiment is.</summary>
/// <param name="Done">How many runs have ended, those of an earlier start included.</param>
/// <param name="Remaining">Time to go, if the rest goes on as fast.</param>
public sealed record ExperimentProgress(ExperimentRun Run, int Done, int Total, TimeSpan Elapsed, TimeSpan Remaining);

/// <summary>Does the runs of an experiment, one after another or side by side; the result is the same.</summary>
public sealed class ExperimentRunner(Experiment experiment, ExperimentSetting setting)
{
    /// <summary>Runs that go on side by side.</summary>
    public int Jobs { get; init; } = 1;

    /// <summary>All runs over the seeds, seed by seed: an experiment that is stopped has whole seeds.</summary>
    public IEnumerable<(ExperimentCase Case, int Seed)> Plan(IEnumerable<int> seeds) =>
        from seed in seeds.Distinct() from @case in setting.Cases select (@case, seed);

    /// <summary>One of several equal slices of a plan: runs i, i + n, i + 2n, … of it.</summary>
    /// <param name="shard">Which slice, 1 to <paramref name="shards"/>.</param>
    public static IEnumerable<(ExperimentCase Case, int Seed)> Slice(IEnumerable<(ExperimentCase Case, int Seed)> plan,
        int shard, int shards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shard, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shard, shards);
        return plan.Where((_, n) => n % shards == shard - 1);
    }

    /// <summary>Does the runs that are not there yet.</summary>
    /// <param name="earlier">A result of the same setting to go on from; null for none.</param>
    /// <param name="finished">Called with each run as it ends, one at a time: to keep it.</param>
    /// <param name="cancellation">Ends it; what <paramref name="finished"/> was given is done.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ExperimentResult Run(
        IEnumerable<(ExperimentCase Case, int Seed)> plan, ExperimentResult? earlier = null,
        Action<ExperimentRun>? finished = null,
        IProgress<ExperimentProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var runs = earlier?.Runs.ToList() ?? [];
        var there = runs.Select(run => (run.Case, run.Seed)).ToHashSet();
        var all = plan.ToArray();
        var todo = all.Where(run => !there.Contains(run)).ToArray();
        var (cost, spent, clock) = (todo.Sum(run => experiment.Cost(run.Case)), 0.0, Stopwatch.StartNew());
        var (done, gate) = (all.Length - todo.Length, new object());

        void Do((ExperimentCase Case, int Seed) run)
        {
            var outcome = experiment.RunOnce(run.Case, run.Seed, setting, cancellation);
            lock (gate)
            {
                finished?.Invoke(outcome);
                runs.Add(outcome);
                spent += experiment.Cost(run.Case);
                progress?.Report(new ExperimentProgress(outcome, ++done, all.Length, clock.Elapsed,
                    clock.Elapsed * ((cost - spent) / spent)));
            }
        }

        if (Jobs == 1)
            foreach (var run in todo)
                Do(run);
        else
            InParallel(todo, Do, cancellation);
        cancellation.ThrowIfCancellationRequested();
        return ExperimentResult.Made(experiment, setting, runs, earlier);
    }

    private void InParallel((ExperimentCase Case, int Seed)[] todo, Action<(ExperimentCase Case, int Seed)> action,
        CancellationToken cancellation)
    {
        try
        {
            Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(todo,
                System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering),
                new ParallelOptions { MaxDegreeOfParallelism = Jobs, CancellationToken = cancellation }, action);
        }
        catch (AggregateException several)
        {
            // One failure is thrown as itself.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(several.Flatten().InnerExceptions[0]);
        }
    }
}
