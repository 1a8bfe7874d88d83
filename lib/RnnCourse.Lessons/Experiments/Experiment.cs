namespace RnnCourse.Lessons.Experiments;

/// <summary>A published experiment, repeated: independent runs, each determined by its case, its seed and the setting
/// alone. The quick setting takes seconds and fits in a notebook; the full one is what <c>course experiment NAME
/// --full</c> records in <c>data/results</c>. Your own derives from this class, says its cases, its numbers and one
/// run, and is run by <see cref="Run"/>.</summary>
/// <example>
/// <code>
/// ExperimentResult.Recorded("adding").Table()                                      // paper and ours, side by side
/// var quick = Experiment.Named("adding").Run(RunSettings.Seeds(3));                     // a few seconds, here
/// ExperimentResult.Recorded("adding").Figure(quick)                 // the quick runs over the recorded ones
/// </code>
/// </example>
/// <param name="paper">Which paper it repeats, and where in it.</param>
/// <param name="measure">What is measured at the end of a run.</param>
/// <param name="full">The setting whose result is recorded.</param>
/// <param name="baseline">The value of the measure that needs no memory; null where there is none.</param>
/// <param name="showsSolved">Whether the share of solved runs is the figure to show first, and not the measure.</param>
/// <param name="logMeasure">Whether the measure is drawn in decades.</param>
public abstract class Experiment(
    string name, string title, string paper, string criterion, string x, string measure, ExperimentSetting quick,
    ExperimentSetting full,
    string step = "updates", double? baseline = null, bool showsSolved = true, bool logMeasure = false)
{
    /// <summary>All experiments, in the order of the notebooks that show them.</summary>
    public static IReadOnlyList<Experiment> All { get; } =
    [
        new TemporalOrderExperiment(), new AddingExperiment(), new TwoSequencesExperiment(), new CopyMemoryExperiment(),
        new ForgetBiasExperiment(), new EmbeddedReberExperiment(),
    ];

    /// <exception cref="ArgumentException">There is none.</exception>
    public static Experiment Named(string name) => All.FirstOrDefault(experiment => experiment.Name == name)
        ?? throw new ArgumentException($"No experiment is called '{name}'. There are: "
        + $"{string.Join(", ", All.Select(experiment => experiment.Name))}.", nameof(name));

    public string Name => name;
    public string Title => title;
    public string Paper => paper;
    public string Criterion => criterion;
    public string XName => x;
    public string MeasureName => measure;
    public string StepName => step;
    public double? Baseline => baseline;
    public ExperimentSetting Quick => quick;
    public ExperimentSetting Full => full;
    internal bool ShowsSolved => showsSolved;
    internal bool LogMeasure => logMeasure;

    /// <summary>How long a case takes, in any unit: for telling the time to go.</summary>
    public virtual double Cost(ExperimentCase which) => which.X;

    /// <summary>One run. The same arguments give the same outcome, on any number of threads.</summary>
    /// <param name="setting">With which numbers; null is <see cref="Quick"/>.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ExperimentRun RunOnce(ExperimentCase @case, int seed, ExperimentSetting? setting = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(@case);
        ArgumentOutOfRangeException.ThrowIfLessThan(seed, 1);
        setting ??= Quick;
        if (setting.Position(@case) == int.MaxValue)
            throw new ArgumentException($"'{@case}' is not a case of the setting '{setting.Name}' of {Name}. "
                + $"There are: {string.Join("; ", setting.Cases)}.", nameof(@case));
        return Perform(new Trial(@case, seed, setting, cancellation));
    }

    /// <summary>Runs the quick setting over seeds.</summary>
    /// <param name="seeds">The seeds, such as <c>RunSettings.Seeds(3)</c>.</param>
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

    /// <summary>One run, determined by the trial alone: everything random begins at
    /// <see cref="Trial.Random"/>.</summary>
    protected abstract ExperimentRun Perform(Trial trial);
}
