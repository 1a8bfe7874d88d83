namespace RnnCourse.Lessons.Texts;

/// <summary>What a reader of a text could be keeping track of at each character: whether a quote is open, how deep the
/// brackets are, how far along the line it is. Notebook 13 looks for units that follow these.</summary>
/// <remarks>
/// Element n describes the situation after reading character n (a Unicode scalar value, as in
/// <see cref="Vocabulary"/>).
/// </remarks>
public static class TextFeatures
{
    /// <summary>Whether a double quote is open; a blank line closes it, as printers do.</summary>
    public static bool[] InsideQuotes(string text)
    {
        var open = false;
        var last = default(Rune);
        return Scan(text, rune =>
        {
            open = rune.Value == '"' ? !open : open && !(rune.Value == '\n' && last.Value == '\n');
            last = rune;
            return open;
        });
    }

    /// <summary>How many round, square and curly brackets are open; never below 0.</summary>
    public static int[] BracketDepth(string text)
    {
        var depth = 0;
        return Scan(text, rune => depth = rune.Value switch
        {
            '(' or '[' or '{' => depth + 1,
            ')' or ']' or '}' => Math.Max(0, depth - 1),
            _ => depth,
        });
    }

    /// <summary>How many characters of the line have been read; 0 after its line end.</summary>
    public static int[] LinePosition(string text)
    {
        var position = 0;
        return Scan(text, rune => position = rune.Value == '\n' ? 0 : position + 1);
    }

    private static T[] Scan<T>(string text, Func<Rune, T> read)
    {
        return Vocabulary.Characters(text).Select(symbol => read(Rune.GetRuneAt(symbol, 0))).ToArray();
    }
}
