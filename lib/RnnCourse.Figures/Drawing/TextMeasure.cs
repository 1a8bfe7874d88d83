namespace RnnCourse.Figures.Drawing;

/// <summary>Widths of text without a font: an estimate from above for the usual sans-serif fonts, so that labels get
/// the room they need.</summary>
internal static class TextMeasure
{
    /// <summary>How much wider bold text is.</summary>
    public const double Bold = 1.1;

    /// <summary>The width of <paramref name="text"/> in pixels at a font size in pixels.</summary>
    public static double Width(string text, double size)
    {
        double ems = 0;
        foreach (var rune in text.EnumerateRunes()) ems += Ems(rune);
        return ems * size;
    }

    /// <summary>The text, cut to a width with an ellipsis.</summary>
    public static string Fit(string text, double size, double width)
    {
        if (Width(text, size) <= width) return text;
        var kept = new StringBuilder();
        var used = size;
        foreach (var grapheme in Graphemes(text))
        {
            used += Width(grapheme, size);
            if (used > width) break;
            kept.Append(grapheme);
        }
        return kept.Append('…').ToString();
    }

    /// <summary>The text broken into lines of at most a width, at spaces where there are any.</summary>
    public static IReadOnlyList<string> Wrap(string text, double size, double width, int maxLines = 4)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                var longer = line.Length == 0 ? word : line + " " + word;
                if (line.Length > 0 && Width(longer, size) > width)
                {
                    lines.Add(line);
                    longer = word;
                }
                line = longer;
            }
            lines.Add(line);
        }
        if (lines.Count > maxLines)
        {
            lines[maxLines - 1] += " …";
            lines.RemoveRange(maxLines, lines.Count - maxLines);
        }
        return lines.ConvertAll(line => Fit(line, size, width));
    }

    private static IEnumerable<string> Graphemes(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext()) yield return elements.GetTextElement();
    }

    private static double Ems(Rune rune) => rune.Value switch
    {
        'i' or 'j' or 'l' or 't' or 'f' or 'I' or '.' or ',' or ':' or ';' or '|' or '!' or '\'' or '-' or '/' or ' '
            or '(' or ')' or '[' or ']' => 0.39,
        'm' or 'W' or '@' or '%' => 0.98,
        'w' or 'M' or '+' or '=' or '<' or '>' or '#' or '~' or '^' or '×' => 0.86,
        >= 'A' and <= 'Z' => 0.74,
        'r' => 0.42,
        < 0x300 => 0.63,
        >= 0x300 and <= 0x36F => 0,
        >= 0x1100 and <= 0x115F or >= 0x2E80 and <= 0xA4CF or >= 0xAC00 and <= 0xD7A3 => 1.02,
        >= 0xF900 and <= 0xFAFF or >= 0xFE30 and <= 0xFE6F or >= 0xFF00 and <= 0xFF60 or >= 0x1F000 => 1.02,
        _ => 0.84,
    };
}
