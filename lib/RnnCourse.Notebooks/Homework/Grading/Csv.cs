namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Tables for spreadsheets: commas, quotes where they are needed, and a mark in front by which they know that
/// it is UTF-8.</summary>
internal static class Csv
{
    /// <summary>One line.</summary>
    internal static string Row(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>Writes a table: all, or nothing.</summary>
    internal static void Write(string path, string rows) => AtomicFile.Write(path, "\uFEFF" + rows);

    /// <summary>The cells of a line that <see cref="Row"/> or a spreadsheet wrote.</summary>
    internal static IReadOnlyList<string> Cells(string line)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[++i]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(Text(cell.ToString()));
                cell.Clear();
            }
            else
                cell.Append(line[i]);
        return [.. cells, Text(cell.ToString())];
    }

    // A cell that a spreadsheet would take for a formula is made text.
    private static string Cell(string text)
    {
        if (IsFormula(text)) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }

    private static string Text(string cell) => cell.StartsWith('\'') && IsFormula(cell[1..]) ? cell[1..] : cell;

    private static bool IsFormula(string text) => text.Length > 0
        && (text[0] is '=' or '+' or '@' or '\t' or '\r'
            || (text[0] == '-' && !double.TryParse(text, CultureInfo.InvariantCulture, out _)));
}
