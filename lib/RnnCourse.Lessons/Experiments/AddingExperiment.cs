using RnnCourse.Initialization;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;

namespace RnnCourse.Lessons.Experiments;

/// <summary>Le, Jaitly and Hinton 2015, §4.1: up to which length does a network learn to add two marked numbers: tanh,
/// ReLU from the identity (IRNN), LSTM?</summary>
internal sealed class AddingExperiment() : Experiment(
    "adding", "Adding two marked numbers", "Le, Jaitly & Hinton 2015, §4.1",
    criterion: "a mean squared error below 0.01 on fresh sequences (always saying 1 has 1/6)",
    x: "length of the sequences", measure: "mean squared error", baseline: 1.0 / 6, showsSolved: false,
        logMeasure: true,
    quick: Setting("quick", seeds: 2, steps: 1000, 10, 25),
    full: Setting("full", seeds: 5, steps: 6000, 25, 50, 100))
{
    private const string Tanh = "tanh", Irnn = "IRNN", Long = "LSTM";

    public override double Cost(ExperimentCase which) => which.X * (which.Series == Long ? 4 : 1);

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        var smaller = $"{result.Setting["hidden"]} units, not 100; Adam with one rate, not SGD with rates chosen for "
            + $"each length; at most {Figures.Drawing.Numbers.Short(result.Setting["steps"])} updates";
        var (shortest, longest) = (result.Positions[0], result.Positions[^1]);
        string Each(Func<string, object> said) =>
            string.Join("; ", result.Series.Select(series => $"{series} {said(series)}"));
        string Errors(int x) => Each(series => result.Measure(series, x));
        int? Reach(string series) => result.Positions.Where(x => result.Solved(series, x).Share > 0.5)
            .Select(x => (int?)x).LastOrDefault();
        return
        [
            new("tanh fails on the longer sequences (from T = 150 to 200 on), where IRNN and LSTM still learn",
                $"solved at T = {longest}: {Each(series => result.Solved(series, longest))}", smaller,
                Verdict.More(result.Solved(Irnn, longest), result.Solved(Tanh, longest))
                    & Verdict.More(result.Solved(Long, longest), result.Solved(Tanh, longest))),
            new("IRNN and LSTM reach about as far as each other",
                $"more than half of the runs solved up to: {Each(series => Reach(series) ?? (object)"none")}", smaller,
                Verdict.All(result.Positions.Select(x => Verdict.Same(
                    Verdict.Above(result.Solved(Irnn, x), 0.5), Verdict.Above(result.Solved(Long, x), 0.5))))),
            new("Always saying 1 has a mean squared error of 1/6 (often quoted as .1767); a failing network stays "
                + "there",
                $"at T = {shortest}: {Errors(shortest)}; at T = {longest}: {Errors(longest)}", "nothing",
                Verdict.Above(result.Measure(Tanh, longest), 1.0 / 6 - 0.02)
                    & Verdict.Below(result.Measure(Tanh, longest), 1.0 / 6 + 0.02)),
            new("Over all lengths, IRNN and LSTM solve more than tanh",
                Each(series => result.Solved(series)), smaller,
                Verdict.More(result.Solved(Irnn), result.Solved(Tanh))
                    & Verdict.More(result.Solved(Long), result.Solved(Tanh))),
        ];
    }

    protected override ExperimentRun Perform(Trial trial)
    {
        var task = new Adding(trial.Case.X);
        var weights = trial.Random("weights");
        var model = new SequenceModel<float>(CellOf(trial.Case.Series, task.Features, trial.Whole("hidden"), weights),
            task.Outputs, weights, OutputAt.LastStep);
        var loss = new SquaredError<float>(Reduction.Mean);
        var trainer = trial.Adam(model, loss);
        var test = trial.Random("test");
        double Error()
        {
            var batch = Batches.Of<float>(task.Sample(trial.Whole("test"), test), OutputAt.LastStep);
            return 2 * loss.Evaluate(model.Unroll(batch.X).O, batch.Y).E;      // the loss is half the squared error
        }

        var batches = Batches.From<float>(task, trial.Whole("batch"), trial.Random("training"), OutputAt.LastStep);
        var last = double.NaN;
        var (ending, steps) = trial.Until(trainer, batches, trial.Whole("steps"), trial.Whole("check every"),
            () => (last = Error()) < trial["solved below"]);
        return trial.Ended(ending, steps, ending == RunEnding.Diverged ? Error() : last);
    }

    private static Cell<float> CellOf(string series, int inputs, int hidden, Random weights)
    {
        if (series == Long) return new Lstm<float>(inputs, hidden, weights, forgetBias: 1);
        var cell = new VanillaRnn<float>(inputs, hidden, series == Tanh ? Activation.Tanh : Activation.Relu, weights);
        if (series == Irnn) Initialize.Irnn(cell, weights);
        return cell;
    }

    private static ExperimentSetting Setting(string name, int seeds, int steps, params int[] lengths) => new(
        name, ExperimentCase.All([""], [Tanh, Irnn, Long], lengths), seeds, new Dictionary<string, double>
        {
            ["hidden"] = 50,
            ["learning rate"] = 0.005,
            ["batch"] = 20,
            ["clip"] = 1,
            ["steps"] = steps,
            ["check every"] = 250,
            ["test"] = 500,
            ["solved below"] = 0.01,
        });
}
