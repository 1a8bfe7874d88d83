namespace RnnCourse.Notebooks.Ipynb;

/// <summary>What a Jupyter notebook keeps of the <c>.dib</c> file it came from. <c>meta</c> is the file's meta. A file
/// that is not in canonical form also has <c>pieces</c>: its text in order, each piece a string, a <c>base64</c> (bytes
/// that are not text) or the <c>cell</c> whose text stands there.</summary>
internal static class DibLayout
{
    internal static JsonObject Of(DibDocument document, string[] keys)
    {
        var meta = document.Meta is null ? null : JsonTree.TryParse(document.Meta.Json);
        var layout = new JsonObject { ["meta"] = meta };
        if (meta is null == document.Meta is null && IsCanonical(document)) return layout;
        layout["encoding"] = document.Raw.Encoding.WebName;
        layout["newline"] = document.Newline;
        layout["pieces"] = Pieces(document, keys);
        return layout;
    }

    /// <summary>The file's bytes with the cells' texts as they are now, or null when the cells have no place in that
    /// file.</summary>
    internal static byte[]? Restore(JsonObject layout, string[] keys, (string Kernel, string Text)[] cells)
    {
        try
        {
            if (layout["pieces"] is not JsonArray pieces) return null;
            var encoding = Encoding.GetEncoding((string)layout["encoding"]!);
            var newline = (string)layout["newline"]!;
            var texts = keys.Zip(cells, (key, cell) => (key, cell.Text)).DistinctBy(c => c.key)
                .ToDictionary(c => c.key, c => c.Text);
            var bytes = new List<byte>();
            foreach (var piece in pieces)
                bytes.AddRange(piece is JsonObject named
                    ? named["base64"] is { } base64 ? Convert.FromBase64String((string)base64!)
                        : encoding.GetBytes(texts.GetValueOrDefault((string)named["cell"]!, "")
                            .Replace("\n", newline, StringComparison.Ordinal))
                    : encoding.GetBytes((string)piece!));
            var restored = DibDocument.Parse([.. bytes]);
            var found = restored.Cells.Where(c => c.Text.Length > 0).Select(c => (c.Kernel, c.Text));
            return restored.Problem is null && found.SequenceEqual(cells) ? [.. bytes] : null;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            // The layout was edited by hand: the notebook's own cells are what counts.
            return null;
        }
    }

    /// <summary>What names a cell in a layout: its identifier, or its place where it has none.</summary>
    internal static string[] Keys(IEnumerable<JsonObject> cells) =>
        [.. cells.Select((c, i) => (string?)c["id"] ?? $"@{i}")];

    private static bool IsCanonical(DibDocument document)
    {
        if (document.Cells is [{ Text: "", Selector: not null }]) return false;
        try
        {
            return DibFormatter.Format(document).ToBytes().SequenceEqual(document.ToBytes());
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static JsonArray Pieces(DibDocument document, string[] keys)
    {
        var pieces = new JsonArray();
        var position = 0;
        foreach (var cell in document.Cells.Where(c => IsOnePiece(document, c)))
        {
            Add(document.Raw.Lines[cell.Lines[0]].Start);
            pieces.Add((JsonNode)new JsonObject { ["cell"] = keys[cell.Index] });
            position = document.Raw.Lines[cell.Lines[^1]].TextEnd;
        }
        Add(document.Raw.Length);
        return pieces;

        void Add(int end)
        {
            if (position < end) pieces.Add(Raw(document.Raw.Encoding, document.Raw[position..end]));
        }
    }

    /// <summary>Whether the cell's bytes are one range outside the meta, and exactly those that writing its text
    /// gives.</summary>
    private static bool IsOnePiece(DibDocument document, DibCell cell)
    {
        if (cell.Lines.Length == 0 || cell.Lines[^1] - cell.Lines[0] != cell.Lines.Length - 1
            || (cell.Lines[^1] >= document.MetaLines.Start.Value && cell.Lines[0] < document.MetaLines.End.Value))
            return false;
        var bytes = document.Raw[document.Raw.Lines[cell.Lines[0]].Start..document.Raw.Lines[cell.Lines[^1]].TextEnd];
        return bytes.SequenceEqual(document.Raw.Encoding.GetBytes(cell.Text.Replace("\n", document.Newline,
            StringComparison.Ordinal)));
    }

    private static JsonNode Raw(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        return bytes.SequenceEqual(encoding.GetBytes(text)) ? text
            : new JsonObject { ["base64"] = Convert.ToBase64String(bytes) };
    }
}
