using RnnCourse.Initialization;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;

namespace RnnCourse.Lessons.Experiments;

/// <summary>Arjovsky, Shah and Bengio 2016, §5.1: ten symbols are to be said again after a delay. The baseline, saying
/// blank and then guessing, is known exactly: 10 ln 8/(T + 20). The paper's unitary network is not built here; a plain
/// network from an orthogonal matrix stands for its idea.</summary>
internal sealed class CopyMemoryExperiment() : Experiment(
    "copy-memory", "Copy memory", "Arjovsky, Shah & Bengio 2016, §5.1",
    criterion: "a loss below 0.9 of that without memory, 10 ln 8/(T + 20)",
    x: "delay T", measure: "loss ÷ loss without memory", baseline: 1, showsSolved: false,
    quick: Setting("quick", seeds: 2, steps: 600, 5, 10),
    full: Setting("full", seeds: 5, steps: 5000, 5, 10, 20))
{
    private const string Tanh = "tanh", Orthogonal = "tanh, orthogonal", Long = "LSTM";

    public override double Cost(ExperimentCase which) => (which.X + 20) * (which.Series == Long ? 4 : 1);

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        var longest = result.Positions[^1];
        var shorter = $"delays up to {longest}, at most {Figures.Drawing.Numbers.Short(result.Setting["steps"])} "
            + $"updates, {result.Setting["hidden"]} units; Adam in place of RMSProp; the unitary network itself is not "
            + "built here";
        string Losses(string series) =>
            string.Join("; ", result.Positions.Select(x => $"T = {x}: {result.Measure(series, x)}"));
        return
        [
            new("A plain network does not get below the loss without memory, 10 ln 8/(T + 20)", Losses(Tanh), shorter,
                Verdict.Above(result.Measure(Tanh, longest), 0.9)),
            new("LSTM gets below it for the shorter delay, and hardly for the longer ones", Losses(Long), shorter,
                Verdict.Below(result.Measure(Long, result.Positions[0]), 0.9)
                    & Verdict.More(result.Measure(Long, longest), result.Measure(Long, result.Positions[0]))),
            new("A network whose recurrent matrix keeps norms solves it (there: unitary throughout; here: orthogonal "
                + "at the start only)", Losses(Orthogonal), shorter,
                Verdict.Above(result.Solved(Orthogonal, longest), 0.5)),
        ];
    }

    protected override ExperimentRun Perform(Trial trial)
    {
        var task = new CopyMemory(trial.Case.X);
        var weights = trial.Random("weights");
        Cell<float> cell = trial.Case.Series == Long
            ? new Lstm<float>(task.Inputs.Count, trial.Whole("hidden"), weights, forgetBias: 1)
            : new VanillaRnn<float>(task.Inputs.Count, trial.Whole("hidden"), Activation.Tanh, weights);
        if (trial.Case.Series == Orthogonal) Initialize.Orthogonal(((VanillaRnn<float>)cell).W.Whh, weights);
        var model = new SequenceModel<float>(cell, task.Classes.Count, weights);
        var loss = new SoftmaxCrossEntropy<float>(Reduction.Mean);
        var trainer = trial.Adam(model, loss);
        var test = trial.Random("test");
        double Loss()
        {
            var batch = Batches.Of<float>(task.Sample(trial.Whole("test"), test));
            return loss.Evaluate(model.Unroll(batch.X).O, batch.Y).E / task.BaselineLoss;
        }

        // All steps are taken, to see how far the loss gets.
        var batches = Batches.From<float>(task, trial.Whole("batch"), trial.Random("training"));
        var steps = trial.Whole("steps");
        var (ending, taken) = trial.Until(trainer, batches, steps, steps, () => false);
        var share = Loss();
        return trial.Ended(ending == RunEnding.Diverged ? ending : share < trial["solved below"] ? RunEnding.Solved
            : RunEnding.OutOfSteps, taken, share);
    }

    private static ExperimentSetting Setting(string name, int seeds, int steps, params int[] delays) => new(
        name, ExperimentCase.All([""], [Tanh, Orthogonal, Long], delays), seeds, new Dictionary<string, double>
        {
            ["hidden"] = 64,
            ["learning rate"] = 0.003,
            ["batch"] = 20,
            ["clip"] = 1,
            ["steps"] = steps,
            ["test"] = 500,
            ["solved below"] = 0.9,
        });
}
