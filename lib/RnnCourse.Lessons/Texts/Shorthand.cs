using MathNet.Numerics.LinearAlgebra;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Texts;

/// <summary>Words that several notebooks need: <c>using static RnnCourse.Lessons.Texts.Shorthand</c>.</summary>
public static class Shorthand
{
    /// <summary>Text with its numbers written the same everywhere: 0.5, never 0,5.</summary>
    public static string Text(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>Prints a line; its numbers are written the same everywhere.</summary>
    public static void Print(FormattableString text) => Console.WriteLine(Text(text));

    /// <summary>A vector as text, such as <c>(+0.500, -0.250)</c>.</summary>
    public static string Show(Vector v) => $"({string.Join(", ", v.Select(e => Text($"{e:+0.000;-0.000}")))})";

    /// <summary>‖got − expected‖ / ‖expected‖, Frobenius norms.</summary>
    public static double RelativeError(Matrix<double> got, Matrix<double> expected) =>
        (got - expected).FrobeniusNorm() / expected.FrobeniusNorm();

    /// <summary>‖got − expected‖ / ‖expected‖, Euclidean norms.</summary>
    public static double RelativeError(Vector got, Vector expected) =>
        (got - expected).L2Norm() / expected.L2Norm();

    /// <summary>σ(a) = 1 / (1 + e⁻ᵃ).</summary>
    public static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));

    /// <summary>The element-wise product ⊙ of several vectors.</summary>
    public static Vector Times(params Vector[] factors) =>
        factors.Aggregate((product, factor) => product.PointwiseMultiply(factor));

    /// <summary>The first row of a matrix, as a vector of MathNet.</summary>
    public static Vector Row(Mat<double> mat) => mat.ToMathNet().Row(0);

    /// <summary>The column of the largest number in a row.</summary>
    public static int Best<T>(Mat<T> scores, int row)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        var best = 0;
        for (var k = 1; k < scores.Columns; k++)
            if (scores[row, k] > scores[row, best]) best = k;
        return best;
    }

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<int> x) => Median(x.Select(n => (double)n));

    /// <summary>The median.</summary>
    public static double Median(IEnumerable<double> x)
    {
        var sorted = x.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
