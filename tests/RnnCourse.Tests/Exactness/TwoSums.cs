using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Models;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Exactness;

/// <summary>
/// The gradient of any cell as the double sum over (t, k) and by forward mode. A bidirectional pair is taken apart here
/// into its two runs, each with its half of dE/dh, and a stack that holds a pair into its layers, each with the dE/dx
/// of the layer above it.
/// </summary>
internal static class TwoSums
{
    private delegate IParameters<double> Method(Run<double> run, Steps<double> dEdH, State<double>? dEdFinal);

    /// <summary>Asserts that a gradient is both, to 1e-12 of its largest entry. It must hold the dE/dx of the layers of
    /// a stack.</summary>
    public static void AssertEqual(string what, Gradient<double> bptt, Run<double> run, Steps<double> dEdH,
        State<double>? dEdFinal = null)
    {
        foreach (var (method, expected) in Of(bptt, run, dEdH, dEdFinal))
            Gradients.AssertSame($"{what}, BPTT against {method}", bptt, expected, 1e-12);
    }

    /// <summary>The double sum, then forward mode, under the names of the cell's parameters.</summary>
    public static IEnumerable<(string Method, ParameterValues<double> Gradient)> Of(
        Gradient<double> bptt, Run<double> run, Steps<double> dEdH, State<double>? dEdFinal = null)
    {
        (string,
            Method)[] methods = [("the double sum", (r, h, final) => new DoubleSum<double>(r, h, final).Gradient),
                ("forward mode", ForwardMode.Gradient)];
        foreach (var (name, method) in methods)
            yield return (name, new ParameterValues<double>(run.Cell.Parameters.Zip(
                Parts(method, bptt, run, dEdH, dEdFinal), (p, value) => new Parameter<double>(p.Name, value))));
    }

    private static IEnumerable<Mat<double>> Parts(
        Method method, Gradient<double> bptt, Run<double> run, Steps<double> dEdH, State<double>? dEdFinal)
    {
        switch (run)
        {
            case BidirectionalRun<double> pair:
                var ofPair = (BidirectionalGradient<double>)bptt;
                var (forward, backward) = Halves(pair, dEdH);
                return
                [
                    .. Parts(method, ofPair.Forward, pair.Forward, forward, dEdFinal?.Layers[0]),
                    .. Parts(method, ofPair.Backward, pair.Backward, backward, dEdFinal?.Layers[1]),
                ];

            case StackedRun<double> stack when stack.Layers.Any(layer => layer is BidirectionalRun<double>):
                var layers = ((StackedGradient<double>)bptt).Layers;
                return stack.Layers.SelectMany((layer, l) => Parts(
                    method, layers[l], layer, l == layers.Count - 1 ? dEdH : layers[l + 1].X, dEdFinal?.Layers[l]));

            default:
                return method(run, dEdH, dEdFinal).Parameters.Select(p => p.Value);
        }
    }

    // What each direction gets: the backward cell read a sequence of length n from its step n − 1 down to 0, and its
    // padding shows nowhere.
    private static (Steps<double> Forward, Steps<double> Backward) Halves(BidirectionalRun<double> pair,
        Steps<double> dEdH)
    {
        var (forward, backward) = (
            new Steps<double>(pair.Count, pair.Batch, pair.Forward.H.Columns),
            new Steps<double>(pair.Count, pair.Batch, pair.Backward.H.Columns));
        for (var b = 0; b < pair.Batch; b++)
        {
            var n = pair.X.Lengths?[b] ?? pair.Count;
            for (var t = 0; t < pair.Count; t++)
            {
                for (var h = 0; h < forward.Columns; h++)
                    forward[t][b, h] = dEdH[t][b, h];
                for (var h = 0; t < n && h < backward.Columns; h++)
                    backward[n - 1 - t][b, h] = dEdH[t][b, forward.Columns + h];
            }
        }

        return (forward, backward);
    }
}
