using RnnCourse.Lessons.Experiments;
using RnnCourse.Lessons.Texts;
using RnnCourse.Numerics;

namespace RnnCourse.Lessons.Tests.Experiments;

public class ExperimentTests
{
    public static TheoryData<string> Names => [.. Experiment.All.Select(experiment => experiment.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_quick_run_gives_every_case_an_outcome_and_all_that_a_notebook_shows(string name)
    {
        var experiment = Experiment.Named(name);
        var result = experiment.Run([1]);
        Assert.Equal(experiment.Quick.Cases, result.Runs.Select(run => run.Case));
        Assert.Empty(result.Missing);
        Assert.All(result.Runs, run => Assert.True(double.IsFinite(run.Measure) && run.Steps > 0));

        var findings = experiment.Compare(result);
        Assert.NotEmpty(findings);
        var table = result.Table().ToString();
        Assert.All(findings, finding => Assert.Contains(finding.Ours, table, StringComparison.Ordinal));
        foreach (var figure in new[] { result.Figure(result), result.SolvedFigure(), result.MeasureFigure(result),
            result.Summary() })
            Assert.Contains("<svg", figure.ToSvg(), StringComparison.Ordinal);
        // What is said of bands is said where there are some.
        foreach (var figure in new[] { result.SolvedFigure(), result.MeasureFigure() })
            Assert.Equal(figure.ToSvg().Contains("fill-opacity", StringComparison.Ordinal),
                figure.Description.Contains("Bands ", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_run_is_determined_by_its_case_seed_and_setting_on_any_number_of_threads(string name)
    {
        var experiment = Experiment.Named(name);
        var setting = Short(experiment);
        var threads = Compute.Threads;
        try
        {
            Compute.Threads = 1;
            var alone = setting.Cases.Select(@case => experiment.RunOnce(@case, 3, setting)).ToArray();
            Compute.Threads = 3;
            var runner = new ExperimentRunner(experiment, setting) { Jobs = 3 };
            Assert.Equal(alone, runner.Run(runner.Plan([3])).Runs);
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Seeds_make_a_difference(string name)
    {
        var experiment = Experiment.Named(name);
        var setting = Short(experiment);
        ExperimentRun[] Over(int seed) =>
            [.. setting.Cases.Select(@case => experiment.RunOnce(@case, seed, setting) with { Seed = 0 })];
        Assert.NotEqual(Over(1), Over(2));
    }

    [Theory, MemberData(nameof(Names))]
    public void The_recorded_result_is_of_the_full_setting_over_its_seeds(string name)
    {
        var full = Experiment.Named(name).Full;
        var path = Path.Combine(DataFolder.Locate(AppContext.BaseDirectory), "results", $"{name}.json");
        var recorded = ExperimentResult.Load(path);
        Assert.Equal(Enumerable.Range(1, full.Seeds), recorded.Seeds);
        Assert.Equal(full.Values, recorded.Setting.Values);
        Assert.Equal(full.Cases, recorded.Setting.Cases);
        Assert.Empty(recorded.Missing);
        Assert.Equal(File.ReadAllText(path), recorded.ToJson());
        Assert.All(recorded.CodeVersions, code => Assert.Matches("^[0-9a-f]{40}(-dirty)?$", code));
        Assert.All(recorded.Machines, machine => Assert.Matches("Avx512|Avx2|Vector", machine));
        Assert.Contains("round differently", recorded.Table().ToString(), StringComparison.Ordinal);
        Assert.Contains("undecided where they overlap", recorded.Table().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_differs_from_the_authors_program_is_told()
    {
        var findings = ExperimentResult.Recorded("temporal-order", DataFolder.Locate(AppContext.BaseDirectory))
            is var recorded ? recorded.Experiment.Compare(recorded) : [];
        var smart = findings.Single(finding => finding.Paper.Contains("'smart tanh'", StringComparison.Ordinal));
        Assert.Contains("Wxh and Why from σ = 0.1, the program from 0.01", smart.Differs, StringComparison.Ordinal);
        Assert.Contains("mean of squared ratios", smart.Differs, StringComparison.Ordinal);
        Assert.Contains("5 million", smart.Differs, StringComparison.Ordinal);
        // 19 against 20 of 48, 11 < 12 < 16 of 16: the intervals overlap.
        Assert.Null(findings.Single(finding => finding.Paper.StartsWith("SGD-C solves more", StringComparison.Ordinal))
            .Reproduced);
        Assert.Null(smart.Reproduced);
        var bias = ExperimentResult.Recorded("forget-bias", DataFolder.Locate(AppContext.BaseDirectory));
        Assert.Null(bias.Experiment.Compare(bias)[0].Reproduced);
    }

    [Fact]
    public void The_commit_is_read_from_the_repository() =>
        Assert.Matches("^([0-9a-f]{40}(-dirty)?|build [0-9a-f]{32})$", Machine.CodeVersion);

    [Theory, MemberData(nameof(Names))]
    public void The_full_setting_has_every_case_once(string name)
    {
        var full = Experiment.Named(name).Full;
        Assert.Equal(full.Cases.Count, full.Cases.Distinct().Count());
        Assert.All(Experiment.Named(name).Quick.Cases,
            quick => Assert.Contains(full.Cases, @case => (@case.Panel, @case.Series) == (quick.Panel, quick.Series)));
    }

    [Fact]
    public void A_cancelled_run_ends_at_once_and_keeps_what_was_done()
    {
        using var cancel = new CancellationTokenSource();
        var experiment = Experiment.Named("forget-bias");
        var runner = new ExperimentRunner(experiment, Short(experiment));
        List<ExperimentRun> kept = [];
        Assert.Throws<OperationCanceledException>(() => runner.Run(runner.Plan([1]), finished: run =>
        {
            kept.Add(run);
            cancel.Cancel();
        }, cancellation: cancel.Token));
        Assert.Single(kept);
    }

    [Fact]
    public void What_does_not_exist_is_refused_in_a_sentence_that_names_what_does()
    {
        var adding = Experiment.Named("adding");
        Assert.Contains("temporal-order", Assert.Throws<ArgumentException>(() => Experiment.Named("none")).Message,
            StringComparison.Ordinal);
        Assert.Contains("LSTM, 10",
            Assert.Throws<ArgumentException>(() => adding.RunOnce(new ExperimentCase("", "LSTM", 11), 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => adding.RunOnce(adding.Quick.Cases[0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExperimentRunner.Slice([], 3, 2));
    }

    /// <summary>The quick setting with few steps, at its easiest position.</summary>
    private static ExperimentSetting Short(Experiment experiment)
    {
        var values = new Dictionary<string, double>(experiment.Quick.Values);
        foreach (var (name, most) in new[] { ("steps", 30.0), ("strings", 100), ("check every", 10), ("sequences", 300),
            ("test", 250) })
            if (values.TryGetValue(name, out var value))
                values[name] = Math.Min(value, most);
        return experiment.Quick with
        {
            Values = values,
            Cases = [.. experiment.Quick.Cases.GroupBy(@case => (@case.Panel, @case.Series))
                .Select(group => group.MinBy(@case => @case.X)!)],
        };
    }
}
