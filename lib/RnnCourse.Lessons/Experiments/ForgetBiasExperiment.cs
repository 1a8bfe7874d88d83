using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;

namespace RnnCourse.Lessons.Experiments;

/// <summary>With which bias should the forget gate of an LSTM start? (Gers, Schmidhuber and Cummins 2000; Jozefowicz,
/// Zaremba and Sutskever 2015, who found that a bias of 1 closes most of the gap to the best other cells.) Measured on
/// the course's own recall task, lag by lag.</summary>
internal sealed class ForgetBiasExperiment() : Experiment(
    "forget-bias", "The LSTM's forget bias", "Gers, Schmidhuber & Cummins 2000; Jozefowicz, Zaremba & Sutskever 2015",
    criterion: "fewer than 1 % errors on 1000 fresh sequences",
    x: "lag", measure: "share of errors", baseline: 0.75,
    quick: Setting("quick", seeds: 3, steps: 300, 10, 20),
    full: Setting("full", seeds: 5, steps: 1500, 5, 10, 20, 40, 80))
{
    private const string None = "no forget gate", Zero = "bias 0", One = "bias 1";
    private static readonly string[] AllSeries = [Zero, One, "bias 2", "bias 3", None];

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        const string Task =
            "our recall task, not the papers' language and music data; plain random initialisation; Adam";
        var longest = result.Positions[^1];
        string All(int? x) => string.Join("; ", result.Series.Select(series => $"{series} {result.Solved(series, x)}"));
        return
        [
            new("A forget bias of 1 helps: with the usual start near 0 the gate forgets half at each step (Jozefowicz "
                + "et al. 2015)",
                $"all lags: {All(null)}", Task, Verdict.More(result.Solved(One), result.Solved(Zero))),
            new("It helps most where the lag is long", $"lag {longest}: {All(longest)}", Task,
                Verdict.More(result.Solved(One, longest), result.Solved(Zero, longest))),
            new("Without a forget gate, as in 1997, the cell cannot forget but keeps what it has (Gers et al. 2000: it "
                + "fails on endless streams, which are not tested here)",
                $"no forget gate {result.Solved(None)}, bias 0 {result.Solved(Zero)}",
                    "single sequences that begin from a zero state",
                Verdict.More(result.Solved(None), result.Solved(Zero))),
        ];
    }

    protected override ExperimentRun Perform(Trial trial)
    {
        var task = new Recall(trial.Case.X, symbols: 4, distractors: true);
        var weights = trial.Random("weights");
        var bias = trial.Case.Series == None ? 0
            : double.Parse(trial.Case.Series.Replace("bias ", "", StringComparison.Ordinal)
            .Replace('−', '-'), CultureInfo.InvariantCulture);
        var cell = new Lstm<float>(task.Inputs.Count, trial.Whole("hidden"), weights,
            forgetGate: trial.Case.Series != None, forgetBias: bias);
        var model = new SequenceModel<float>(cell, task.Classes.Count, weights, OutputAt.LastStep);
        var trainer = trial.Adam(model, new SoftmaxCrossEntropy<float>(Reduction.Mean));
        var fresh = Trial.Fresh(task, trial.Random("test"));
        var batches = Batches.From<float>(task, trial.Whole("batch"), trial.Random("training"), OutputAt.LastStep);
        return trial.UntilClassified(trainer, model, batches, fresh, trial.Whole("steps"));
    }

    private static ExperimentSetting Setting(string name, int seeds, int steps, params int[] lags) => new(
        name, ExperimentCase.All([""], AllSeries, lags), seeds, new Dictionary<string, double>
        {
            ["hidden"] = 20,
            ["learning rate"] = 0.005,
            ["batch"] = 20,
            ["clip"] = 1,
            ["steps"] = steps,
            ["check every"] = 50,
            ["test"] = 1000,
        });
}
