using RnnCourse.Cells;
using RnnCourse.Initialization;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Optimizers;
using RnnCourse.Regularizers;
using RnnCourse.Tasks;
using RnnCourse.Training;

namespace RnnCourse.Experiments;

/// <summary>
/// Pascanu, Mikolov and Bengio 2013, Fig. 7: for which lengths does a plain network learn the temporal-order task, with plain SGD, with the
/// norm of the gradient clipped (SGD-C), and with clipping and the regulariser Ω (SGD-CR), from three initialisations?
/// </summary>
internal sealed class TemporalOrderExperiment : Experiment
{
    private const string Sgd = "SGD", Clipped = "SGD-C", Regularised = "SGD-CR";
    private const string Sigmoid = "sigmoid", Tanh = "tanh", Smart = "smart tanh";

    public override string Name => "temporal-order";

    public override string Title => "Temporal order";

    public override string Paper => "Pascanu, Mikolov & Bengio 2013, Fig. 7";

    public override string Criterion => "fewer than 1 % errors on 10 000 fresh sequences";

    public override string XName => "length of the sequences";

    public override string MeasureName => "share of errors";

    public override ExperimentSetting Quick { get; } = Setting("quick", seeds: 2, steps: 2000, 10, 20);

    public override ExperimentSetting Full { get; } = Setting("full", seeds: 5, steps: 12_000, 10, 20, 30, 50);

    public override double? Baseline(int x) => 0.75;

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        const string Scaled = "lengths 10 to 50 in place of 50 to 200, and some thousand updates in place of some million: what a CPU does in minutes";
        string Shares(string panel) => string.Join("; ", result.Series.Select(series => $"{series} {result.Solved(series, panel: panel)}"));
        double Share(string series) => result.Solved(series).Share;
        List<Finding> findings =
        [
            new("SGD solves less than SGD-C, and SGD-C less than SGD-CR, over the lengths of Fig. 7",
                string.Join("; ", result.Series.Select(series => $"{series} {result.Solved(series)}")), Scaled,
                Share(Sgd) < Share(Clipped) && Share(Clipped) < Share(Regularised)),
        ];
        foreach (var panel in result.Panels)
            findings.Add(new($"The same order from the initialisation '{panel}' (one panel of Fig. 7)", Shares(panel), Scaled,
                result.Solved(Sgd, panel: panel).Share < result.Solved(Clipped, panel: panel).Share
                && result.Solved(Clipped, panel: panel).Share < result.Solved(Regularised, panel: panel).Share));
        var (shortest, longest) = (result.Positions[0], result.Positions[^1]);
        findings.Add(new("Plain SGD fails as the sequences get longer", $"SGD: {result.Solved(Sgd, shortest)} at length {shortest}, {result.Solved(Sgd, longest)} at length {longest}", Scaled,
            result.Solved(Sgd, longest).Share < result.Solved(Sgd, shortest).Share || result.Solved(Sgd, longest).Successes == 0));
        return findings;
    }

    private protected override ExperimentRun Perform(ExperimentCase @case, int seed, ExperimentSetting setting, CancellationToken cancellation)
    {
        var task = TemporalOrder.Pascanu(@case.X);
        var weights = TrainingRuns.Stream(seed, "weights");
        var cell = new VanillaRnn<float>(task.Inputs.Count, setting.Whole("hidden"), @case.Panel == Sigmoid ? Activation.Sigmoid : Activation.Tanh);
        var model = new SequenceModel<float>(cell, task.Classes.Count, outputAt: OutputAt.LastStep);
        var sigma = setting[@case.Panel == Sigmoid ? "sigma sigmoid" : "sigma tanh"];
        Initialize.Gaussian(cell.Wxh, weights, sigma);
        Initialize.Gaussian(model.Output.Why, weights, sigma);
        if (@case.Panel == Smart)
            Initialize.SmartTanh(cell.Whh, weights, setting["spectral radius"], setting.Whole("non-zeros a row"));
        else
            Initialize.Gaussian(cell.Whh, weights, sigma);

        var (omega, found, alpha) = (new Omega(OmegaJacobian.PreActivation), (OmegaResult<float>?)null, setting["alpha"]);
        var trainer = new Trainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Sgd<float>(model, setting["learning rate"]))
        {
            ClipNorm = @case.Series == Sgd ? null : setting["clip"],
            BeforeClipping = @case.Series != Regularised ? null : (run, gradient) =>
            {
                var own = (RnnGradient<float>)gradient.Cell;
                found = omega.Evaluate((RnnRun<float>)run.Cell, own, found);
                found.AddTo(own, alpha);
            },
        };
        var fresh = TrainingRuns.Fresh(task, TrainingRuns.Stream(seed, "test"));
        var test = setting.Whole("test");
        var batches = Batches.From<float>(task, setting.Whole("batch"), TrainingRuns.Stream(seed, "training"), OutputAt.LastStep);
        var (ending, steps) = TrainingRuns.Until(trainer, batches, setting.Whole("steps"), setting.Whole("check every"),
            () => TrainingRuns.IsBelow(model, fresh, 0.01, test), cancellation);
        return new ExperimentRun(@case, seed, ending, steps, TrainingRuns.ErrorRate(model, fresh, test));
    }

    private static ExperimentSetting Setting(string name, int seeds, int steps, params int[] lengths) => new(
        name, ExperimentCase.All([Sigmoid, Tanh, Smart], [Sgd, Clipped, Regularised], lengths), seeds, new Dictionary<string, double>
        {
            ["hidden"] = 50,
            ["sigma sigmoid"] = 0.01,
            ["sigma tanh"] = 0.1,
            ["spectral radius"] = 0.95,
            ["non-zeros a row"] = 15,
            ["learning rate"] = 0.01,
            ["batch"] = 20,
            ["clip"] = 1,
            ["alpha"] = 4,
            ["steps"] = steps,
            ["check every"] = 500,
            ["test"] = 10_000,
        });
}
