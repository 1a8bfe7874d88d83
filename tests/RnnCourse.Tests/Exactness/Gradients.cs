using System.Numerics;
using RnnCourse.Analysis;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Exactness;

/// <summary>Asserts that gradients are the same, or says where they differ, by how much, and what mistake would explain
/// it.</summary>
internal static class Gradients
{
    /// <param name="what">Of what and by which way the gradient is: a failing test begins with it.</param>
    /// <param name="gradient">The gradient to check.</param>
    /// <param name="expected">The right one.</param>
    /// <param name="bound">The largest error allowed, relative to the largest entry of all.</param>
    /// <param name="suspects">Known mistakes with the gradients they give.</param>
    public static void AssertSame<T>(
        string what, IParameters<T> gradient, IParameters<T> expected, double bound,
        IEnumerable<(string Sentence, IParameters<T> Gradient)>? suspects = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var report = GradientCheck.Compare(gradient, expected, suspects);
        if (report.Error <= bound)
            return;
        var scale = expected.Parameters.Max(p => Largest(p.Value));
        var wrong = gradient.Parameters.Zip(expected.Parameters)
            .Where(pair => !(Largest(pair.First.Value - pair.Second.Value) <= bound * scale))
            .Select(pair => pair.First.Name).ToList();
        Assert.Fail($"{what}: {report} Wrong: {string.Join(", ", wrong)} ({wrong.Count} of "
            + $"{expected.Parameters.Count}).");
    }

    /// <summary>The same for a single matrix.</summary>
    public static void AssertSame<T>(string what, string name, Mat<T> actual, Mat<T> expected, double bound)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        AssertSame(what, new ParameterValues<T>([new(name, actual)]), new ParameterValues<T>([new(name, expected)]),
            bound);

    private static double Largest<T>(Mat<T> mat)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        mat.ToArray().Cast<T>().Max(x => T.IsNaN(x) ? double.PositiveInfinity : Math.Abs(double.CreateChecked(x)));
}
