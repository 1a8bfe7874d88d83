namespace RnnCourse.Lessons.Experiments;

/// <summary>
/// A published experiment, repeated: independent runs, each determined by its case, its seed and the setting alone. The
/// quick setting takes seconds and fits in a notebook; the full one is what <c>course experiment NAME --full</c>
/// records in <c>data/results</c>.
/// </summary>
/// <example>
/// <code>
/// ExperimentResult.Recorded("adding").Table()                                      // paper and ours, side by side
/// var quick = Experiment.Named("adding").Run(RunSettings.Seeds(3));                     // a few seconds, here
/// ExperimentResult.Recorded("adding").Figure(quick)                                // the quick runs over the recorded
/// ones </code>
/// </example>
public abstract class Experiment
{
    private protected Experiment()
    {
    }

    /// <summary>All experiments, in the order of the notebooks that show them.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new TemporalOrderExperiment(), new AddingExperiment(), new TwoSequencesExperiment(), new CopyMemoryExperiment(),
        new ForgetBiasExperiment(), new EmbeddedReberExperiment(),
    ];

    /// <summary>The experiment with a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Experiment Named(string name) => All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new ArgumentException($"No experiment is called '{name}'. There are: "
            + $"{string.Join(", ", All.Select(experiment => experiment.Name))}.", nameof(name));

    /// <summary>Its name in commands and file names.</summary>
    public abstract string Name { get; }

    /// <summary>Its name in titles.</summary>
    public abstract string Title { get; }

    /// <summary>Which paper it repeats, and where in it.</summary>
    public abstract string Paper { get; }

    /// <summary>When a run counts as solved.</summary>
    public abstract string Criterion { get; }

    /// <summary>What the horizontal axis is.</summary>
    public abstract string XName { get; }

    /// <summary>What is measured at the end of a run.</summary>
    public abstract string MeasureName { get; }

    /// <summary>What a run's steps are.</summary>
    public virtual string StepName => "updates";

    /// <summary>The value of <see cref="MeasureName"/> that needs no memory; null where there is none.</summary>
    public virtual double? Baseline => null;

    /// <summary>A setting of seconds.</summary>
    public abstract ExperimentSetting Quick { get; }

    /// <summary>The setting whose result is recorded.</summary>
    public abstract ExperimentSetting Full { get; }

    /// <summary>Whether the share of solved runs is the figure to show first, and not the measure.</summary>
    internal virtual bool ShowsSolved => true;

    /// <summary>Whether the measure is drawn in decades.</summary>
    internal virtual bool LogMeasure => false;

    /// <summary>How long a case takes, in any unit: for telling the time to go.</summary>
    internal virtual double Cost(ExperimentCase @case) => @case.X;

    /// <summary>One run. The same arguments give the same outcome, on any number of threads.</summary>
    /// <param name="case">What is run; a case of the setting.</param>
    /// <param name="seed">From which seed, 1 or more.</param>
    /// <param name="setting">With which numbers; null is <see cref="Quick"/>.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ExperimentRun RunOnce(ExperimentCase @case, int seed, ExperimentSetting? setting = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentOutOfRangeException.ThrowIfLessThan(seed, 1);
        setting ??= Quick;
        if (setting.Position(@case) == int.MaxValue)
            throw new ArgumentException($"'{@case}' is no case of the setting '{setting.Name}' of {Name}. There are: "
                + $"{string.Join("; ", setting.Cases)}.", nameof(@case));
        return Perform(@case, seed, setting, cancellation);
    }

    /// <summary>Runs the quick setting over seeds.</summary>
    /// <param name="seeds">The seeds, such as <c>RunSettings.Seeds(3)</c>.</param>
    /// <param name="only">Which cases; null is all.</param>
    /// <param name="cancellation">Ends it early.</param>
    public ExperimentResult Run(IEnumerable<int> seeds, Func<ExperimentCase, bool>? only = null,
        CancellationToken cancellation = default)
    {
        var runner = new ExperimentRunner(this, Quick) { Jobs = Environment.ProcessorCount };
        return runner.Run(runner.Plan(seeds).Where(run => only is null || only(run.Case)), cancellation: cancellation);
    }

    /// <summary>What was recorded by <c>course experiment NAME --full</c>.</summary>
    /// <exception cref="FileNotFoundException">Nothing is recorded here; the message says how to.</exception>
    public ExperimentResult Recorded() => ExperimentResult.Recorded(Name);

    /// <summary>The paper's statements beside a result.</summary>
    public abstract IReadOnlyList<Finding> Compare(ExperimentResult result);

    private protected abstract ExperimentRun Perform(ExperimentCase @case, int seed, ExperimentSetting setting,
        CancellationToken cancellation);
}
