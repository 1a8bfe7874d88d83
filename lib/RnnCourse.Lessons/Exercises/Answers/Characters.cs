namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebook 03.</summary>
internal static class Characters
{
    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("3.1", (double[] o, double tau) => Soften(o, tau),
            [([0.5, -1, 2], 0.5), ([2000, 2001, 1999], 2)],
            ("you multiplied by the temperature", (o, tau) => Soften(o, 1 / tau)),
            ("you left out the temperature", (o, _) => Soften(o, 1)),
            ("you did not subtract the largest logit: it overflows", (o, tau) =>
                [.. o.Select(c => Math.Exp(c / tau) / o.Sum(j => Math.Exp(j / tau)))])),
        Answer.Of("3.2", (int count) => Math.Log(count), [65, 10],
            ("the sign is wrong", count => -Math.Log(count)),
            ("you gave the probability, not its cost", count => 1.0 / count),
            ("you took the logarithm to base 2", count => Math.Log2(count))),
        Answer.Of("3.3", (int length, int streams, int steps) => (double)((length / streams - 1) / steps),
            [(1000, 10, 20), (940, 4, 13)],
            ("you forgot that the last character needs a target, too",
                (length, streams, steps) => length / streams / steps),
            ("you did not round down to whole pieces",
                (length, streams, steps) => (length / streams - 1.0) / steps),
            ("you counted the pieces of all streams",
                (length, streams, steps) => streams * ((length / streams - 1) / steps))),
        Answer.Of("3.4", (double[,] W, int id) => new[] { W[0, id], W[1, id], W[2, id] },
            [(new double[,] { { 1, 2, 3 }, { 4, 5, 6 }, { 7, 8, 10 } }, 1),
                (new double[,] { { 3, 0, 1 }, { -1, 2, 5 }, { 4, 6, 9 } }, 2)],
            ("you took a row; a matrix times a vector mixes columns",
                (W, id) => new[] { W[id, 0], W[id, 1], W[id, 2] }),
            ("you counted from 1; ids begin at 0",
                (W, id) => new[] { W[0, id - 1], W[1, id - 1], W[2, id - 1] })),
        Answer.Of("3.5", (double[] series) => Steps(series).Average(step => step * step),
            [[1, 3, 2, 6], [5, 5, 4, 8, 7]],
            ("you divided by the number of days; the first day has no forecast",
                series => Steps(series).Sum(step => step * step) / series.Length),
            ("you took the absolute error", series => Steps(series).Average(Math.Abs)),
            ("you took the root; the mean squared error has none",
                series => Math.Sqrt(Steps(series).Average(step => step * step)))),
        Answer.Of("3.6", (double nats) => new[] { Math.Exp(nats), nats / Math.Log(2) }, [1.2, 0.4],
            ("you exchanged the two", nats => new[] { nats / Math.Log(2), Math.Exp(nats) }),
            ("you multiplied by ln 2; a nat is more than a bit",
                nats => new[] { Math.Exp(nats), nats * Math.Log(2) }),
            ("you took 2 to the power of a loss in nats",
                nats => new[] { Math.Pow(2, nats), nats / Math.Log(2) })),
    ];

    private static double[] Soften(double[] o, double tau) =>
        [.. o.Select(c => 1 / o.Sum(j => Math.Exp((j - c) / tau)))];

    private static IEnumerable<double> Steps(double[] series) =>
        series.Skip(1).Zip(series, (today, before) => today - before);
}
