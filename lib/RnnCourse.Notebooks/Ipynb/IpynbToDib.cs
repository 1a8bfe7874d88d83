namespace RnnCourse.Notebooks.Ipynb;

/// <summary>Writes a Jupyter notebook as a <c>.dib</c> notebook. One that came from a <c>.dib</c> gets its bytes back;
/// of any other the meta keeps what a <c>.dib</c> has no place for, so that <see cref="DibToIpynb"/> gives it
/// back.</summary>
public static class IpynbToDib
{
    private static readonly KernelNames BuiltIn = new();

    /// <summary>Converts a notebook.</summary>
    /// <param name="outputs">Whether the meta keeps the outputs too. They can be large.</param>
    /// <exception cref="FormatException">A cell cannot be said in a .dib file; the message names it.</exception>
    public static DibDocument Convert(IpynbDocument notebook, bool outputs = false)
    {
        var layout = (notebook.Metadata[DibToIpynb.Room] as JsonObject)?["dib"] as JsonObject;
        return (layout is null ? null : Restored(notebook, layout, outputs)) ?? Written(notebook, layout, outputs);
    }

    /// <summary>The text that a .dib cell has of a cell's source. A first line that selects a kernel is not part of it,
    /// and all lines end alike, unless the source is <paramref name="exact"/>: a text that came from a .dib.</summary>
    internal static string Text(string type, string source, bool exact = false)
    {
        var lines = source.Split('\n').Select(l => l.EndsWith('\r') && !exact ? l[..^1] : l).ToList();
        if (type == "code" && !exact && BuiltIn.IsSelector(lines[0], out _)) lines.RemoveAt(0);
        var first = lines.FindIndex(l => l.Length > 0);
        return first < 0 ? "" : string.Join('\n', lines[first..(lines.FindLastIndex(l => l.Length > 0) + 1)]);
    }

    /// <summary>The file the notebook came from, with the cells as they are now; null when they have no place in
    /// it.</summary>
    private static DibDocument? Restored(IpynbDocument notebook, JsonObject layout, bool outputs)
    {
        var all = Cells(notebook, exact: true);
        var oldMeta = layout["meta"] as JsonObject;
        if (!JsonNode.DeepEquals(IpynbRecord.Of(notebook, all, IsOurs(layout), outputs), oldMeta?[IpynbRecord.Name]))
            return null;
        var places = Enumerable.Range(0, all.Length).Where(i => all[i].Text.Length > 0).ToArray();
        var keys = DibLayout.Keys(places.Select(i => notebook.Cells[i].Json));
        return DibLayout.Restore(layout, keys, [.. places.Select(i => all[i])]) is { } bytes ? DibDocument.Parse(bytes)
            : null;
    }

    private static DibDocument Written(IpynbDocument notebook, JsonObject? layout, bool outputs)
    {
        var all = Cells(notebook, exact: false);
        try
        {
            return DibFormatter.Write(all.Where(c => c.Text.Length > 0),
                Meta(notebook, all, layout, outputs)?.ToJsonString());
        }
        catch (JsonException e)
        {
            throw new FormatException($"The notebook's metadata has no place in a .dib file: {e.Message}", e);
        }
    }

    private static (string Kernel, string Text)[] Cells(IpynbDocument notebook, bool exact) =>
        [.. notebook.Cells.Select(cell =>
            (Kernel(notebook.Metadata, cell, exact), Text(cell.Type, cell.Source, exact)))];

    /// <summary>The kernel of a cell: what its first line or its metadata says, else the notebook's.</summary>
    internal static string Kernel(JsonObject metadata, IpynbCell cell, bool exact = false)
    {
        if (cell.Type != "code") return cell.Type;
        var firstLine = cell.Source.Split('\n')[0].TrimEnd('\r');
        if (!exact && BuiltIn.IsSelector(firstLine, out var selected)) return selected;
        return cell.KernelInMetadata is { Length: > 0 } kernel ? BuiltIn.Find(kernel) ?? kernel
            : DefaultKernel(metadata);
    }

    private static string DefaultKernel(JsonObject metadata)
    {
        var language = (metadata["kernelspec"] as JsonObject)?["language"]
            ?? (metadata["language_info"] as JsonObject)?["name"];
        return language is JsonValue value && value.TryGetValue<string>(out var name)
            ? name switch
            {
                "C#" or "polyglot-notebook" => KernelNames.CSharp,
                "F#" => "fsharp",
                "PowerShell" => "pwsh",
                _ => BuiltIn.Find(name) ?? name,
            }
            : KernelNames.CSharp;
    }

    private static JsonObject? Meta(IpynbDocument notebook, (string Kernel, string Text)[] cells, JsonObject? layout,
        bool outputs)
    {
        var oldMeta = layout?["meta"] as JsonObject;
        var ours = IsOurs(layout);
        var meta = ours && oldMeta is not null ? (JsonObject)oldMeta.DeepClone() : [];
        if (!ours && KernelInfo(notebook) is { } kernelInfo) meta["kernelInfo"] = kernelInfo;
        ListKernels(meta, cells.Where(c => c.Text.Length > 0).Select(c => c.Kernel));
        if (IpynbRecord.Of(notebook, cells, ours, outputs) is { } record) meta[IpynbRecord.Name] = record;
        return meta.Count > 0 || (ours && oldMeta is not null) ? meta : null;
    }

    private static JsonNode? KernelInfo(IpynbDocument notebook) =>
        (notebook.Metadata["polyglot_notebook"] as JsonObject)?["kernelInfo"] is JsonObject info
        && DibDocument.Parse($"#!meta\n{info.ToJsonString()}\n").Problem is null
        && DibDocument.Parse("#!meta\n" + new JsonObject { ["kernelInfo"] = info.DeepClone() }.ToJsonString()
            + "\n").Problem is null
            ? info.DeepClone()
            : null;

    /// <summary>A selector may name a kernel that is not built in only if the meta lists it.</summary>
    private static void ListKernels(JsonObject meta, IEnumerable<string> used)
    {
        var known = DibDocument.Parse("#!meta\n" + meta.ToJsonString() + "\n").Kernels;
        var missing = used.Where(k => known.Find(k) != k).Distinct().ToArray();
        if (missing.Length == 0) return;
        if (meta["kernelInfo"] is not JsonObject info)
            meta["kernelInfo"] = info = new JsonObject { ["defaultKernelName"] = KernelNames.CSharp };
        if (info["items"] is not JsonArray items) info["items"] = items = [];
        foreach (var name in missing)
            items.Add((JsonNode)new JsonObject { ["aliases"] = new JsonArray(), ["name"] = name });
    }

    /// <summary>Whether the notebook was made from a .dib, and that one not from another Jupyter notebook.</summary>
    private static bool IsOurs(JsonObject? layout) =>
        layout is not null && (layout["meta"] as JsonObject)?.ContainsKey(IpynbRecord.Name) != true;
}
