using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Analysis;

/// <summary>Compares a gradient with central differences of the loss, entry by entry.</summary>
public static class GradientCheck
{
    /// <summary>
    /// The derivative of a loss with respect to every number of a matrix, by central differences
    /// (E(w + h) − E(w − h)) / 2h, extrapolated (Richardson) from steps h and h/2, so that the error falls with h⁴.
    /// </summary>
    /// <param name="w">The matrix that is varied; it is left as it was.</param>
    /// <param name="loss">Computes E from the present numbers.</param>
    /// <param name="step">h.</param>
    /// <returns>dE/dw, the shape of <paramref name="w"/>.</returns>
    public static Mat<T> CentralDifferences<T>(Mat<T> w, Func<double> loss, double step = 1e-3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(loss);
        var gradient = new Mat<T>(w.Rows, w.Columns);
        for (var r = 0; r < w.Rows; r++)
            for (var c = 0; c < w.Columns; c++)
            {
                var before = w[r, c];
                var coarse = Slope(r, c, before, step);
                var fine = Slope(r, c, before, step / 2);
                w[r, c] = before;
                gradient[r, c] = T.CreateChecked(((4 * fine) - coarse) / 3);
            }

        return gradient;

        double Slope(int r, int c, T at, double h)
        {
            w[r, c] = at + T.CreateChecked(h);
            var above = loss();
            w[r, c] = at - T.CreateChecked(h);
            return (above - loss()) / (2 * h);
        }
    }

    /// <summary>Checks every parameter of a model.</summary>
    /// <param name="parameters">What is varied.</param>
    /// <param name="gradient">The gradient to check: the same names in the same order.</param>
    /// <param name="loss">Computes E from the present parameters.</param>
    /// <param name="step">The step of the differences.</param>
    public static GradientReport Run<T>(
        IReadOnlyList<Parameter<T>> parameters, IReadOnlyList<Parameter<T>> gradient, Func<double> loss, double step = 1e-3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(gradient);
        if (parameters.Count != gradient.Count)
            throw new ArgumentException($"There are {parameters.Count} parameters and {gradient.Count} gradients.", nameof(gradient));
        var numeric = parameters.Select(p => CentralDifferences(p.Value, loss, step)).ToList();
        var scale = numeric.SelectMany(Numbers).Append(1e-12).Max(Math.Abs);
        GradientReport? worst = null;
        for (var i = 0; i < numeric.Count; i++)
            for (var r = 0; r < numeric[i].Rows; r++)
                for (var c = 0; c < numeric[i].Columns; c++)
                {
                    var (expected, actual) = (double.CreateChecked(numeric[i][r, c]), double.CreateChecked(gradient[i].Value[r, c]));
                    var error = Math.Abs(actual - expected) / scale;
                    if (worst is null || !(error <= worst.Error))
                        worst = new GradientReport(error, parameters[i].Name, r, c, expected, actual);
                }

        return worst ?? throw new ArgumentException("There is nothing to check: no parameters.", nameof(parameters));
    }

    private static IEnumerable<double> Numbers<T>(Mat<T> mat)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from r in Enumerable.Range(0, mat.Rows) from c in Enumerable.Range(0, mat.Columns) select double.CreateChecked(mat[r, c]);
}

/// <summary>The worst entry of a gradient.</summary>
/// <param name="Error">|gradient − differences| divided by the largest entry of the whole gradient.</param>
/// <param name="Parameter">Where: the parameter,</param>
/// <param name="Row">its row</param>
/// <param name="Column">and column.</param>
/// <param name="Differences">What central differences give there.</param>
/// <param name="Gradient">What the gradient says.</param>
public sealed record GradientReport(double Error, string Parameter, int Row, int Column, double Differences, double Gradient);
