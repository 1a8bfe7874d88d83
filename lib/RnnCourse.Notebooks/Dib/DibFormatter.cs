using System.Text.Encodings.Web;

namespace RnnCourse.Notebooks.Dib;

/// <summary>
/// The canonical form of a notebook: <c>#!meta</c>, an empty line, its JSON in one line, an empty line; then per cell
/// <c>#!name</c>, an empty line, the text, an empty line; UTF-8 without byte-order mark, <c>\n</c>, one final newline.
/// </summary>
public static class DibFormatter
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The notebook in canonical form. Its cells are the same, and so are the bytes of their lines.</summary>
    /// <exception cref="FormatException">The notebook has no canonical form with the same cells; the message says
    /// why.</exception>
    public static DibDocument Format(DibDocument document)
    {
        if (document.Problem is { } problem)
            throw new FormatException($"The #!meta in line {document.Meta!.Line} is not valid: {problem}");
        var canonical = DibDocument.Parse(Bytes(document), document.Path);
        RequireSameCells(document, canonical);
        return canonical;
    }

    /// <summary>Writes a notebook from scratch, in canonical form.</summary>
    /// <exception cref="FormatException">A cell cannot be said in a .dib file; the message names it.</exception>
    public static DibDocument Write(IEnumerable<(string Kernel, string Text)> cells, string? metaJson = null)
    {
        var given = cells.ToList();
        using var bytes = new MemoryStream();
        if (metaJson is not null) WriteMeta(bytes, metaJson);
        foreach (var (kernel, text) in given)
        {
            WriteLine(bytes, "#!" + kernel);
            WriteLine(bytes, "");
            WriteLine(bytes, text);
            WriteLine(bytes, "");
        }
        var written = DibDocument.Parse(TrimEnd(bytes));
        RequireSame(given, written);
        return written;
    }

    private static byte[] Bytes(DibDocument document)
    {
        using var bytes = new MemoryStream();
        if (document.Meta is not null) WriteMeta(bytes, document.Meta.Json);
        foreach (var cell in document.Cells)
        {
            if (cell.Text.Length == 0 && cell.Kernel == KernelNames.CSharp) continue;
            WriteLine(bytes, "#!" + cell.Kernel);
            WriteLine(bytes, "");
            foreach (var line in cell.Lines)
            {
                var (start, end) = (document.Raw.Lines[line].Start, document.Raw.Lines[line].TextEnd);
                if (document.Raw.Encoding is UTF8Encoding)
                    bytes.Write(document.Raw[start..end]);
                else
                    bytes.Write(Encoding.UTF8.GetBytes(document.Raw.Text(line)));
                bytes.WriteByte((byte)'\n');
            }
            WriteLine(bytes, "");
        }
        return TrimEnd(bytes);
    }

    private static void WriteMeta(MemoryStream bytes, string json)
    {
        WriteLine(bytes, "#!meta");
        WriteLine(bytes, "");
        using (var document = JsonDocument.Parse(json))
        using (var writer = new Utf8JsonWriter(bytes, OneLine))
            document.RootElement.WriteTo(writer);
        WriteLine(bytes, "");
        WriteLine(bytes, "");
    }

    private static void WriteLine(MemoryStream bytes, string line) => bytes.Write(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>The file ends with one newline, so the last cell's empty line goes.</summary>
    private static byte[] TrimEnd(MemoryStream bytes)
    {
        var all = bytes.ToArray().AsSpan().TrimEnd((byte)'\n');
        return all.IsEmpty ? [] : [.. all, (byte)'\n'];
    }

    private static void RequireSameCells(DibDocument document, DibDocument canonical)
    {
        foreach (var cell in document.Cells)
            for (var i = 0; i < cell.Lines.Length; i++)
                if (document.Raw.Text(cell.Lines[i]).EndsWith('\r'))
                    throw new FormatException($"Line {cell.Lines[i] + 1} ends with a lone carriage return, which would "
                        + "become part of its line break: remove it.");
        RequireSame([.. document.Cells.Select(c => (c.Kernel, c.Text))], canonical);
    }

    private static void RequireSame(List<(string Kernel, string Text)> expected, DibDocument written)
    {
        for (var i = 0; i < expected.Count; i++)
            if (i >= written.Cells.Count || (written.Cells[i].Kernel, written.Cells[i].Text) != expected[i])
                throw new FormatException(
                    $"Cell {i + 1} ({expected[i].Kernel}) has no place in a .dib file: it is empty, starts or "
                    + "ends with an empty line, or has a line that would start another cell.");
        if (written.Cells.Count > expected.Count && expected.Count > 0)
            throw new FormatException(
                $"A .dib file of these {expected.Count} cells would be read as {written.Cells.Count}.");
    }
}
