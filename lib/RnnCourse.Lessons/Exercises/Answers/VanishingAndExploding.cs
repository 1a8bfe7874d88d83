using RnnCourse.Lessons.Analysis;

namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebook 06 and its two further parts.</summary>
internal static class VanishingAndExploding
{
    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("6.1", (double w, double slope) => Math.Log(0.01) / Math.Log(w * slope), [(1.2, 0.7), (0.9, 0.95)],
            ("you left out the slope", (w, _) => Math.Log(0.01) / Math.Log(w)),
            ("you left out the weight", (_, slope) => Math.Log(0.01) / Math.Log(slope)),
            ("you added where the chain rule multiplies", (w, slope) => Math.Log(0.01) / Math.Log(w + slope)),
            ("you took one tenth in place of one hundredth",
                (w, slope) => Math.Log(0.1) / Math.Log(w * slope))),
        Answer.Of("6.2", (double[,] Whh, double[] hNext) => Jacobian(Whh, hNext),
            [(new[,] { { 0.6, -0.5 }, { 0.4, 0.9 } }, [0.8, -0.3]),
                (new[,] { { 1.1, 0.3 }, { -0.7, 0.2 } }, [0.1, 0.6])],
            ("you forgot the slopes", (Whh, _) => [.. Whh.Cast<double>()]),
            ("the slopes multiply the columns; they belong to the units that are written to, the rows",
                (Whh, h) => [.. Whh.Cast<double>().Select((w, n) => w * Slope(h[n % 2]))]),
            ("you took tanh of the state once more",
                (Whh, h) => Jacobian(Whh, [.. h.Select(Math.Tanh)])),
            ("you transposed W_hh", (Whh, h) =>
                Jacobian(new[,] { { Whh[0, 0], Whh[1, 0] }, { Whh[0, 1], Whh[1, 1] } }, h))),
        Answer.Of("6.3", (double gamma) => 1 / gamma, [0.25, 1, 0.5],
            ("you gave the slope; the theorem has 1/γ", gamma => gamma),
            ("you took every activation for a sigmoid", _ => 4)),
        Answer.Of("6.4", (Mat<double> W) => Enumerable.Range(1, 50).Max(n => Stretch(W, n)),
            [Mat<double>.Of(new[,] { { 0.9, 2.0 }, { 0.0, 0.9 } }),
                Mat<double>.Of(new[,] { { 0.8, 0.0 }, { 5.0, 0.7 } })],
            ("you looked at the first step only", W => Stretch(W, 1)),
            ("you looked at the last step only", W => Stretch(W, 50)),
            ("you used the spectral radius", W => Spectrum.Radius(W)),
            ("you raised the largest singular value to a power: that is a bound, not the stretch",
                W => Math.Pow(Stretch(W, 1), 50))),
        Answer.Of("6.5", (int length) => Math.Ceiling(Math.Log2((length + 1) / 2.0)), [101, 15, 400],
            ("the gaps did not grow: this is the CNN without dilation",
                length => Math.Ceiling((length - 1) / 2.0)),
            ("you counted one layer too many", length => Math.Ceiling(Math.Log2((length + 1) / 2.0)) + 1),
            ("a part of a layer is a whole layer: round up",
                length => Math.Floor(Math.Log2((length + 1) / 2.0)))),
    ];

    private static double Slope(double h) => 1 - h * h;

    private static double[] Jacobian(double[,] whh, double[] h) =>
        [.. whh.Cast<double>().Select((w, n) => w * Slope(h[n / 2]))];

    private static double Stretch(Mat<double> w, int n)
    {
        var product = w;
        for (var i = 1; i < n; i++) product *= w;
        return Spectrum.Norm(product);
    }
}
