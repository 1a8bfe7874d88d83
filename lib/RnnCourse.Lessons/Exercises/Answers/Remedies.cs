namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebooks 07, 08 and 09.</summary>
internal static class Remedies
{
    private const double Degrees = 180 / Math.PI;

    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("7.1", (double[] g, double limit) => Scaled(g, Math.Min(1, limit / Norm(g))),
            [([3, -4, 12], 2), ([0.3, 0.4], 2), ([1, 2, -2], 1)],
            ("you cut each element: that is (7.2)",
                (g, limit) => [.. g.Select(x => Math.Clamp(x, -limit, limit))]),
            ("you scaled the short gradient up; it must stay", (g, limit) => Scaled(g, limit / Norm(g))),
            ("you forgot the root in the norm",
                (g, limit) => Scaled(g, Math.Min(1, limit / (Norm(g) * Norm(g))))),
            ("you did not multiply by the limit",
                (g, limit) => Scaled(g, Norm(g) > limit ? 1 / Norm(g) : 1))),
        Answer.Of("7.2", (double x, double y, double limit) =>
                (Math.Atan2(Cut(y, limit), Cut(x, limit)) - Math.Atan2(y, x)) * Degrees,
            [(3, 0.5, 1), (2, 1.5, 1.2)],
            ("your angle is in radians",
                (x, y, limit) => Math.Atan2(Cut(y, limit), Cut(x, limit)) - Math.Atan2(y, x)),
            ("you clipped by norm, which keeps the direction", (_, _, _) => 0),
            ("you measured the clipped gradient's angle to the axis",
                (x, y, limit) => Math.Atan2(Cut(y, limit), Cut(x, limit)) * Degrees)),
        Answer.Of("7.3", (double first, double second, double limit) =>
                Math.Min(1, limit / Math.Sqrt(first * first + second * second)),
            [(3, 4, 1), (5, 12, 2), (0.3, 0.4, 1)],
            ("you clipped each matrix by itself, which changes the direction of the whole",
                (first, _, limit) => Math.Min(1, limit / first)),
            ("you added the norms; squares are added",
                (first, second, limit) => Math.Min(1, limit / (first + second))),
            ("you forgot the root",
                (first, second, limit) => Math.Min(1, limit / (first * first + second * second))),
            ("a short gradient is not made longer",
                (first, second, limit) => limit / Math.Sqrt(first * first + second * second))),
        Answer.Of("7.4", (double rate, double limit, int weights) =>
                new[] { rate * limit, rate * limit * Math.Sqrt(weights) },
            [(0.05, 2, 10_000), (0.1, 0.5, 400)],
            ("you left out the learning rate",
                (_, limit, weights) => new[] { limit, limit * Math.Sqrt(weights) }),
            ("by element, the bound grows with the root of the number of weights, not with the number",
                (rate, limit, weights) => new[] { rate * limit, rate * limit * weights }),
            ("both limits are treated the same; by element, all weights can reach it at once",
                (rate, limit, _) => new[] { rate * limit, rate * limit })),

        Answer.Of("8.1", (double[,] J, double[] g) => Norm(Back(J, g)) / Norm(g),
            [(new[,] { { 0.6, -0.3 }, { 0.2, 0.5 } }, [2, 1]), (new[,] { { 1.1, 0.4 }, { -0.6, 0.3 } }, [-1, 3])],
            ("you multiplied by J; going back in time takes its transpose", (J, g) =>
                Norm(J[0, 0] * g[0] + J[0, 1] * g[1], J[1, 0] * g[0] + J[1, 1] * g[1]) / Norm(g)),
            ("you did not divide by the norm of g", (J, g) => Norm(Back(J, g))),
            ("you forgot the roots of the norms", (J, g) => Math.Pow(Norm(Back(J, g)) / Norm(g), 2))),
        Answer.Of("8.2", (double[] ratios) => ratios.Sum(r => (r - 1) * (r - 1)), [[0.5, 1, 2], [0.9, 1.3]],
            ("you forgot the squares", ratios => ratios.Sum(r => r - 1)),
            ("you took the mean over the links; Ω is a sum", ratios => ratios.Average(r => (r - 1) * (r - 1))),
            ("you squared the ratios before you subtracted 1",
                ratios => ratios.Sum(r => Math.Pow(r * r - 1, 2)))),
        Answer.Of("8.3", (double w, double s) => 2 * (s * w - 1) * s, [(0.5, 0.8), (1.6, 0.9)],
            ("you forgot the inner derivative, the slope", (w, s) => 2 * (s * w - 1)),
            ("you forgot the factor 2", (w, s) => (s * w - 1) * s),
            ("you left the slope out of the ratio", (w, s) => 2 * (w - 1) * s),
            ("your sign is that of the step, not of the gradient", (w, s) => -2 * (s * w - 1) * s)),
        Answer.Of("8.4", (double scale, int steps) => (steps - 1) * (scale - 1) * (scale - 1),
            [(1, 30), (0.9, 30), (1.2, 11)],
            ("you counted a link for each step; there is one fewer",
                (scale, steps) => steps * (scale - 1) * (scale - 1)),
            ("you added the ratios themselves", (scale, steps) => (steps - 1) * scale),
            ("you took the power over all steps; each link is punished by itself",
                (scale, steps) => Math.Pow(Math.Pow(scale, steps - 1) - 1, 2))),

        Answer.Of("9.1", (double on) => Math.Sqrt(on), [0.36, 0.5],
            ("you took the mean; the norm needs the root of the mean square", on => on),
            ("you took the share that is off", on => Math.Sqrt(1 - on)),
            ("you squared twice", on => on * on)),
        Answer.Of("9.2", (double on) => 1 / Math.Sqrt(on), [0.5, 0.3],
            ("that is right for tanh near 0; here units are off", _ => 1),
            ("you forgot the root", on => 1 / on),
            ("you turned the fraction around", on => Math.Sqrt(on))),
        Answer.Of("9.3", (double h) => 1 / (h * (1 - h)), [0.8, 0.3],
            ("that is the weight for h = ½", _ => 4),
            ("you used the slope of tanh", h => 1 / (1 - h * h)),
            ("you gave the slope itself", h => h * (1 - h)),
            ("you used h in place of the slope", h => 1 / h)),
        Answer.Of("9.4", (double low, double high) => Math.Pow(high - low, 2) / 6, [(0, 1), (-1, 1), (2, 5)],
            ("that is the variance of one number; there are two", (low, high) => Math.Pow(high - low, 2) / 12),
            ("you took the standard deviation", (low, high) => (high - low) / Math.Sqrt(6)),
            ("you took the mean of the square; subtract the square of the mean",
                (low, high) => Math.Pow(high - low, 2) / 6 + Math.Pow(low + high, 2))),
        Answer.Of("9.5", (double scale, int steps) => Math.Pow(scale, steps), [(1.05, 200), (0.98, 60)],
            ("you added a part of the start at each step; growth compounds",
                (scale, steps) => 1 + (scale - 1) * steps),
            ("you counted half of the units as off",
                (scale, steps) => Math.Pow(scale / Math.Sqrt(2), steps)),
            ("you took one step", (scale, _) => scale)),
    ];

    private static double Norm(params double[] v) => Math.Sqrt(v.Sum(x => x * x));

    private static double[] Scaled(double[] g, double factor) => [.. g.Select(x => factor * x)];

    private static double Cut(double x, double limit) => Math.Clamp(x, -limit, limit);

    private static double[] Back(double[,] j, double[] g) =>
        [j[0, 0] * g[0] + j[1, 0] * g[1], j[0, 1] * g[0] + j[1, 1] * g[1]];
}
