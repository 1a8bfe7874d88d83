namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebooks 12, 13 and 14.</summary>
internal static class Sequences
{
    private static readonly double[][] Keys = [[1, 0], [0, 1], [5, 5]], Others = [[0.2, -1], [1, 1], [0.5, 2], [3, 3]];

    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("12.1", (int[] target, int edge) => (int[])[edge, .. target], [([3, 0, 2], 10), ([7, 7], 9)],
            ("the decoder reads the symbol it should write now; it must be one step late",
                (target, edge) => [.. target, edge]),
            ("the start is the edge, not the symbol 0", (target, _) => [0, .. target]),
            ("the start is read once; after it comes the first symbol",
                (target, edge) => [edge, edge, .. target[..^1]])),
        Answer.Of("12.2", (int[] digits) => (double)digits.Sum(n => n + 1), [[1, 3, 6], [4, 4, 2, 5]],
            ("the end of each target counts as well", digits => digits.Sum()),
            ("the padding is counted; only real symbols may be", digits => digits.Length * (digits.Max() + 1)),
            ("the padding is counted, and the ends are not", digits => digits.Length * digits.Max())),
        Answer.Of("12.3", (double first, double endAfterA, double endAfterB) =>
                Math.Max(first * endAfterA, (1 - first) * endAfterB),
            [(0.6, 1 / 3.0, 0.9), (0.7, 0.8, 0.5)],
            ("that is what greedy decoding finds", (first, endAfterA, endAfterB) =>
                first > 0.5 ? first * endAfterA : (1 - first) * endAfterB),
            ("probabilities of steps multiply, they do not add", (first, endAfterA, endAfterB) =>
                Math.Max(first + endAfterA, 1 - first + endAfterB)),
            ("that is the second step alone", (_, endAfterA, endAfterB) => Math.Max(endAfterA, endAfterB))),
        Answer.Of("12.4", (double[] h, double[][] k, int length) => Weights(h, k, length),
            [([1, 2], Keys, 2), ([0.5, -0.3], Others, 3)],
            ("padding must get no weight: leave it out of the sum", (h, k, _) => Weights(h, k, k.Length)),
            ("the scores must go through a softmax", (h, k, length) =>
                [.. k.Select((key, s) => s < length ? Score(h, key) : 0)]),
            ("you divided by the sum of the scores; the exponentials are missing", (h, k, length) =>
                [.. k.Select((key, s) => s < length ? Score(h, key) / k.Take(length).Sum(one => Score(h, one)) : 0)])),
        Answer.Of("12.5", (double right, double afterError, int step) =>
                Math.Pow(right, step - 1) * (1 - right) + (1 - Math.Pow(right, step - 1)) * (1 - afterError),
            [(0.95, 0.3, 6), (0.9, 0.5, 3)],
            ("that is the error while it reads the truth", (right, _, _) => 1 - right),
            ("that is the chance of any error up to this step", (right, _, step) => 1 - Math.Pow(right, step)),
            ("the second is the chance to be right after an error, not to be wrong",
                (right, afterError, step) =>
                    Math.Pow(right, step - 1) * (1 - right) + (1 - Math.Pow(right, step - 1)) * afterError)),

        Answer.Of("13.1", (double[] c, double[] f) => Covariance(c, f) / Math.Sqrt(Covariance(c, c) * Covariance(f, f)),
            [([1, 2, 3, 4], [0, 0, 1, 1]), ([2, 0, -1, 5, 1], [1, 0, 0, 0, 1])],
            ("you forgot to subtract the means", (c, f) => Dot(c, f) / Math.Sqrt(Dot(c, c) * Dot(f, f))),
            ("you forgot the square roots below", (c, f) => Covariance(c, f) / (Covariance(c, c) * Covariance(f, f))),
            ("that is the covariance; divide by both standard deviations", (c, f) => Covariance(c, f) / c.Length)),
        Answer.Of("13.2", (double p, int units) => 1 - Math.Pow(1 - p, units), [(0.02, 64), (0.1, 5)],
            ("a probability cannot exceed 1; you multiplied by the number of units", (p, units) => units * p),
            ("that is the probability that none does", (p, units) => Math.Pow(1 - p, units)),
            ("that is one unit alone", (p, _) => p)),
        Answer.Of("13.3", (double w, double u, double v, int lag) => v * u * Math.Pow(w, lag),
            [(0.8, 2, 3, 4), (1.1, 0.5, 2, 6)],
            ("one factor of w too many: from step k to step t there are t − k of them",
                (w, u, v, lag) => v * u * Math.Pow(w, lag + 1)),
            ("one factor of w is missing", (w, u, v, lag) => v * u * Math.Pow(w, lag - 1)),
            ("you forgot the output weight", (w, u, _, lag) => u * Math.Pow(w, lag)),
            ("you forgot the input weight", (w, _, v, lag) => v * Math.Pow(w, lag))),
        Answer.Of("13.4", (double leak, int characters) => Leaky(leak, characters), [(0.9, 3), (0.5, 4)],
            ("nothing leaked", (_, characters) => characters),
            ("that is one character earlier", (leak, characters) => Leaky(leak, characters - 1)),
            ("that is its value after very many characters", (leak, _) => 1 / (1 - leak))),

        Answer.Of("14.1", (int supports, int limits, int against, int fails) =>
                fails > 0 ? "a claim fails" : supports + limits + against == 0 ? "not measured"
                : limits + against == 0 ? "true" : supports + limits == 0 ? "false" : "conditional",
            [(3, 0, 0, 0), (0, 0, 2, 0), (1, 1, 0, 0), (2, 0, 1, 1), (0, 0, 0, 0), (0, 2, 0, 0)],
            ("a claim that fails leaves everything open, whatever the others say",
                (supports, limits, against, _) => supports + limits + against == 0 ? "not measured"
                    : limits + against == 0 ? "true" : supports + limits == 0 ? "false" : "conditional"),
            ("a claim that limits a statement does not make it false",
                (supports, limits, against, fails) => fails > 0 ? "a claim fails"
                    : supports + limits + against == 0 ? "not measured" : limits + against == 0 ? "true"
                    : supports == 0 ? "false" : "conditional")),
        Answer.Of("14.2", (double[] measured, double limit) => measured.Average(m => m < limit ? 1.0 : 0),
            [([0.499, 0.52, 0.47, 0.51], 0.5), ([1, 2, 3], 2.5)],
            ("you asked whether the mean holds", (measured, limit) => measured.Average() < limit ? 1 : 0),
            ("you gave the share that fails", (measured, limit) => measured.Average(m => m < limit ? 0.0 : 1))),
    ];

    private static double Score(double[] h, double[] key) => Dot(h, key);

    private static double[] Weights(double[] h, double[][] k, int length)
    {
        var sum = k.Take(length).Sum(key => Math.Exp(Score(h, key)));
        return [.. k.Select((key, s) => s < length ? Math.Exp(Score(h, key)) / sum : 0)];
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Covariance(double[] a, double[] b) =>
        a.Zip(b, (x, y) => (x - a.Average()) * (y - b.Average())).Sum();

    private static double Leaky(double leak, int characters) =>
        Enumerable.Range(0, characters).Sum(n => Math.Pow(leak, n));
}
