using RnnCourse.Cells;
using RnnCourse.Initialization;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Optimizers;
using RnnCourse.Training;

namespace RnnCourse.Lessons.Experiments;

/// <summary>
/// The two-sequence problem of Bengio, Simard and Frasconi 1994, with the baseline of Hochreiter and Schmidhuber 1997:
/// draw random weights again and again until a network happens to get all training sequences right.
/// </summary>
internal sealed class TwoSequencesExperiment : Experiment
{
    private const string Guessing = "random guessing", Tanh = "tanh", Long = "LSTM of 1997";

    public override string Name => "two-sequences";

    public override string Title => "The two-sequence problem";

    public override string Paper => "Bengio, Simard & Frasconi 1994; Hochreiter & Schmidhuber 1997";

    public override string Criterion => "fewer than 1 % errors on 1000 fresh sequences";

    public override string XName => "least length T";

    public override string MeasureName => "share of errors";

    public override string StepName => "sequences seen, or networks guessed";

    public override ExperimentSetting Quick { get; } =
        Setting("quick", seeds: 3, sequences: 10_000, guesses: 2000, 10, 30);

    public override ExperimentSetting Full { get; } =
        Setting("full", seeds: 10, sequences: 30_000, guesses: 10_000, 10, 30, 100, 300);

    public override double? Baseline => 0.5;

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        var longest = result.Positions[^1];
        string Steps(string series, int x) =>
            result.MedianSteps(series, x) is { } median ? RnnCourse.Figures.Drawing.Numbers.Short(median) : "never";
        return
        [
            new("Guessing solves it in 718 to 1247 networks on average, by architecture (Hochreiter & "
                + "Schmidhuber 1996)",
                $"{result.Solved(Guessing, longest)} at T = {longest}; median {Steps(Guessing, longest)} " + "networks",
                $"T = {longest} in place of 500; {result.Setting["guessed hidden"]} hidden units and an "
                    + $"output layer of two; weights from ±{result.Setting["guessed weights"]} as there",
                result.Solved(Guessing, longest).Share > 0.5),
            new("Gradient descent on a plain network fails as T grows (Bengio et al. 1994)",
                string.Join("; ", result.Positions.Select(x => $"T = {x}: {result.Solved(Tanh, x)}")),
                "Adam and clipping, which did not exist then",
                result.Solved(Tanh, longest).Share < result.Solved(Tanh, result.Positions[0]).Share),
            new("LSTM learns it, also when T is long (Hochreiter & Schmidhuber 1997, table 3: 27 380 sequences "
                + "for T = 100, N = 3)",
                string.Join("; ",
                    result.Positions.Select(
                        x => $"T = {x}: {result.Solved(Long, x)}, median {Steps(Long, x)} sequences")),
                        $"{result.Setting["hidden"]} cells in place of 3; Adam; batches of "
                            + $"{result.Setting["batch"]}; no forget gate, as there",
                result.Positions.All(x => result.Solved(Long, x).Share > 0.5)),
            new("Guessing solves it more surely than gradient descent on a plain network, so the task alone "
                + "proves little",
                $"at T = {longest}: guessing {result.Solved(Guessing, longest)}, tanh "
                    + $"{result.Solved(Tanh, longest)}", "one guess costs a part of the work of one update",
                result.Solved(Guessing, longest).Share > result.Solved(Tanh, longest).Share),
        ];
    }

    private protected override ExperimentRun Perform(ExperimentCase @case, int seed, ExperimentSetting setting,
        CancellationToken cancellation)
    {
        var task = new TwoSequences(@case.X, setting.Whole("informative"));
        var fresh = TrainingRuns.Stream(seed, "test") is var test
            ? (Func<int, Batch<float>>)(size => Batches.Of<float>(task.Sample(size, test), OutputAt.LastStep))
            : throw new InvalidOperationException();
        return @case.Series == Guessing ? Guess(@case, seed, setting, task, fresh, cancellation)
            : Train(@case, seed, setting, task, fresh, cancellation);
    }

    private static ExperimentRun Train(
        ExperimentCase @case, int seed, ExperimentSetting setting, TwoSequences task, Func<int, Batch<float>> fresh,
        CancellationToken cancellation)
    {
        var weights = TrainingRuns.Stream(seed, "weights");
        Cell<float> cell = @case.Series == Long
            ? new Lstm<float>(task.Features, setting.Whole("hidden"), weights, forgetGate: false)
            : new VanillaRnn<float>(task.Features, setting.Whole("hidden"), Activation.Tanh, weights);
        var model = new SequenceModel<float>(cell, task.Classes.Count, weights, OutputAt.LastStep);
        var trainer = new Trainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean),
            new Adam<float>(model, setting["learning rate"]))
        { ClipNorm = setting["clip"] };
        var size = setting.Whole("batch");
        var batches = Batches.From<float>(task, size, TrainingRuns.Stream(seed, "training"), OutputAt.LastStep);
        var (ending, steps) =
            TrainingRuns.Until(trainer, batches, setting.Whole("sequences") / size, setting.Whole("check every"),
            () => TrainingRuns.IsBelow(model, fresh, 0.01, setting.Whole("test")), cancellation);
        return new ExperimentRun(@case, seed, ending, steps * size,
            TrainingRuns.ErrorRate(model, fresh, setting.Whole("test")));
    }

    // A network is kept when it gets all training sequences right; most fail on the first few, so these are looked at
    // first.
    private static ExperimentRun Guess(
        ExperimentCase @case, int seed, ExperimentSetting setting, TwoSequences task, Func<int, Batch<float>> fresh,
        CancellationToken cancellation)
    {
        var training = task.Sample(setting.Whole("training set"), TrainingRuns.Stream(seed, "training"));
        var (few, all) =
            (Batches.Of<float>(training[..8], OutputAt.LastStep), Batches.Of<float>(training, OutputAt.LastStep));
        var weights = TrainingRuns.Stream(seed, "weights");
        var model = new SequenceModel<float>(
            new VanillaRnn<float>(task.Features, setting.Whole("guessed hidden")), task.Classes.Count,
            outputAt: OutputAt.LastStep);
        var loss = new SoftmaxCrossEntropy<float>();
        ModelRun<float>? run = null;
        bool AllRight(Batch<float> batch, ref ModelRun<float>? into) =>
            loss.Evaluate((into = model.Unroll(batch.X, into: into)).O, batch.Y) is var result
                && result.Correct == result.Targets;

        ModelRun<float>? longer = null;
        for (var guess = 1; guess <= setting.Whole("guesses"); guess++)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var parameter in model.Parameters)
                Initialize.Uniform(parameter.Value, weights, setting["guessed weights"]);
            if (!AllRight(few, ref run) || !AllRight(all, ref longer))
                continue;
            // As in the paper the first network that fits the training set is tested; there is no second chance.
            var errors = TrainingRuns.ErrorRate(model, fresh, setting.Whole("test"));
            return new ExperimentRun(@case, seed, errors < 0.01 ? RunEnding.Solved : RunEnding.OutOfSteps, guess,
                errors);
        }

        return new ExperimentRun(@case, seed, RunEnding.OutOfSteps, setting.Whole("guesses"), 0.5);
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
