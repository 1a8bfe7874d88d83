namespace RnnCourse.Lessons.Exercises.Answers;

/// <summary>Notebook 11b.</summary>
internal static class Words
{
    public static IEnumerable<Answer> Answers =>
    [
        Answer.Of("11.8", (double nats, int words, int characters) => nats * words / characters / Math.Log(2),
            [(3.2, 1000, 5200), (5, 40, 181)],
            ("you did not change nats into bits", (nats, words, characters) => nats * words / characters),
            ("you multiplied by ln 2; a nat is more than a bit",
                (nats, words, characters) => nats * words / characters * Math.Log(2)),
            ("you exchanged words and characters: there are more characters, so each costs less",
                (nats, words, characters) => nats * characters / words / Math.Log(2)),
            ("that is bits a word", (nats, _, _) => nats / Math.Log(2))),
        Answer.Of("11.9", (int[] words, double[,] dEde, int word) => Row(words, dEde, word, n => n),
            [([2, 0, 2, 1], Rows, 2), ([1, 1, 1, 0], Rows, 1), ([0, 1, 0, 0], Rows, 2)],
            ("you took the last time it was read; each time adds to the row",
                (words, dEde, word) => Row(words, dEde, word, n => n == Array.LastIndexOf(words, word) ? n : -1)),
            ("you took the first time it was read; each time adds to the row",
                (words, dEde, word) => Row(words, dEde, word, n => n == Array.IndexOf(words, word) ? n : -1)),
            ("you took the mean; it is the sum", (words, dEde, word) =>
                [.. Row(words, dEde, word, n => n).Select(x => x / Math.Max(1, words.Count(w => w == word)))])),
        Answer.Of("11.10", (int size, int vector, int units) =>
            new[] { 3 * units * size, size * vector + 3 * units * vector },
            [(10_000, 64, 256), (50, 8, 32)],
            ("you counted one matrix; a GRU reads its input in three places",
                (size, vector, units) => [units * size, size * vector + units * vector]),
            ("you left out the vectors themselves", (size, vector, units) => [3 * units * size, 3 * units * vector]),
            ("you counted four matrices; that is an LSTM",
                (size, vector, units) => [4 * units * size, size * vector + 4 * units * vector]),
            ("you exchanged the two", (size, vector, units) =>
                [size * vector + 3 * units * vector, 3 * units * size])),
    ];

    private static double[,] Rows => new[,] { { 0.5, -1 }, { 2, 0.25 }, { -0.75, 3 }, { 1, 1 } };

    private static double[] Row(int[] words, double[,] dEde, int word, Func<int, int> use)
    {
        var row = new double[dEde.GetLength(1)];
        for (var t = 0; t < words.Length; t++)
            if (words[t] == word && use(t) >= 0)
                for (var d = 0; d < row.Length; d++) row[d] += dEde[t, d];
        return row;
    }
}
