namespace RnnCourse.Numerics;

/// <summary>How the rows of a batch are divided among threads.</summary>
internal readonly record struct RowPart(int First, int Count)
{
    /// <summary>Fewest multiply-adds a step of one part must have to be worth a thread.</summary>
    private const long Worthwhile = 100_000;

    /// <summary>
    /// Parts of whole tiles of 8 rows, one a thread, for a step of <paramref name="work"/> multiply-adds a row;
    /// a small batch is one part.
    /// </summary>
    public static RowPart[] Of(int rows, long work)
    {
        var parts = Compute.Threads;
        while (parts > 1 && (rows / parts < 8 || rows / parts * work < Worthwhile)) parts--;
        var result = new RowPart[parts];
        for (var p = 0; p < parts; p++)
        {
            var first = Start(p);
            result[p] = new RowPart(first, Start(p + 1) - first);
        }

        return result;

        int Start(int p) => p == parts ? rows : (int)((long)rows * p / parts) / 8 * 8;
    }
}

/// <summary>Runs the parts of one piece of work, on several threads if there are several.</summary>
internal static class Workers
{
    /// <summary>Calls <paramref name="body"/> for every part, and returns when all are done.</summary>
    public static void Run(int parts, Action<int> body)
    {
        for (var p = 0; p < parts; p++) body(p);
    }
}
