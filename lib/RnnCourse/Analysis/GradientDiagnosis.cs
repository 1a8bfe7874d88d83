using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Analysis;

/// <summary>Finds the mistake that explains a wrong gradient: what is it equal to instead?</summary>
internal static class GradientDiagnosis
{
    private const double SameEnough = 1e-5;

    /// <summary>The likely mistake in words, or null.</summary>
    public static string? Of<T>(
        IParameters<T> gradient, IParameters<T> expected,
        IEnumerable<(string Sentence, IParameters<T> Gradient)> suspects, (string Name, double Value)[] factors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (g, e) = (ParameterVector.Of(gradient), ParameterVector.Of(expected));
        if (g.Any(x => !double.IsFinite(x)))
            return "it holds NaN or infinity: is the softmax computed without subtracting the maximum, or has the " +
                "training step overflowed";
        if (g.L2Norm() == 0) return "it is 0 throughout: nothing was accumulated";
        if (Factor(g, e, factors) is { } factor) return factor;

        foreach (var (sentence, suspect) in suspects)
            if (Near(g, ParameterVector.Of(suspect))) return sentence;
        return OneMatrix(gradient, expected, factors);
    }

    // The whole gradient is a multiple of the right one.
    private static string? Factor(Vector g, Vector e, (string Name, double Value)[] factors)
    {
        var ratio = g.DotProduct(e) / e.DotProduct(e);
        if (ratio == 0 || !double.IsFinite(ratio) || !Near(g, e * ratio)) return null;
        if (Math.Abs(ratio + 1) < SameEnough)
            return "the sign is wrong: it points uphill where it should point downhill";

        if (Candidates(factors).FirstOrDefault(f => Math.Abs(ratio / f.Value - 1) < SameEnough).Name is { } name)
            return $"off by the factor {name}: is the loss summed in one place and averaged in the other";
        // One number is always a multiple of another.
        return e.Count(x => x != 0) < 2 ? null
            : string.Create(CultureInfo.InvariantCulture, $"off by the constant factor {ratio:G6}");
    }

    private static IEnumerable<(string Name, double Value)> Candidates((string Name, double Value)[] factors)
    {
        IEnumerable<(string Name, double Value)> all = [.. factors, ("2", 2)];
        if (factors.Length > 1)
            all = all.Append((string.Join("·", factors.Select(f => f.Name)),
                factors.Aggregate(1.0, (product, f) => product * f.Value)));
        foreach (var (name, value) in all)
        {
            yield return (name, value);
            yield return ($"1/{(name.Contains('·', StringComparison.Ordinal) ? $"({name})" : name)}", 1 / value);
        }
    }

    // Some matrices are right and one is not.
    private static string? OneMatrix<T>(
        IParameters<T> gradient, IParameters<T> expected, (string Name, double Value)[] factors)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var wrong = gradient.Parameters.Zip(
            expected.Parameters, (g, e) => (g.Name, G: g.Value.ToMathNet(), E: e.Value.ToMathNet()))
            .Where(p => !Near(Flat(p.G), Flat(p.E)))
            .ToArray();
        if (wrong.Length != 1) return null;
        var (name, got, right) = wrong[0];
        if (got.FrobeniusNorm() == 0) return $"{name} is 0 throughout: nothing was accumulated into it";
        if (got.RowCount == got.ColumnCount && Near(Flat(got), Flat(right.Transpose())))
            return $"{name} matches if it is transposed";
        if (Factor(Flat(got), Flat(right), factors) is { } factor) return $"{name} alone is wrong: {factor}";
        return expected.Parameters.Count == 1
            ? null
            : $"{name} alone is wrong, the other parameters are right: look at the line that accumulates it";
    }

    private static bool Near(Vector a, Vector b) =>
        a.Count == b.Count && (a - b).L2Norm() <= SameEnough * Math.Max(b.L2Norm(), double.Epsilon);

    private static Vector Flat(Matrix<double> m) => Vector.Build.DenseOfArray(m.ToRowMajorArray());
}
