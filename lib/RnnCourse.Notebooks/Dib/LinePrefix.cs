namespace RnnCourse.Notebooks.Dib;

/// <summary>Whether a line starts with <c>#!</c> or <c>#!meta</c>, as .NET Interactive's parser asks it: by the rules
/// of a language, not by characters. Invisible characters are skipped, and a letter with an accent is another letter.
/// What is invisible was measured with .NET 10 and ICU 72, every character of the basic plane in turn; it is the same
/// in every culture.</summary>
internal static class LinePrefix
{
    /// <summary>Marks that weigh nothing, as pairs of first and last. Control and format characters do not either; they
    /// are known by their category.</summary>
    private const string WeightlessMarks =
        "\u034F\u034F\u0488\u0489\u0591\u05AF\u05BD\u05BD\u05C4\u05C5\u0610\u061A\u0640\u0640\u06D6\u06DC"
            + "\u06DF\u06E4\u06E7\u06E8\u06EA\u06ED"
        + "\u0740\u0740\u0743\u0744\u0747\u074A\u07FA\u07FA\u0898\u089D\u08CA\u08E1\u08EA\u08EF\u08F3\u08F3"
        + "\u0951\u0952\u0F18\u0F19\u0F35\u0F35"
        + "\u0F37\u0F37\u0F3E\u0F3F\u0F86\u0F87\u0FC6\u0FC6\u17B4\u17B5\u17D3\u17D3\u180A\u180D\u180F\u180F"
        + "\u1A7F\u1A7F\u1B6B\u1B73\u1CD0\u1CE8"
        + "\u1CF4\u1CF4\u1CF7\u1CF9\u2D7F\u2D7F\uA670\uA672\uA8E0\uA8F1\uFE00\uFE0F\uFE21\uFE21\uFE23\uFE26"
        + "\uFE28\uFE28\uFE2A\uFE2D\uFE2F\uFE2F"
        + "\uFE73\uFE73";

    /// <summary>Whether the line starts with <c>#!</c>.</summary>
    internal static bool IsCommand(string line) => Starts(line, "#!");

    /// <summary>Whether the line starts with <c>#!meta</c>.</summary>
    internal static bool IsMeta(string line) => Starts(line, "#!meta");

    /// <summary>Whether the character is invisible and weighs nothing where lines are compared.</summary>
    internal static bool IsWeightless(char c)
    {
        if (c is >= ' ' and <= '~') return false;
        if (char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format)
            return c is not ('\t' or '\n' or '\v' or '\f' or '\r' or '\u0085');
        for (var i = 0; i < WeightlessMarks.Length; i += 2)
            if (c >= WeightlessMarks[i] && c <= WeightlessMarks[i + 1]) return true;
        return false;
    }

    private static bool Starts(string line, string prefix)
    {
        var matched = 0;
        foreach (var c in line)
        {
            if (matched == prefix.Length) return !IsAccent(c);
            if (c == prefix[matched])
                matched++;
            else if (IsAccent(c) || !IsWeightless(c)) return false;
        }
        return matched == prefix.Length;
    }

    private static bool IsAccent(char c) => c is >= '\u0300' and <= '\u0362' and not '\u034F';
}
