namespace RnnCourse.Notebooks;

/// <summary>A number with what it counts, in English: 1 pair, 2 pairs.</summary>
public static class Counted
{
    /// <summary>The number and the word, in the plural unless the number is 1.</summary>
    /// <param name="many">The plural where it is not made by an s; or other words that follow the number, such as
    /// "claims hold".</param>
    public static string Of(double count, string one, string? many = null) =>
        $"{count.ToString("0.##", CultureInfo.InvariantCulture)} {(count == 1 ? one : many ?? one + "s")}";
}
