namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebook 02.</summary>
internal static class Shapes
{
    private const double Z = 1.96;

    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("2.1", (int words, int classes) => (double)classes, [(20, 4), (12, 6)],
            ("every word got an answer; this task asks once", (words, classes) => words * classes),
            ("you gave the index of a class; a softmax needs a score for each", (_, _) => 1),
            ("you counted words, not scores", (words, _) => words)),
        Answer.Of("2.2", (int words, int tags) => (double)(words * tags), [(7, 8), (12, 5)],
            ("you answered once; in step means once for each word", (_, tags) => tags),
            ("you counted answers, not scores", (words, _) => words),
            ("you added instead of multiplying", (words, tags) => words + tags)),
        Answer.Of("2.3", (int words, double p) => Math.Pow(p, words + 1), [(7, 0.99), (4, 0.9)],
            ("the end sign is left out; it must be right, too", (words, p) => Math.Pow(p, words)),
            ("you averaged; all of them must be right at once", (_, p) => p),
            ("you added the probabilities; they multiply", (words, p) => (words + 1) * p)),
        Answer.Of("2.4", (int right, int of) => (Middle(right, of) - Half(right, of)) / (1 + Z * Z / of),
            [(45, 50), (3, 20)],
            ("you forgot to divide by 1 + z²/n", (right, of) => Middle(right, of) - Half(right, of)),
            ("you took the upper end",
                (right, of) => (Middle(right, of) + Half(right, of)) / (1 + Z * Z / of)),
            ("you took the simpler interval p − z√(p(1−p)/n)", (right, of) =>
                (double)right / of - Z * Math.Sqrt((double)right / of * (1 - (double)right / of) / of))),
        Answer.Of("2.5", (string[] training, string[] test) =>
                test.Average(one => training.Contains(one) ? 1.0 : 0),
            [(["good", "bad", "dull"], ["bad", "fine", "good", "odd"]), (["a", "b"], ["c", "b", "c"])],
            ("you took the share of the training examples that are tested",
                (training, test) => training.Average(one => test.Contains(one) ? 1.0 : 0)),
            ("you gave the share that is new", (training, test) =>
                test.Average(one => training.Contains(one) ? 0.0 : 1)),
            ("you counted them and did not divide",
                (training, test) => test.Count(training.Contains))),
    ];

    private static double Middle(int right, int of) => (double)right / of + Z * Z / (2 * of);

    private static double Half(int right, int of)
    {
        var p = (double)right / of;
        return Z * Math.Sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of));
    }
}
