namespace RnnCourse.Lessons.Claims;

/// <summary>How this run of the notebooks was asked for: with which seed, and whether in the long version. Every host
/// can set it by an environment variable; <c>course run --seeds N</c> and <c>--full</c> do.</summary>
public static class RunSettings
{
    /// <summary>The seed of this run: the environment variable <c>RNNCOURSE_SEED</c>, 1 when it is not set. Everything
    /// random in a notebook begins here.</summary>
    /// <exception cref="FormatException">The variable is not a whole number from 1 up.</exception>
    public static int Seed => ReadSeed(Environment.GetEnvironmentVariable("RNNCOURSE_SEED"));

    /// <summary>Whether the long version was asked for: the environment variable <c>RNNCOURSE_FULL</c> is 1.</summary>
    public static bool Full => Environment.GetEnvironmentVariable("RNNCOURSE_FULL") == "1";

    /// <summary>Seeds for an experiment that is repeated: 1, 2, … in a run with seed 1, the next
    /// <paramref name="count"/> in a run with seed 2, and so on.</summary>
    public static int[] Seeds(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        var first = checked((Seed - 1) * count + 1);
        return [.. Enumerable.Range(first, count)];
    }

    /// <summary>The same seeds as a query whose work runs side by side; the results are in the seeds' order.</summary>
    public static ParallelQuery<int> SideBySide(int count) => Seeds(count).AsParallel().AsOrdered();

    internal static int ReadSeed(string? text) => text is null or "" ? 1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) && seed >= 1 ? seed
        : throw new FormatException($"RNNCOURSE_SEED is '{text}'; use a whole number from 1 up, or unset it.");
}
