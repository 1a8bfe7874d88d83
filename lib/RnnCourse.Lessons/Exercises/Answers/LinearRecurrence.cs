namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebook 15.</summary>
internal static class LinearRecurrence
{
    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("15.1", (double a1, double b1, double a2, double b2) => new[] { a2 * a1, a2 * b1 + b2 },
            [(0.9, 0.5, 0.8, -0.3), (0.5, -1, 0.7, 2)],
            ("you exchanged the two steps", (a1, b1, a2, b2) => [a1 * a2, a1 * b2 + b1]),
            ("you forgot that the second step keeps only A2 of B1", (a1, b1, a2, b2) => [a1 * a2, b1 + b2]),
            ("you added the factors, where they must be multiplied", (a1, b1, a2, b2) => [a1 + a2, a2 * b1 + b2])),
        Answer.Of("15.2", (int steps) => Rounds(steps), [1000, 64, 65],
            ("you rounded down: the last steps do not yet see the first", steps => (int)Math.Log2(steps)),
            ("you counted one round too many for a power of two", steps => (int)Math.Log2(steps) + 1),
            ("that is the loop", steps => steps)),
        Answer.Of("15.3", (double[] z, double[] candidates) => z[0] * Kept(z.Skip(1)),
            [([0.3, 0.5, 0.1], [1, -2, 0.5]), ([0.8, 0.2, 0.4, 0.9], [0.3, 1, 1, -1])],
            ("you forgot the gate through which it came in", (z, _) => Kept(z.Skip(1))),
            ("you let the first step forget it, too", (z, _) => z[0] * Kept(z)),
            ("you multiplied by what is replaced, z, not by what is kept, 1 − z", (z, _) =>
                z.Aggregate((product, one) => product * one)),
            ("you returned its share in numbers: the derivative does not contain the candidate", (z, candidates) =>
                z[0] * Kept(z.Skip(1)) * candidates[0])),
    ];

    private static int Rounds(int steps)
    {
        var rounds = 0;
        for (var reach = 1; reach < steps; reach *= 2) rounds++;
        return rounds;
    }

    private static double Kept(IEnumerable<double> z) => z.Aggregate(1.0, (product, one) => product * (1 - one));
}
