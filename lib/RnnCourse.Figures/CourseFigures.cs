using System.Numerics;

namespace RnnCourse.Figures;

/// <summary>The figures that recur in the course, one call each. They take plain numbers and know nothing of
/// networks.</summary>
public static class CourseFigures
{
    /// <summary>A unit counts as saturated when its activation is beyond this size.</summary>
    public const double Saturated = 0.95;

    /// <summary>The loss of one or more runs at each update.</summary>
    /// <param name="baseline">The loss of guessing, as a dashed line: ln C for C classes.</param>
    /// <param name="every">How many updates lie between two values.</param>
    public static Figure LossCurves<T>(double? baseline = null, int every = 1, string unit = "nats",
        params (string Name, T[] Losses)[] runs) where T : INumberBase<T>
    {
        var figure = Overlay(runs, values => Figure.Positions(values.Length).Select(i => i * every).ToArray())
            .Titled("Loss during training").XAxis("update").YAxis($"loss ({unit})");
        return baseline is double guessing ? figure.HorizontalLine(guessing, "guessing") : figure;
    }

    /// <summary>The loss of one run at each update.</summary>
    public static Figure LossCurve<T>(IEnumerable<T> losses, double? baseline = null, int every = 1,
        string unit = "nats") where T : INumberBase<T> =>
        LossCurves(baseline, every, unit, ("training", losses.ToArray()));

    /// <summary>How large the gradient still is after travelling back a number of steps, in decades.</summary>
    /// <param name="curves">Name and norms of each network; the norm at index n belongs to lag n.</param>
    public static Figure GradientNormByLag<T>(params (string Name, T[] Norms)[] curves) where T : INumberBase<T> =>
        Overlay(curves, values => Figure.Positions(values.Length))
            .Titled("Size of the gradient by lag").XAxis("lag (steps back)").YAxis("norm of the gradient", log: true);

    /// <summary>How much the error at each time step t says about the weights through each earlier step k.</summary>
    /// <param name="norms">The size of each contribution, [t, k]; entries with k &gt; t are ignored.</param>
    public static Figure ContributionMap<T>(T[,] norms) where T : INumberBase<T>
    {
        var values = Numbers.From(norms);
        var steps = values.GetLength(0);
        var lower = new double[steps, values.GetLength(1)];
        var zeros = 0;
        for (var t = 0; t < steps; t++)
            for (var k = 0; k < lower.GetLength(1); k++)
            {
                lower[t, k] = k <= t ? values[t, k] : double.NaN;
                if (k <= t && values[t, k] == 0) zeros++;
            }
        // The empty half is not missing data, so the figure does not report it.
        return Figure.HeatMap(lower, null, null, false, log: true, false, "norm", null, gapsExpected: true)
            .Titled("Contribution of each earlier step k to the gradient of the error at t")
            .XAxis("k").YAxis("t").Noted(zeros == 0 ? null : $"{Numbers.Count(zeros)} contributions are exactly 0.");
    }

    /// <summary>Eigenvalues in the complex plane, with the unit circle: those outside it grow, those inside
    /// shrink.</summary>
    public static Figure Eigenvalues(IEnumerable<Complex> eigenvalues, string title = "Eigenvalues of W_hh")
    {
        ArgumentNullException.ThrowIfNull(eigenvalues);
        Complex[] all = [.. eigenvalues];
        var radius = all.Select(value => value.Magnitude).DefaultIfEmpty(0).Max();
        var angles = Figure.Between(0, 2 * Math.PI, 121);
        return Figure.Line(angles.Select(Math.Cos), angles.Select(Math.Sin), "unit circle", Dash.Dashed)
            .With(Figure.Scatter(all.Select(value => value.Real), all.Select(value => value.Imaginary), "eigenvalues",
                all.Select(value => $"|λ| = {Numbers.Short(value.Magnitude)}")))
            .WithEqualAxes().Titled($"{title}: spectral radius {Numbers.Short(radius)}").XAxis("real part")
            .YAxis("imaginary part").Sized(height: 420);
    }

    /// <summary>tanh, sigmoid and ReLU with their slopes: sigmoid's is at most ¼, tanh's at most 1, ReLU's 0 or
    /// 1.</summary>
    public static Figure ActivationSlopes(double range = 4)
    {
        static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));
        Figure Three(Func<double, double> tanh, Func<double, double> sigmoid, Func<double, double> relu) =>
            Figure.Function(tanh, -range, range, "tanh")
                .With(Figure.Function(sigmoid, -range, range, "sigmoid"), Figure.Function(relu, -range, range, "ReLU"))
                .XAxis("a");
        return Figure.SmallMultiples(
        [
            Three(Math.Tanh, Sigmoid, a => Math.Max(0, a)).Titled("Activation φ(a)").YAxis(min: -1.2, max: 2),
            Three(a => 1 - Math.Tanh(a) * Math.Tanh(a), a => Sigmoid(a) * (1 - Sigmoid(a)), a => a > 0 ? 1 : 0)
                .Titled("Slope φ′(a)").YAxis(min: -0.1, max: 1.1),
        ], sharedY: false).Titled("Activations and their slopes").Sized(height: 300);
    }

    /// <summary>How the activations of tanh units are spread, and which share of them is saturated (beyond
    /// ±0.95).</summary>
    /// <param name="activations">Name and activations of each layer, time or network.</param>
    public static Figure SaturationHistograms<T>(params (string Name, T[] Values)[] activations)
        where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(activations);
        return Figure.SmallMultiples(activations.Select(item =>
        {
            var values = Numbers.From(item.Values);
            var share =
                values.Length == 0 ? 0 : values.Count(value => Math.Abs(value) > Saturated) / (double)values.Length;
            return Figure.Histogram(values, 40, -1, 1)
                .Titled($"{item.Name}: {Numbers.Short(Math.Round(100 * share, 1))} % saturated").XAxis("h");
        }), columns: Math.Min(2, Math.Max(1, activations.Length)), sharedY: false).Titled("Activations");
    }

    /// <summary>How open each gate of each unit is over time: 0 closed, 1 open.</summary>
    /// <param name="tokens">The input at each step, along the axis; null for numbers.</param>
    /// <param name="gates">Name and activations of each gate, [unit, time].</param>
    public static Figure GateActivity<T>(IEnumerable<string>? tokens, params (string Name, T[,] Values)[] gates)
        where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(gates);
        var steps = tokens?.ToArray();
        return Figure.SmallMultiples(gates.Select(gate =>
            Figure.HeatMap(gate.Values, columns: steps, unit: "open", limit: 1).Titled(gate.Name)
            .XAxis(steps is null ? "time step" : "input").YAxis("unit")), columns: 1, sharedY: false)
            .Titled("Gates over time");
    }

    /// <summary>The weights of a model: their shapes, and how many numbers they hold.</summary>
    public static Figure ParameterTable(params (string Name, int Rows, int Columns)[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var rows = weights.Select(w => new object?[] { w.Name, $"{w.Rows} × {w.Columns}", (long)w.Rows * w.Columns });
        return Figure.Table(["weight", "shape", "parameters"],
            rows.Append(["total", "", weights.Sum(w => (long)w.Rows * w.Columns)])).Titled("Parameters");
    }

    /// <summary>What a language model writes after more and more training.</summary>
    /// <param name="samples">Iteration, loss and sampled text.</param>
    public static Figure SampleByIteration(params (int Iteration, double Loss, string Sample)[] samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Figure.Table(["iteration", "loss", "sample"],
            samples.Select(s => new object?[] { s.Iteration, s.Loss, s.Sample })).Titled("Samples during training");
    }

    private static Figure Overlay<T>((string Name, T[] Values)[] curves, Func<double[], double[]> positions)
        where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(curves);
        Figure[] lines = [.. curves.Select(curve =>
        {
            var values = Numbers.From(curve.Values);
            return Figure.Line(positions(values), values, curve.Name);
        })];
        return lines.Length == 0 ? Figure.Line(Array.Empty<double>()) : lines[0].With(lines[1..]);
    }
}
