namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebooks 00 and 01.</summary>
internal static class FirstSteps
{
    private static readonly double[,] Wxh = { { 0.5, -0.2, 0.1 }, { 0.3, 0.4, -0.6 } };
    private static readonly double[,] Whh = { { 0.7, -0.1 }, { 0.2, 0.5 } };
    private static readonly double[] X = [1, 2, 1], H = [0.4, -0.3], Bias = [0.3, 0.1];

    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("0.1", (int symbols) => Math.Log(symbols), [8, 65],
            ("you took the logarithm to base 2", symbols => Math.Log2(symbols)),
            ("you took the logarithm to base 10", symbols => Math.Log10(symbols)),
            ("you forgot that a cost is not negative", symbols => -Math.Log(symbols)),
            ("you gave the probability, not its cost", symbols => 1.0 / symbols)),
        Answer.Of("0.2", (double[] p) => p.Average(one => -Math.Log(one)), [[0.9, 0.5, 0.1], [0.3, 0.7]],
            ("you averaged the probabilities before the logarithm", p => -Math.Log(p.Average())),
            ("you added the losses and did not divide", p => p.Sum(one => -Math.Log(one))),
            ("the minus sign is missing", p => p.Average(Math.Log))),
        Answer.Of("0.3", (int symbols, double p) => Math.Log(symbols) + Math.Log(p), [(4, 0.9), (10, 0.3)],
            ("you took the difference of the probabilities", (symbols, p) => p - 1.0 / symbols),
            ("you gave the loss itself, not what it saves", (_, p) => -Math.Log(p)),
            ("the sign is turned around", (symbols, p) => -Math.Log(symbols) - Math.Log(p))),

        Answer.Of("1.1",
            (double[,] wxh, double[,] whh, double[] bh, double[] x, double[] h) => Step(wxh, whh, bh, x, h),
            [(Wxh, Whh, Bias, X, H), (Wxh, Whh, [-0.2, 0.5], [0, 1, -1], [0.1, 0.8])],
            ("tanh is missing", (wxh, whh, bh, x, h) => Add(Times(wxh, x), Times(whh, h), bh)),
            ("the bias is missing", (wxh, whh, bh, x, h) => Step(wxh, whh, new double[2], x, h)),
            ("the old state is missing", (wxh, whh, bh, x, h) => Step(wxh, whh, bh, x, new double[2])),
            ("Whh is transposed", (wxh, whh, bh, x, h) =>
                Step(wxh, new[,] { { whh[0, 0], whh[1, 0] }, { whh[0, 1], whh[1, 1] } }, bh, x, h))),
        Answer.Of("1.2", (int I, int H, int C) => (double)(H * I + H * H + H + C * H + C),
            [(65, 100, 65), (3, 2, 5)],
            ("you forgot the biases", (I, H, C) => H * I + H * H + C * H),
            ("you forgot the output layer", (I, H, C) => H * I + H * H + H),
            ("you forgot the recurrent weights", (I, H, C) => H * I + H + C * H + C)),
        Answer.Of("1.3", (double[] x, double[] h) => new[] { x[0], x[1], x[2], h[0], h[1], 1 },
            [(X, H), ([0, 1, -1], [0.1, 0.8])],
            ("the last number is 0: it is what multiplies the bias",
                (x, h) => new[] { x[0], x[1], x[2], h[0], h[1], 0 }),
            ("h stands before x", (x, h) => new[] { h[0], h[1], x[0], x[1], x[2], 1 })),
        Answer.Of("1.4", (int H) => 2 * Math.Sqrt(H), [9, 20],
            ("you added the differences instead of their squares", H => 2 * H),
            ("each number can differ by 2, not by 1", H => Math.Sqrt(H)),
            ("you did not take the root", H => 4 * H)),
        Answer.Of("1.5", (int length, int window) => Math.Ceiling((length - 1.0) / (window - 1)),
            [(25, 3), (26, 3), (26, 6)],
            ("each layer adds window − 1 inputs, not window",
                (length, window) => Math.Ceiling((double)length / window)),
            ("a part of a layer is a whole layer: round up",
                (length, window) => Math.Floor((length - 1.0) / (window - 1)))),
    ];

    private static double[] Step(double[,] wxh, double[,] whh, double[] bh, double[] x, double[] h) =>
        [.. Add(Times(wxh, x), Times(whh, h), bh).Select(Math.Tanh)];

    private static double[] Times(double[,] w, double[] v) =>
        [.. Enumerable.Range(0, w.GetLength(0)).Select(i => v.Select((x, j) => w[i, j] * x).Sum())];

    private static double[] Add(double[] a, double[] b, double[] c) => [.. a.Select((x, i) => x + b[i] + c[i])];
}
