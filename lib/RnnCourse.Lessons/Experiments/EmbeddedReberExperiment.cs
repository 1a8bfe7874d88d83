using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;

namespace RnnCourse.Lessons.Experiments;

/// <summary>Hochreiter and Schmidhuber 1997, experiment 1: who learns the embedded Reber grammar, so that every
/// prediction is legal? An Elman network was trained then with the gradient of one step only; here also with full BPTT,
/// to see which of the two, the cell or the gradient, is at fault.</summary>
internal sealed class EmbeddedReberExperiment() : Experiment(
    "embedded-reber", "The embedded Reber grammar", "Hochreiter & Schmidhuber 1997, experiment 1",
    criterion: "every prediction legal on 256 fresh strings",
    x: "hidden units", measure: "share of errors at the symbol to be remembered", step: "strings", baseline: 0.5,
    quick: Setting("quick", seeds: 3, strings: 3000),
    full: Setting("full", seeds: 10, strings: 30_000))
{
    private const string Long = "LSTM", Elman = "Elman, one step back", Bptt = "Elman, full BPTT";

    public override IReadOnlyList<Finding> Compare(ExperimentResult result)
    {
        string Steps(string series) => result.MedianSteps(series) is { } median
            ? $", median {RnnCourse.Figures.Drawing.Numbers.Short(median)} strings" : "";
        return
        [
            new("LSTM: 97 to 100 % of the runs learn it (table 1)", $"{result.Solved(Long)}{Steps(Long)}",
                "forget gates; Adam; fresh strings in place of a training set of 256; so few runs can show no more "
                    + "than that most learn it: yes is more than half", Verdict.Above(result.Solved(Long), 0.5)),
            new("Elman network: 0 % of the runs learn it (table 1)",
                $"{result.Solved(Elman)}{Steps(Elman)}; errors at the symbol to be remembered {result.Measure(Elman)}",
                "the same gradient of one step back; Adam; yes is fewer than half",
                Verdict.Below(result.Solved(Elman), 0.5)),
            new("Not in the paper: the same Elman network with the full gradient",
                $"{result.Solved(Bptt)}{Steps(Bptt)}; errors at the symbol to be remembered {result.Measure(Bptt)}",
                "BPTT over the whole string in place of one step", null),
        ];
    }

    protected override ExperimentRun Perform(Trial trial)
    {
        var task = new EmbeddedReber();
        var (symbols, weights) = (task.Inputs.Count, trial.Random("weights"));
        Cell<float> cell = trial.Case.Series == Long
            ? new Lstm<float>(symbols, trial.Case.X, weights, forgetBias: 1)
            : new VanillaRnn<float>(symbols, trial.Case.X, Activation.Tanh, weights);
        var model = new SequenceModel<float>(cell, symbols, weights);
        var trainer = trial.Adam(model, new SoftmaxCrossEntropy<float>(Reduction.Mean));
        var (training, test) = (trial.Random("training"), trial.Random("test"));
        var (strings, every) = (trial.Whole("strings"), trial.Whole("check every"));
        for (var done = 0; done < strings; done += every)
        {
            try
            {
                Learn(trial, task, trainer, training, every);
            }
            catch (ArithmeticException)
            {
                return trial.Ended(RunEnding.Diverged, done + every, Judge(task, model, test, trial.Whole("test"))
                    .Wrong);
            }

            if (Judge(task, model, test, trial.Whole("test")) is var judged
                && (judged.Legal || done + every >= strings))
                return trial.Ended(judged.Legal ? RunEnding.Solved : RunEnding.OutOfSteps, done + every, judged.Wrong);
        }

        throw new InvalidOperationException("The setting has no strings to learn from.");
    }

    // One string after another. Elman's way: an update at each step, by the error of that step and the state before it
    // held constant.
    private static void Learn(Trial trial, EmbeddedReber task, Trainer<float> trainer, Random training, int strings)
    {
        for (var n = 0; n < strings; n++)
        {
            var example = task.Sample(training);
            Batch<float>[] steps = trial.Case.Series == Elman
                ? [.. example.Inputs.Select((input, t) =>
                    new Batch<float>(new[] { new[] { input } }, new[] { new[] { example.Targets[t] } }, t == 0))]
                : [Batches.Of<float>([example])];
            trainer.Run(steps, steps.Length, cancellation: trial.Cancellation);
            trial.Cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Whether every legal symbol is more probable than every other at each step, and how often the symbol to
    /// be remembered is wrong.</summary>
    private static (bool Legal, double Wrong) Judge(EmbeddedReber task, SequenceModel<float> model, Random test,
        int strings)
    {
        var examples = task.Sample(strings, test);
        var outputs = model.Unroll(Batches.Of<float>(examples).X).O;
        var (legal, wrong) = (true, 0);
        for (var b = 0; b < examples.Length; b++)
        {
            var allowed = task.Legal(examples[b].Inputs);
            for (var t = 0; t < allowed.Length; t++)
            {
                var o = outputs[t].RowSpan(b);
                var (worstLegal, bestOther) = (float.PositiveInfinity, float.NegativeInfinity);
                for (var symbol = 0; symbol < o.Length; symbol++)
                    if (allowed[t].Contains(symbol)) worstLegal = Math.Min(worstLegal, o[symbol]);
                    else bestOther = Math.Max(bestOther, o[symbol]);
                var right = worstLegal > bestOther;
                legal &= right;
                if (!right && t == EmbeddedReber.RecallStep(examples[b])) wrong++;
            }
        }

        return (legal, (double)wrong / examples.Length);
    }

    private static ExperimentSetting Setting(string name, int seeds, int strings) => new(
        name, [new("", Long, 8), new("", Elman, 15), new("", Bptt, 15)], seeds, new Dictionary<string, double>
        {
            ["learning rate"] = 0.01,
            ["clip"] = 1,
            ["strings"] = strings,
            ["check every"] = 500,
            ["test"] = 256,
        });
}
