using RnnCourse.Initialization;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Optimizers;
using RnnCourse.Regularizers;

namespace RnnCourse.Lessons.Experiments;

/// <summary>Pascanu, Mikolov and Bengio 2013, Fig. 7: for which lengths does a plain network learn the temporal-order
/// task, with plain SGD, with the norm of the gradient clipped (SGD-C), and with clipping and the regulariser Ω
/// (SGD-CR), from three initialisations?</summary>
internal sealed class TemporalOrderExperiment() : Experiment(
    "temporal-order", "Temporal order", "Pascanu, Mikolov & Bengio 2013, Fig. 7",
    criterion: "fewer than 1 % errors on 10 000 fresh sequences",
    x: "length of the sequences", measure: "share of errors", baseline: 0.75,
    quick: Setting("quick", seeds: 2, steps: 2000, 10, 20),
    full: Setting("full", seeds: 4, steps: 12_000, 10, 20, 30, 50))
{
    private const string Sgd = "SGD", Clipped = "SGD-C", Regularised = "SGD-CR";
    private const string Sigmoid = "sigmoid", Tanh = "tanh", Smart = "smart tanh";

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        var (shortest, longest) = (result.Positions[0], result.Positions[^1]);
        var scaled = $"lengths {shortest} to {longest} in place of 50 to 200, and at most "
            + $"{Numbers.Short(result.Setting["steps"])} updates in place of 5 million in the authors' program";
        var weights = $"'{Smart}' draws Wxh and Why from σ = {Numbers.Short(result.Setting["sigma tanh"])}, the "
            + "program from 0.01";
        var omega = $"Ω is equation 9 with α = {Numbers.Short(result.Setting["alpha"])}: a sum over time of ratios; "
            + "the program has the mean of squared ratios, so that the same α is weaker there";
        string Differs(string? panel) => string.Join("; ", ((string?[])
            [scaled, panel is null or Smart ? weights : null, omega]).OfType<string>());
        string Shares(string? panel) =>
            string.Join("; ", result.Series.Select(series => $"{series} {result.Solved(series, panel: panel)}"));
        bool? Ordered(string? panel, string less, string more) =>
            Verdict.More(result.Solved(more, panel: panel), result.Solved(less, panel: panel));
        var diverged = result.Of(Sgd).Count(run => run.Ending == RunEnding.Diverged);
        // Where both solve the task, who is faster?
        var both = result.Runs.Where(run => run.Case.Series == Sgd && run.Solved)
            .Join(result.Runs.Where(run => run.Case.Series == Clipped && run.Solved), run =>
                (run.Case.Panel, run.Case.X, run.Seed), run => (run.Case.Panel, run.Case.X, run.Seed), (sgd, clipped) =>
                (sgd, clipped)).ToArray();
        List<Finding> findings =
        [
            new("SGD-CR solves more than SGD-C (Fig. 7)", Shares(null), Differs(null),
                Ordered(null, Clipped, Regularised)),
            new("SGD-C solves more than SGD (Fig. 7)",
                $"SGD {result.Solved(Sgd)}, SGD-C {result.Solved(Clipped)}; plain SGD diverged in "
                + $"{diverged} {(diverged == 1 ? "run" : "runs")}; where both solve it, SGD-C needs more updates in "
                + $"{both.Count(pair => pair.clipped.Steps > pair.sgd.Steps)} of {both.Length} pairs, fewer in "
                + $"{both.Count(pair => pair.clipped.Steps < pair.sgd.Steps)}",
                $"{scaled}; {weights}. Clipping rescues runs that would blow up, and otherwise only makes steps "
                    + "smaller",
                    Ordered(null, Sgd, Clipped)),
        ];
        foreach (var panel in result.Panels)
            findings.Add(new($"The order SGD < SGD-C < SGD-CR from the initialisation '{panel}' (a panel of Fig. 7)",
                Shares(panel), Differs(panel),
                Ordered(panel, Sgd, Clipped) & Ordered(panel, Clipped, Regularised)));
        findings.Add(new("Plain SGD fails as the sequences get longer", $"SGD: {result.Solved(Sgd, shortest)} at "
            + $"length {shortest}, {result.Solved(Sgd, longest)} at length {longest}", $"{scaled}; {weights}",
            Verdict.More(result.Solved(Sgd, shortest), result.Solved(Sgd, longest))));
        findings.Add(new("The smart tanh initialisation goes further than the basic tanh",
            string.Join("; ", new[] { Tanh, Smart }.Select(panel => $"{panel} {Solved(result, panel)}")),
            Differs(null), Verdict.More(Solved(result, Smart), Solved(result, Tanh))));
        return findings;
    }

    private static Proportion Solved(ExperimentResult result, string panel) =>
        result.Runs.Where(run => run.Case.Panel == panel).ToArray() is var runs
        ? new Proportion(runs.Count(run => run.Solved), runs.Length) : throw new InvalidOperationException();

    protected override ExperimentRun Perform(Trial trial)
    {
        var task = TemporalOrder.Pascanu(trial.Case.X);
        var weights = trial.Random("weights");
        var cell = new VanillaRnn<float>(task.Inputs.Count, trial.Whole("hidden"), trial.Case.Panel == Sigmoid
            ? Activation.Sigmoid : Activation.Tanh);
        var model = new SequenceModel<float>(cell, task.Classes.Count, outputAt: OutputAt.LastStep);
        var sigma = trial[trial.Case.Panel == Sigmoid ? "sigma sigmoid" : "sigma tanh"];
        Initialize.Gaussian(cell.W.Wxh, weights, sigma);
        Initialize.Gaussian(model.Output.Why, weights, sigma);
        if (trial.Case.Panel == Smart)
            SmartTanh.Fill(cell.W.Whh, weights, trial["spectral radius"], trial.Whole("non-zeros a row"));
        else
            Initialize.Gaussian(cell.W.Whh, weights, sigma);

        var (omega, found, alpha) = (new Omega(OmegaForm.Equation9), (OmegaResult<float>?)null, trial["alpha"]);
        var trainer = new Trainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean),
            new Sgd<float>(model, trial["learning rate"]))
        {
            ClipNorm = trial.Case.Series == Sgd ? null : trial["clip"],
            BeforeClipping = trial.Case.Series != Regularised ? null : (run, gradient) =>
            {
                var own = (RnnGradient<float>)gradient.Cell;
                found = omega.Evaluate((RnnRun<float>)run.Cell, own, found);
                found.AddTo(own, alpha);
            },
        };
        var fresh = Trial.Fresh(task, trial.Random("test"));
        var batches = Batches.From<float>(task, trial.Whole("batch"), trial.Random("training"), OutputAt.LastStep);
        return trial.UntilClassified(trainer, model, batches, fresh, trial.Whole("steps"));
    }

    private static ExperimentSetting Setting(string name, int seeds, int steps, params int[] lengths) => new(
        name, ExperimentCase.All([Sigmoid, Tanh, Smart], [Sgd, Clipped, Regularised], lengths), seeds,
        new Dictionary<string, double>
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
