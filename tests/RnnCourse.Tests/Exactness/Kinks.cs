using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Models;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Exactness;

/// <summary>
/// Keeps differences away from the kink of ReLU: an error that was evaluated with a pre-activation on the other side of 0 is NaN, so is the
/// difference made of it, and the entry is left out of the comparison.
/// </summary>
internal sealed class Kinks(params Run<double>[] runs)
{
    private readonly bool[] _sides = [.. runs.SelectMany(Sides)];

    /// <summary>The error, if its runs are on the same side of every kink as the first ones.</summary>
    public double Away(double error, params Run<double>[] runs) =>
        runs.SelectMany(Sides).SequenceEqual(_sides) ? error : double.NaN;

    /// <summary>Asserts that a gradient agrees to 1e-8 with differences of an error that <see cref="Away"/> gave.</summary>
    public static void AssertSame(string what, IParameters<double> gradient, IParameters<double> differences)
    {
        var compared = new ParameterValues<double>(differences.Parameters.Zip(gradient.Parameters, (d, g) =>
            new Parameter<double>(d.Name, WhereNumbers(d.Value, g.Value))));
        Gradients.AssertSame($"{what}, BPTT against central differences", gradient, compared, 1e-8);
    }

    private static Mat<double> WhereNumbers(Mat<double> differences, Mat<double> otherwise)
    {
        var mat = differences.Clone();
        for (var r = 0; r < mat.Rows; r++)
            for (var c = 0; c < mat.Columns; c++)
                if (double.IsNaN(mat[r, c])) mat[r, c] = otherwise[r, c];
        return mat;
    }

    private static IEnumerable<bool> Sides(Run<double> run) => run switch
    {
        StackedRun<double> stack => stack.Layers.SelectMany(Sides),
        BidirectionalRun<double> pair => [.. Sides(pair.Forward), .. Sides(pair.Backward)],
        RnnRun<double> rnn when ((VanillaRnn<double>)rnn.Cell).Activation == Activation.Relu =>
            rnn.A.SelectMany(a => Enumerable.Range(0, a.Rows).SelectMany(b => a.RowSpan(b).ToArray())).Select(a => a > 0),
        _ => [],
    };
}
