namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>A line of a table.</summary>
/// <param name="Line">Where it begins in the file, from 1.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>Tables for spreadsheets: commas, quotes where they are needed, and a mark in front by which they know that
/// it is UTF-8.</summary>
internal static class Csv
{
    /// <summary>One line.</summary>
    internal static string Row(params IEnumerable<string> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    /// <summary>Writes a table: all, or nothing.</summary>
    internal static void Write(string path, string rows) => AtomicFile.Write(path, "\uFEFF" + rows);

    /// <summary>Reads a table that <see cref="Row"/> or a spreadsheet wrote; empty lines are left out. A cell in quotes
    /// may hold commas and line breaks.</summary>
    /// <param name="names">Names that stand in it: they tell which encoding it has when it is not UTF-8.</param>
    /// <exception cref="FormatException">Its encoding is not sure; the message begins with file and line.</exception>
    internal static IReadOnlyList<CsvRow> Read(string path, IEnumerable<string> names) =>
        Rows(TableText.Read(path, [.. names]));

    internal static IReadOnlyList<CsvRow> Rows(string text)
    {
        var rows = new List<CsvRow>();
        var (cells, cell, quoted, line, began) = (new List<string>(), new StringBuilder(), false, 1, 1);
        for (var i = 0; i <= text.Length; i++)
        {
            var letter = i < text.Length ? text[i] : '\n';
            if (letter == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[++i]);
            else if (letter == '"')
                quoted = !quoted;
            else if (letter == ',' && !quoted)
            {
                cells.Add(Text(cell.ToString()));
                cell.Clear();
            }
            else if (letter == '\n' && (!quoted || i == text.Length))
            {
                cells.Add(Text(cell.ToString().TrimEnd('\r')));
                if (cells.Any(c => c.Trim().Length > 0)) rows.Add(new(began, cells));
                (cells, quoted) = ([], false);
                cell.Clear();
            }
            else
                cell.Append(letter);

            if (letter == '\n') line++;
            if (cells.Count == 0 && cell.Length == 0) began = line;
        }

        return rows;
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
            || (text is ['-', _, ..] && !double.TryParse(text, CultureInfo.InvariantCulture, out _)));
}
