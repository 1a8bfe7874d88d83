using RnnCourse.Initialization;
using RnnCourse.Losses;

namespace RnnCourse.Lessons.Experiments;

/// <summary>A plain network, a sequence with a right answer at each step, the run and its errors.</summary>
/// <param name="Errors">The cross-entropy, summed over steps and examples.</param>
/// <param name="DEdH">∂⁺E/∂h[t]: what each state does to the error of its own step, T × [B, H].</param>
public sealed record RandomRun(SequenceModel<double> Model, Sequence<double> X, Sequence<double> Y,
    RnnRun<double> Run, LossResult<double> Errors, Steps<double> DEdH)
{
    /// <summary>A network with W_hh drawn from N(0, gain²/H), W_xh from N(0, ¼) and W_hy from N(0, 1/H).</summary>
    public static SequenceModel<double> Network(double gain, int symbols, Random random, int units = 16)
    {
        var cell = new VanillaRnn<double>(symbols, units);
        Initialize.Gaussian(cell.W.Wxh, random, 0.5);
        Initialize.Gaussian(cell.W.Whh, random, gain / Math.Sqrt(units));
        var model = new SequenceModel<double>(cell, symbols);
        Initialize.Gaussian(model.Output.Why, random, 1 / Math.Sqrt(units));
        return model;
    }

    /// <summary>A drawn network, drawn inputs and drawn right answers.</summary>
    public static RandomRun Draw(double gain, int seed, int units = 16, int steps = 20, int symbols = 5, int batch = 1)
    {
        var random = new Random(seed);
        var model = Network(gain, symbols, random, units);
        int[][] Symbols() => [.. Enumerable.Range(0, steps)
            .Select(_ => Enumerable.Range(0, batch).Select(_ => random.Next(symbols)).ToArray())];
        return Of(model, Symbols(), Symbols());
    }

    /// <summary>Runs a network over a sequence and judges it.</summary>
    /// <param name="initial">The state before the first step; null is zeros.</param>
    public static RandomRun Of(SequenceModel<double> model, Sequence<double> x, Sequence<double> y,
        State<double>? initial = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        var run = model.Unroll(x, initial);
        var errors = new SoftmaxCrossEntropy<double>(Reduction.Sum).Evaluate(run.O, y);
        Steps<double> dEdH = errors.dO.Select(dO => dO * model.Output.Why).ToArray();
        return new(model, x, y, (RnnRun<double>)run.Cell, errors, dEdH);
    }
}
