namespace RnnCourse.Lessons.Experiments;

/// <summary>What an experiment gave: the setting, the seeds, the machine, the date, the code's version and every run's
/// outcome. It is one JSON file; slices made on several machines are put together with <see cref="Merge"/>.</summary>
[Figures.Display.TypeFormatterSource(typeof(ExperimentResultFormatters),
    PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed partial class ExperimentResult
{
    private ExperimentResult(Experiment experiment, ExperimentSetting setting, IEnumerable<ExperimentRun> runs,
        IEnumerable<string> machines, IEnumerable<string> codeVersions, string date)
    {
        (Experiment, Setting, Date) = (experiment, setting, date);
        (Machines, CodeVersions) = ([.. machines.Distinct()], [.. codeVersions.Distinct()]);
        Runs = [.. runs.OrderBy(run => run.Seed).ThenBy(run => setting.Position(run.Case))];
        Seeds = [.. Runs.Select(run => run.Seed).Distinct()];
    }

    public Experiment Experiment { get; }
    public ExperimentSetting Setting { get; }

    /// <summary>Every run, seed by seed, in the order of the setting's cases.</summary>
    public IReadOnlyList<ExperimentRun> Runs { get; }

    /// <summary>The seeds of the runs, ascending.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>On what it was made: processor, cores, vector instructions and runtime. No names of hosts.</summary>
    public IReadOnlyList<string> Machines { get; }

    /// <summary>The commit of the code that made it, with "-dirty" if the libraries were changed since; without a
    /// repository the build's id. Several for slices of several versions.</summary>
    public IReadOnlyList<string> CodeVersions { get; }

    /// <summary>The day it was finished, UTC: 2026-11-21.</summary>
    public string Date { get; }

    /// <summary>Cases of the setting that lack a run with one of the seeds; empty when it is complete.</summary>
    public IReadOnlyList<(ExperimentCase Case, int Seed)> Missing
    {
        get
        {
            var there = Runs.Select(run => (run.Case, run.Seed)).ToHashSet();
            return [.. from seed in Seeds from @case in Setting.Cases
                where !there.Contains((@case, seed)) select (@case, seed)];
        }
    }

    /// <summary>The names of the panels that have runs, in the setting's order.</summary>
    public IReadOnlyList<string> Panels => [.. CasesRun().Select(@case => @case.Panel).Distinct()];

    /// <summary>The names of the series that have runs, in the setting's order.</summary>
    public IReadOnlyList<string> Series => [.. CasesRun().Select(@case => @case.Series).Distinct()];

    /// <summary>The positions on the horizontal axis that have runs, ascending.</summary>
    public IReadOnlyList<int> Positions => [.. CasesRun().Select(@case => @case.X).Distinct().Order()];

    /// <param name="x">The position; null is all positions together.</param>
    /// <param name="panel">The panel; null is all panels together.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public IReadOnlyList<ExperimentRun> Of(string series, int? x = null, string? panel = null)
    {
        ExperimentRun[] runs = [.. Runs.Where(run =>
            run.Case.Series == series && (x is null || run.Case.X == x) && (panel is null || run.Case.Panel == panel))];
        return runs.Length > 0 ? runs : throw new ArgumentException(
            $"There are no runs of '{series}'{(x is null ? "" : $" at {x}")}{(panel is null ? "" : $" in '{panel}'")}. "
            + $"Series: {string.Join(", ", Series)}. Positions: {string.Join(", ", Positions)}. Panels: "
                + $"{string.Join(", ", Panels)}.");
    }

    /// <summary>How many runs of a case were solved, with Wilson's interval.</summary>
    /// <remarks>Over several positions or panels the interval is rough: it takes runs of unequal difficulty, of which
    /// those of one seed share their weights, for independent ones of one kind.</remarks>
    /// <inheritdoc cref="Of"/>
    public Proportion Solved(string series, int? x = null, string? panel = null) => Of(series, x, panel) is var runs
        ? new Proportion(runs.Count(run => run.Solved), runs.Count) : throw new InvalidOperationException();

    /// <summary>The mean of the measure over the runs of a case, with its interval.</summary>
    /// <inheritdoc cref="Of"/>
    public Mean Measure(string series, int? x = null, string? panel = null) =>
        new(Of(series, x, panel).Select(run => run.Measure));

    /// <summary>The median number of steps of the solved runs of a case; null when none was.</summary>
    /// <inheritdoc cref="Of"/>
    public double? MedianSteps(string series, int? x = null, string? panel = null)
    {
        int[] steps = [.. Of(series, x, panel).Where(run => run.Solved).Select(run => run.Steps).Order()];
        return steps.Length == 0 ? null : (steps[(steps.Length - 1) / 2] + steps[steps.Length / 2]) / 2.0;
    }

    /// <summary>The recorded result of an experiment, <c>data/results/NAME.json</c>.</summary>
    /// <param name="name">The experiment, such as "temporal-order".</param>
    /// <param name="folder">The data folder; null is <see cref="DataFolder.Locate"/>.</param>
    /// <exception cref="ArgumentException">There is no such experiment.</exception>
    /// <exception cref="FileNotFoundException">Nothing is recorded; the message says how to.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message says where.</exception>
    public static ExperimentResult Recorded(string name, string? folder = null)
    {
        _ = Experiment.Named(name);
        var path = Path.Combine(folder ?? DataFolder.Locate(), "results", $"{name}.json");
        return File.Exists(path) ? Load(path) : throw new FileNotFoundException(
            $"No result of '{name}' is recorded: there is no {path}. Make it with 'course experiment {name} --full', "
            + $"or set {DataFolder.Variable} to the folder that has it.", path);
    }

    /// <summary>Puts slices of one experiment together. A run that is in several of them must be the same in
    /// all.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    /// <exception cref="InvalidDataException">They are of different experiments or settings, or disagree on a
    /// run.</exception>
    public static ExperimentResult Merge(params ExperimentResult[] slices)
    {
        ArgumentNullException.ThrowIfNull(slices);
        if (slices.Length == 0) throw new ArgumentException("There is nothing to merge.", nameof(slices));
        var first = slices[0];
        foreach (var other in slices.Skip(1))
            if (other.Experiment.Name != first.Experiment.Name || other.Setting.Name != first.Setting.Name
                || !other.Setting.SameNumbers(first.Setting))
                throw new InvalidDataException(
                    $"These results cannot be merged: one is {first.Described()}, another {other.Described()}. Merge "
                    + "slices of one experiment with one setting.");

        var setting = first.Setting with { Cases = [.. slices.SelectMany(slice => slice.Setting.Cases).Distinct()] };
        var runs = new Dictionary<(ExperimentCase, int), ExperimentRun>();
        foreach (var run in slices.SelectMany(slice => slice.Runs))
            if (!runs.TryAdd((run.Case, run.Seed), run) && !runs[(run.Case, run.Seed)].Equals(run))
                throw new InvalidDataException(
                    $"The results disagree on the run '{run.Case}' with seed {run.Seed}: one gave "
                    + $"{runs[(run.Case, run.Seed)]}, another {run}. Were they made by different code or on different "
                    + "processors?");
        return new ExperimentResult(first.Experiment, setting, runs.Values,
            slices.SelectMany(slice => slice.Machines), slices.SelectMany(slice => slice.CodeVersions),
                slices.Select(slice => slice.Date).Max(StringComparer.Ordinal)!);
    }

    /// <summary>A result made here and now, with the runs of an earlier one among its own.</summary>
    internal static ExperimentResult Made(Experiment experiment, ExperimentSetting setting,
        IReadOnlyList<ExperimentRun> runs, ExperimentResult? earlier)
    {
        if (earlier is not null && runs.Count == earlier.Runs.Count) return earlier;
        return new ExperimentResult(experiment, setting, runs, [.. earlier?.Machines ?? [], Machine.Description],
            [.. earlier?.CodeVersions ?? [], Machine.CodeVersion],
            Today);
    }

    private static string Today => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private IEnumerable<ExperimentCase> CasesRun() => Runs.Select(run => run.Case).ToHashSet() is var run
        ? Setting.Cases.Where(run.Contains) : [];

    internal string Described() => $"{Experiment.Name} in the setting '{Setting.Name}' ("
        + string.Join(", ", Setting.Values.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")))
        + ")";
}
