namespace RnnCourse.Numerics;

/// <summary>Some consecutive rows (or columns) of a matrix, for one thread.</summary>
internal readonly record struct RowPart(int First, int Count)
{
    public int End => First + Count;

    /// <summary>Fewest multiply-adds a part must have to be worth a thread.</summary>
    private const long Worthwhile = 200_000;

    /// <summary>The parts of a batch whose time loop has <paramref name="work"/> multiply-adds per step and
    /// row.</summary>
    public static RowPart[] Of(int rows, long work)
    {
        var parts = Parts(rows, work * 8);
        return [.. Enumerable.Range(0, parts).Select(p => Of(rows, p, parts))];
    }

    /// <summary>How many parts <paramref name="rows"/> of <paramref name="work"/> multiply-adds each are worth: at most
    /// one a thread.</summary>
    public static int Parts(int rows, long work)
    {
        var parts = Compute.Threads;
        while (parts > 1 && (rows / parts < 8 || rows / parts * work < Worthwhile)) parts--;
        return parts;
    }

    /// <summary>Part number <paramref name="part"/>: whole tiles of 8 rows, the rest in the last.</summary>
    public static RowPart Of(int rows, int part, int parts)
    {
        var (first, end) = (Start(part), Start(part + 1));
        return new RowPart(first, end - first);

        int Start(int p) => p == parts ? rows : (int)((long)rows * p / parts) / 8 * 8;
    }
}
