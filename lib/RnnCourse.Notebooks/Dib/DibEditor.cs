namespace RnnCourse.Notebooks.Dib;

/// <summary>Replaces the text of one cell and keeps every other byte of the file.</summary>
internal static class DibEditor
{
    internal static byte[] Replace(DibDocument document, DibCell cell, string text)
    {
        var lines = CellLines(text);
        RejectSelectors(document, lines);
        var old = cell.Text.Length == 0 ? [] : cell.Text.Split('\n');
        if (lines.SequenceEqual(old)) return document.ToBytes();

        // A cell that a meta interrupts or ends in has no place for any text: it then gets a selector of its own.
        var whole = new Splice(cell.Lines, cell.Line - 1, [$"#!{cell.Kernel}", .. lines]);
        Splice[] ways = [Changed(cell, old, lines), whole, whole with { At = document.MetaLines.End.Value }];
        foreach (var way in ways)
        {
            var bytes = Apply(document, way);
            if (HasCells(DibDocument.Parse(bytes), document, cell.Index, string.Join('\n', lines)))
                return bytes;
        }
        throw new InvalidOperationException(
            $"Cell {cell.Index + 1} cannot take this text where it stands: move the #!meta to the start of "
                + "the notebook first.");
    }

    /// <summary>Lines to remove, lines to add, and the line to add them before.</summary>
    private sealed record Splice(int[] Removed, int At, string[] Added);

    /// <summary>Only the lines that changed: those alike at both ends stay, bytes and all.</summary>
    private static Splice Changed(DibCell cell, string[] old, string[] lines)
    {
        var shorter = Math.Min(lines.Length, old.Length);
        var start = 0;
        while (start < shorter && lines[start] == old[start]) start++;
        var end = 0;
        while (end < shorter - start && lines[^(end + 1)] == old[^(end + 1)]) end++;
        var at = start > 0 ? cell.Lines[start - 1] + 1 : cell.Line - 1;
        return new Splice(cell.Lines[start..(cell.Lines.Length - end)], at, lines[start..(lines.Length - end)]);
    }

    private static byte[] Apply(DibDocument document, Splice splice)
    {
        var writer = new LineWriter(document.Raw);
        var (metaStart, metaEnd) = (document.MetaLines.Start.Value, document.MetaLines.End.Value);
        var removed = splice.Removed.Where(i => i < metaStart || i >= metaEnd).ToHashSet();
        for (var i = 0; i < document.Raw.Lines.Count; i++)
        {
            if (i == splice.At) writer.Add(splice.Added);
            if (!removed.Contains(i)) writer.Keep(i);
        }
        if (splice.At >= document.Raw.Lines.Count) writer.Add(splice.Added);
        return writer.ToArray();
    }

    private static bool HasCells(DibDocument edited, DibDocument document, int index, string text)
    {
        var expected = document.Cells
            .Select(c => (c.Kernel, Text: c.Index == index ? text : c.Text))
            .Where(c => c.Text.Length > 0);
        return edited.Meta?.Json == document.Meta?.Json
            && expected.SequenceEqual(edited.Cells.Select(c => (c.Kernel, c.Text)).Where(c => c.Text.Length > 0));
    }

    private static string[] CellLines(string text)
    {
        var lines = text.Split('\n').Select(l => l.EndsWith('\r') ? l[..^1] : l).ToArray();
        var first = Array.FindIndex(lines, l => l.Length > 0);
        return first < 0 ? [] : lines[first..(Array.FindLastIndex(lines, l => l.Length > 0) + 1)];
    }

    private static void RejectSelectors(DibDocument document, string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
            if (document.Kernels.IsSelector(lines[i], out _)
                || (document.Meta is null && LinePrefix.IsMeta(lines[i])))
                throw new ArgumentException(
                    $"Line {i + 1} of the new text is '{lines[i]}': a .dib file would read it as the start "
                        + "of another cell. "
                    + "Indent the line or add a space after it.");
    }

    /// <summary>Writes kept lines as their bytes, and new ones with the file's encoding and line break.</summary>
    private sealed class LineWriter
    {
        private readonly RawText _raw;
        private readonly List<byte> _out = [];
        private bool _open;

        internal LineWriter(RawText raw)
        {
            _raw = raw;
            _out.AddRange(raw[..raw.BomLength]);
        }

        internal void Keep(int line)
        {
            EndLine();
            var (start, textEnd, end) = (_raw.Lines[line].Start, _raw.Lines[line].TextEnd, _raw.Lines[line].End);
            _out.AddRange(_raw[start..end]);
            _open = start < end && textEnd == end;
        }

        internal void Add(IEnumerable<string> lines)
        {
            foreach (var line in lines)
            {
                EndLine();
                _out.AddRange(_raw.Encoding.GetBytes(line));
                _open = true;
            }
        }

        /// <summary>The bytes. The last line ends with a line break if the file's last line did.</summary>
        internal byte[] ToArray()
        {
            if (_raw.Lines.Count == 0 || _raw.Lines[^1].Start == _raw.Length) EndLine();
            return [.. _out];
        }

        private void EndLine()
        {
            if (_open) _out.AddRange(_raw.Encoding.GetBytes(_raw.Newline));
            _open = false;
        }
    }
}
