using System.Globalization;

namespace RnnCourse.Analysis;

/// <summary>Compares a gradient with central differences of the loss, entry by entry: they know nothing about
/// derivatives.</summary>
public static class GradientCheck
{
    private const double Right = 1e-6;

    /// <summary>The derivative of a loss with respect to every number of a matrix, by central differences (E(w + h) −
    /// E(w − h)) / 2h, extrapolated (Richardson) from steps h and h/2, so that the error falls with h⁴. At the kink of
    /// a ReLU differences are wrong: check away from it.</summary>
    /// <param name="w">The matrix that is varied, weights or an input or a state; it is left as it was.</param>
    /// <param name="loss">Computes E from the present numbers.</param>
    /// <param name="step">h.</param>
    /// <returns>dE/dw, the shape of <paramref name="w"/>.</returns>
    public static Mat<T> CentralDifferences<T>(Mat<T> w, Func<double> loss, double step = 1e-3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(loss);
        Expect.Within(step, double.Epsilon, double.PositiveInfinity, "it must be above 0, and finite");
        return Mat<T>.Dense(w.Rows, w.Columns, (r, c) =>
        {
            var before = w[r, c];
            try
            {
                var (coarse, fine) = (Slope(r, c, before, step), Slope(r, c, before, step / 2));
                return T.CreateChecked(((4 * fine) - coarse) / 3);
            }
            finally
            {
                w[r, c] = before;
            }
        });

        double Slope(int r, int c, T at, double h)
        {
            w[r, c] = at + T.CreateChecked(h);
            var above = loss();
            w[r, c] = at - T.CreateChecked(h);
            return (above - loss()) / (2 * h);
        }
    }

    /// <summary>dE/dW for every parameter of an owner, by <see cref="CentralDifferences{T}(Mat{T}, Func{double},
    /// double)"/>.</summary>
    public static ParameterValues<T> CentralDifferences<T>(IParameters<T> owner, Func<double> loss, double step = 1e-3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new ParameterValues<T>(
            owner.Parameters.Select(p => new Parameter<T>(p.Name, CentralDifferences(p.Value, loss, step))));
    }

    /// <summary>Checks a model's gradient against differences of its loss, and says what is likely wrong; see
    /// <see cref="Compare{T}"/>.</summary>
    /// <param name="loss">Computes E from the present parameters.</param>
    public static GradientReport Run<T>(
        IParameters<T> model,
        IParameters<T> gradient,
        Func<double> loss,
        IEnumerable<(string Sentence, IParameters<T> Gradient)>? suspects = null,
        params (string Name, double Value)[] factors) where T : unmanaged, IFloatingPointIeee754<T> =>
        Compare(gradient, CentralDifferences(model, loss), suspects, factors);

    /// <summary>Compares a gradient with one that is known to be right, and says what is likely wrong.</summary>
    /// <param name="gradient">The gradient to check.</param>
    /// <param name="expected">The right one: the same names in the same order.</param>
    /// <param name="suspects">Sentences with the gradients that known mistakes give, such as <c>Mistakes.Of</c>;
    /// the first that fits is reported.</param>
    /// <param name="factors">Names of numbers that a wrong gradient may be off by, such as ("T", 6), ("B", 4).</param>
    /// <exception cref="ArgumentException">The two have not the same names and shapes, or nothing at all.</exception>
    public static GradientReport Compare<T>(
        IParameters<T> gradient,
        IParameters<T> expected,
        IEnumerable<(string Sentence, IParameters<T> Gradient)>? suspects = null,
        params (string Name, double Value)[] factors) where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckSameParameters(gradient, expected);
        var worst = Worst(gradient.Parameters, expected.Parameters);
        return worst.Error <= Right
            ? worst
            : worst with { Diagnosis = GradientDiagnosis.Of(gradient, expected, suspects ?? [], factors) };
    }

    private static GradientReport Worst<T>(IReadOnlyList<Parameter<T>> gradient, IReadOnlyList<Parameter<T>> expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var scale = expected.SelectMany(p => Numbers(p.Value)).Append(1e-12).Max(Math.Abs);
        GradientReport? worst = null;
        for (var i = 0; i < expected.Count; i++)
            for (var r = 0; r < expected[i].Value.Rows; r++)
                for (var c = 0; c < expected[i].Value.Columns; c++)
                {
                    var (e, g) = (double.CreateChecked(expected[i].Value[r, c]),
                        double.CreateChecked(gradient[i].Value[r, c]));
                    var error = double.IsNaN(g) ? double.PositiveInfinity : Math.Abs(g - e) / scale;
                    if (worst is null || error > worst.Error)
                        worst = new GradientReport(error, expected[i].Name, r, c, e, g);
                }

        return worst!;
    }

    private static void CheckSameParameters<T>(IParameters<T> gradient, IParameters<T> expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(expected);
        if (expected.Parameters.Count == 0)
            throw new ArgumentException("There is nothing to check: no parameters.", nameof(expected));
        if (!gradient.Parameters.Select(p => p.ToString()).SequenceEqual(expected.Parameters.Select(p => p.ToString())))
            throw new ArgumentException(
                $"The gradient has {string.Join(", ", gradient.Parameters)}; expected " +
                    $"{string.Join(", ", expected.Parameters)}.", nameof(gradient));
    }

    private static IEnumerable<double> Numbers<T>(Mat<T> mat) where T : unmanaged, IFloatingPointIeee754<T> =>
        mat.ToArray().Cast<T>().Select(double.CreateChecked);
}

/// <summary>The worst entry of a gradient.</summary>
/// <param name="Error">|gradient − differences| divided by the largest entry of the whole gradient.</param>
/// <param name="Parameter">Where: the parameter,</param>
/// <param name="Row">its row</param>
/// <param name="Column">and column.</param>
/// <param name="Differences">What central differences (or the right gradient) give there.</param>
/// <param name="Gradient">What the gradient says.</param>
/// <param name="Diagnosis">The likely mistake in words; null if the gradient is right, or no known mistake gives these
/// numbers.</param>
public sealed record GradientReport(
    double Error, string Parameter, int Row, int Column, double Differences, double Gradient, string? Diagnosis = null)
{
    /// <summary>The report as a sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"Worst entry {Parameter}[{Row}, {Column}]: got {Gradient:G6}, expected {Differences:G6}, relative error " +
            $"{Error:E1}.") +
        (Diagnosis is null ? "" : $" Likely mistake: {Diagnosis}.");
}
