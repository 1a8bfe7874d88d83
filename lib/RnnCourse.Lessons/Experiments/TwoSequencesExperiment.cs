using RnnCourse.Initialization;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;

namespace RnnCourse.Lessons.Experiments;

/// <summary>The two-sequence problem of Bengio, Simard and Frasconi 1994, with the baseline of Hochreiter and
/// Schmidhuber 1997: draw random weights again and again until a network happens to get all training sequences
/// right.</summary>
internal sealed class TwoSequencesExperiment() : Experiment(
    "two-sequences", "The two-sequence problem", "Bengio, Simard & Frasconi 1994; Hochreiter & Schmidhuber 1997",
    criterion: "fewer than 1 % errors on 1000 fresh sequences",
    x: "least length T", measure: "share of errors", step: "sequences seen, or networks guessed", baseline: 0.5,
    quick: Setting("quick", seeds: 3, sequences: 10_000, guesses: 2000, 10, 30),
    full: Setting("full", seeds: 5, sequences: 30_000, guesses: 10_000, 10, 30, 100, 300))
{
    private const string Guessing = "random guessing", Tanh = "tanh", Long = "LSTM of 1997";

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        var longest = result.Positions[^1];
        string Steps(string series, int x) =>
            result.MedianSteps(series, x) is { } median ? RnnCourse.Figures.Drawing.Numbers.Short(median) : "never";
        return
        [
            new("Guessing solves it in 718 to 1247 networks on average, by architecture (Hochreiter & Schmidhuber "
                + "1996)",
                $"{result.Solved(Guessing, longest)} at T = {longest}; median {Steps(Guessing, longest)} networks",
                    $"T = {longest} in place of 500; {result.Setting["guessed hidden"]} hidden units and an output "
                    + $"layer of two; weights from ±{result.Setting["guessed weights"]} as there",
                Verdict.Above(result.Solved(Guessing, longest), 0.5)),
            new("Gradient descent on a plain network fails as T grows (Bengio et al. 1994)",
                string.Join("; ", result.Positions.Select(x => $"T = {x}: {result.Solved(Tanh, x)}")),
                    "Adam and clipping, which did not exist then",
                Verdict.More(result.Solved(Tanh, result.Positions[0]), result.Solved(Tanh, longest))),
            new("LSTM learns it, also when T is long (Hochreiter & Schmidhuber 1997, table 3: 27 380 sequences for T = "
                + "100, N = 3)",
                string.Join("; ", result.Positions.Select(x => $"T = {x}: {result.Solved(Long, x)}, median "
                    + $"{Steps(Long, x)} sequences")), $"{result.Setting["hidden"]} cells in place of 3; Adam; batches "
                    + $"of {result.Setting["batch"]}; no forget gate, as there",
                Verdict.All(result.Positions.Select(x => Verdict.Above(result.Solved(Long, x), 0.5)))),
            new("Guessing solves it more surely than gradient descent on a plain network, so the task alone proves "
                + "little",
                $"at T = {longest}: guessing {result.Solved(Guessing, longest)}, tanh {result.Solved(Tanh, longest)}",
                    "one guess costs a part of the work of one update",
                Verdict.More(result.Solved(Guessing, longest), result.Solved(Tanh, longest))),
        ];
    }

    protected override ExperimentRun Perform(Trial trial)
    {
        var task = new TwoSequences(trial.Case.X, trial.Whole("informative"));
        var test = trial.Random("test");
        Batch<float> Fresh(int size) => Batches.Of<float>(task.Sample(size, test), OutputAt.LastStep);
        return trial.Case.Series == Guessing ? Guess(trial, task, Fresh) : Train(trial, task, Fresh);
    }

    private static ExperimentRun Train(Trial trial, TwoSequences task, Func<int, Batch<float>> fresh)
    {
        var weights = trial.Random("weights");
        Cell<float> cell = trial.Case.Series == Long
            ? new Lstm<float>(task.Features, trial.Whole("hidden"), weights, forgetGate: false)
            : new VanillaRnn<float>(task.Features, trial.Whole("hidden"), Activation.Tanh, weights);
        var model = new SequenceModel<float>(cell, task.Classes.Count, weights, OutputAt.LastStep);
        var trainer = trial.Adam(model, new SoftmaxCrossEntropy<float>(Reduction.Mean));
        var size = trial.Whole("batch");
        var batches = Batches.From<float>(task, size, trial.Random("training"), OutputAt.LastStep);
        var run = trial.UntilClassified(trainer, model, batches, fresh, trial.Whole("sequences") / size);
        return run with { Steps = run.Steps * size };
    }

    // A network is kept when it gets all training sequences right; most fail on the first few, so these are looked at
    // first.
    private static ExperimentRun Guess(Trial trial, TwoSequences task, Func<int, Batch<float>> fresh)
    {
        var training = task.Sample(trial.Whole("training set"), trial.Random("training"));
        var (few, all) = (Batches.Of<float>(training[..8], OutputAt.LastStep),
            Batches.Of<float>(training, OutputAt.LastStep));
        var weights = trial.Random("weights");
        var model = new SequenceModel<float>(
            new VanillaRnn<float>(task.Features, trial.Whole("guessed hidden")), task.Classes.Count,
            outputAt: OutputAt.LastStep);
        var loss = new SoftmaxCrossEntropy<float>();
        ModelRun<float>? run = null;
        bool AllRight(Batch<float> batch, ref ModelRun<float>? into) =>
            loss.Evaluate((into = model.Unroll(batch.X, into: into)).O, batch.Y) is var result
                && result.Correct == result.Targets;

        ModelRun<float>? longer = null;
        for (var guess = 1; guess <= trial.Whole("guesses"); guess++)
        {
            trial.Cancellation.ThrowIfCancellationRequested();
            foreach (var parameter in model.Parameters)
                Initialize.Uniform(parameter.Value, weights, trial["guessed weights"]);
            if (!AllRight(few, ref run) || !AllRight(all, ref longer)) continue;
            // As in the paper the first network that fits the training set is tested; there is no second chance.
            var errors = Trial.ErrorRate(model, fresh, trial.Whole("test"));
            return trial.Ended(errors < 0.01 ? RunEnding.Solved : RunEnding.OutOfSteps, guess, errors);
        }

        return trial.Ended(RunEnding.OutOfSteps, trial.Whole("guesses"), 0.5);
    }

    private static ExperimentSetting Setting(string name, int seeds, int sequences, int guesses,
        params int[] lengths) => new(
        name, ExperimentCase.All([""], [Guessing, Tanh, Long], lengths), seeds, new Dictionary<string, double>
        {
            ["informative"] = 3,
            ["hidden"] = 10,
            ["learning rate"] = 0.01,
            ["batch"] = 10,
            ["clip"] = 1,
            ["sequences"] = sequences,
            ["check every"] = 50,
            ["test"] = 1000,
            ["guesses"] = guesses,
            ["guessed hidden"] = 5,
            ["guessed weights"] = 100,
            ["training set"] = 100,
        });
}
