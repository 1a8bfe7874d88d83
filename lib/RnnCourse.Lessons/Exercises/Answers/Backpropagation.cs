using MathNet.Numerics.LinearAlgebra;
using RealVector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebooks 04 and 05.</summary>
internal static class Backpropagation
{
    private static readonly Matrix<double> Whh = M(new[,] { { 0.6, -0.5 }, { 0.4, 0.9 } });
    private static readonly Matrix<double> Other = M(new[,] { { 0.2, 0.7 }, { -1.1, 0.3 } });
    private static readonly RealVector P = V(0.5, 0.2, 0.3), Q = V(0.1, 0.6, 0.3);
    private static readonly RealVector[] States = [V(0.5, 0.2), V(0.3, 0.6), V(0.7, 0.4), V(0.45, 0.8)];
    private static readonly RealVector[] Errors = [V(0, 0), V(0.4, -0.2), V(-0.3, 0.1), V(0.25, 0.5)];

    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("4.1", (double[] logits, int trueClass) => Signal(logits, trueClass),
            [([1.5, -0.4, 0.3, 2.2], 2), ([0.1, 0.9], 0)],
            ("the sign is the other way round: you computed y − p",
                (logits, trueClass) => [.. Signal(logits, trueClass).Select(e => -e)]),
            ("you forgot to subtract y", (logits, _) => Softmax(logits)),
            ("you differentiated with respect to p instead of o", (logits, trueClass) =>
                [.. Softmax(logits).Select((p, c) => c == trueClass ? -1 / p : 0)])),
        Answer.Of("4.2", (RealVector p, RealVector y, RealVector h) => (p - y).OuterProduct(h),
            [(P, V(0, 1, 0), V(0.7, -0.3)), (Q, V(1, 0, 0), V(-0.2, 0.9))],
            ("the two vectors of the outer product are exchanged", (p, y, h) => h.OuterProduct(p - y)),
            ("you forgot to subtract y", (p, y, h) => p.OuterProduct(h)),
            ("the sign is the other way round", (p, y, h) => (y - p).OuterProduct(h))),
        Answer.Of("4.3", (Matrix<double> whh, RealVector own, RealVector later, RealVector h) =>
                Slope(h).PointwiseMultiply(own + whh.TransposeThisAndMultiply(later)),
            [(Whh, V(0.4, -0.2), V(0.1, 0.3), V(0.5, -0.6)), (Other, V(-0.1, 0.7), V(0.6, -0.4), V(0.2, 0.8))],
            ("the transpose of Whh is missing",
                (whh, own, later, h) => Slope(h).PointwiseMultiply(own + whh * later)),
            ("the step's own error is missing",
                (whh, _, later, h) => Slope(h).PointwiseMultiply(whh.TransposeThisAndMultiply(later))),
            ("the slope is missing", (whh, own, later, _) => own + whh.TransposeThisAndMultiply(later)),
            ("nothing comes back from the next step", (_, own, _, h) => Slope(h).PointwiseMultiply(own))),
        Answer.Of("4.4", (Matrix<double> whh, RealVector[] dEdH, RealVector[] h) =>
                Recurrent(whh, dEdH, h, s => s * (1 - s)),
            [(Whh, Errors, States), (Other, Errors, States)],
            ("the slope is still that of tanh", (whh, dEdH, h) => Recurrent(whh, dEdH, h, s => 1 - s * s)),
            ("the slope is missing", (whh, dEdH, h) => Recurrent(whh, dEdH, h, _ => 1)),
            ("you took h_t where (4.11) has h_{t−1}",
                (whh, dEdH, h) => Recurrent(whh, dEdH, h, s => s * (1 - s), previous: 0)),
            ("nothing goes back from step t + 1: the previous state is held constant",
                (whh, dEdH, h) => Recurrent(whh, dEdH, h, s => s * (1 - s), back: 0)),
            ("the transpose is missing", (whh, dEdH, h) =>
                Recurrent(whh.Transpose(), dEdH, h, s => s * (1 - s)))),
        Answer.Of("4.5", (Matrix<double> whh, RealVector delta1) => whh.TransposeThisAndMultiply(delta1),
            [(Whh, V(0.3, -0.7)), (Other, V(0.2, 0.5))],
            ("the transpose is missing", (whh, delta1) => whh * delta1),
            ("you stopped at δ_1", (_, delta1) => delta1)),
        Answer.Of("4.6", (int steps, int depth) => (double)Enumerable.Range(1, steps).Sum(t => Math.Min(t, depth)),
            [(20, 6), (9, 3)],
            ("you let the first errors go back beyond the first step", (steps, depth) => steps * depth),
            ("you counted links instead of uses: off by one", (steps, depth) =>
                Enumerable.Range(1, steps).Sum(t => Math.Min(t, depth + 1))),
            ("you kept the whole triangle", (steps, _) => steps * (steps + 1) / 2)),

        Answer.Of("5.1", (int steps, int n) => steps / n * Triangle(n) + Triangle(steps % n), [(24, 7), (33, 10)],
            ("you forgot the shorter piece at the end", (steps, n) => steps / n * Triangle(n)),
            ("you counted a full piece at the end", (steps, n) => (steps / n + 1) * Triangle(n)),
            ("you counted squares where there are triangles",
                (steps, n) => steps / n * n * n + steps % n * (steps % n)),
            ("you counted the window (5.5), not pieces",
                (steps, n) => Enumerable.Range(1, steps).Sum(t => Math.Min(t, n)))),
        Answer.Of("5.2", (int steps, int n) => Links(steps, n, 1), [(20, 7), (12, 5)],
            ("the cut is one step too late", (steps, n) => Links(steps, n, 0)),
            ("the cut is one step too early", (steps, n) => Links(steps, n, 2)),
            ("0 and 1 are exchanged", (steps, n) => [.. Links(steps, n, 1).Select(w => 1 - w)])),
        Answer.Of("5.3", (int n) => (n + 1) / 2.0, [10, 7],
            ("you took the reach of the last step", n => n),
            ("you counted links instead of uses", n => (n - 1) / 2.0),
            ("you halved n: the mean of 1, 2, …, n lies half a use higher", n => n / 2.0)),
        Answer.Of("5.4", (bool[] isCut, double c) => Weights(isCut, 0, 1 / (1 - c)),
            [([false, true, false, false, true], 0.2), ([true, false], 0.1)],
            ("the links that are left are not paid back: the estimate is biased",
                (isCut, _) => Weights(isCut, 0, 1)),
            ("you divided by c instead of 1 − c", (isCut, c) => Weights(isCut, 0, 1 / c)),
            ("you multiplied by 1 − c instead of dividing", (isCut, c) => Weights(isCut, 0, 1 - c)),
            ("you kept the links that are cut", (isCut, c) => Weights(isCut, 1 / c, 1 / (1 - c)))),
        Answer.Of("5.5", (int distance) => 1 - Math.Pow(2, -1.0 / distance), [20, 5],
            ("this is 1 − c, the probability that a link stays", distance => Math.Pow(2, -1.0 / distance)),
            ("the sign of the exponent is wrong", distance => 1 - Math.Pow(2, 1.0 / distance))),
    ];

    private static Matrix<double> M(double[,] numbers) => Matrix<double>.Build.DenseOfArray(numbers);

    private static RealVector V(params double[] numbers) => RealVector.Build.Dense(numbers);

    private static RealVector Slope(RealVector h) => 1 - h.PointwisePower(2);

    private static double[] Softmax(double[] o) => [.. o.Select(c => Math.Exp(c) / o.Sum(Math.Exp))];

    private static double[] Signal(double[] logits, int trueClass) =>
        [.. Softmax(logits).Select((p, c) => p - (c == trueClass ? 1 : 0))];

    private static Matrix<double> Recurrent(Matrix<double> whh, RealVector[] dEdH, RealVector[] h,
        Func<double, double> slope, int previous = 1, double back = 1)
    {
        var (sum, delta) = (Matrix<double>.Build.Dense(2, 2), RealVector.Build.Dense(2));
        for (var t = h.Length - 1; t >= 1; t--)
        {
            var dH = dEdH[t] + back * whh.TransposeThisAndMultiply(delta);
            delta = h[t].Map(slope, Zeros.Include).PointwiseMultiply(dH);
            sum += delta.OuterProduct(h[t - previous]);
        }

        return sum;
    }

    private static double Triangle(int m) => m * (m + 1) / 2.0;

    private static double[] Links(int steps, int n, int by) =>
        [.. Enumerable.Range(0, steps - 1).Select(t => t + by > 0 && (t + by) % n == 0 ? 0.0 : 1)];

    private static double[] Weights(bool[] isCut, double cut, double kept) =>
        [.. isCut.Select(one => one ? cut : kept)];
}
