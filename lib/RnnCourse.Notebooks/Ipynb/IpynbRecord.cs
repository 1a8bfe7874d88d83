namespace RnnCourse.Notebooks.Ipynb;

/// <summary>What a <c>.dib</c> notebook's meta keeps, under <c>ipynb</c>, of the Jupyter notebook it came from: all
/// that the cells' kernels and texts do not say — identifiers, metadata, attachments, empty cells, outputs on
/// request.</summary>
internal sealed class IpynbRecord
{
    /// <summary>The name of the record in a meta.</summary>
    internal const string Name = "ipynb";

    private static readonly string[] Volatile = ["execution", "vscode"];

    private readonly JsonObject _json;

    private IpynbRecord(JsonObject json) => _json = json;

    internal static IpynbRecord? In(DibDocument document) =>
        document.Meta?.Value(Name) is { ValueKind: System.Text.Json.JsonValueKind.Object } record
        && JsonTree.TryParse(record.GetRawText()) is JsonObject json ? new IpynbRecord(json) : null;

    /// <summary>The record of a notebook, or null when there is nothing to keep.</summary>
    /// <param name="cells">Kernel and text of each of its cells, the empty ones included.</param>
    /// <param name="ours">Whether it was made from a .dib: what running it in Jupyter leaves behind is then not
    /// kept.</param>
    internal static JsonObject? Of(IpynbDocument notebook, (string Kernel, string Text)[] cells, bool ours,
        bool outputs)
    {
        var ids = CellIds.For(cells.Where(c => c.Text.Length > 0));
        var entries = new JsonArray();
        var place = 0;
        for (var i = 0; i < cells.Length; i++)
        {
            var isEmpty = cells[i].Text.Length == 0;
            var id = isEmpty ? "" : ids[place];
            var json = notebook.Cells[i].Json;
            var kept = !isEmpty ? Kept(json, cells[i], id, ours, outputs) : ours ? null : WithoutResults(json, outputs);
            if (kept is not null)
                entries.Add((JsonNode)new JsonObject
                {
                    ["key"] = isEmpty ? null : id,
                    ["place"] = isEmpty ? i : place,
                    ["cell"] = kept,
                });
            if (!isEmpty) place++;
        }
        var record = new JsonObject();
        if (!ours) record["notebook"] = NotebookPart(notebook.Root);
        if (entries.Count > 0) record["cells"] = entries;
        return record.Count > 0 ? record : null;
    }

    /// <summary>Puts what was kept back into a notebook made from the cells.</summary>
    internal void Restore(JsonObject root, JsonObject[] made, (string Kernel, string Text)[] cells)
    {
        if (_json["notebook"] is JsonObject notebook)
        {
            foreach (var name in root.Select(p => p.Key).Where(n => n != "cells").ToArray())
                root.Remove(name);
            foreach (var (name, value) in notebook) root[name] = value?.DeepClone();
            if (root["metadata"] is not JsonObject) root["metadata"] = new JsonObject();
        }
        if (_json["cells"] is not JsonArray entries) return;

        var ids = CellIds.For(cells);
        var taken = new HashSet<int>();
        foreach (var entry in entries.OfType<JsonObject>().Where(e => e["cell"] is JsonObject))
            if (entry["key"] is null)
                InsertEmpty((JsonArray)root["cells"]!, entry);
            else if (Find(entry, ids) is var at and >= 0 && taken.Add(at))
                Apply((JsonObject)entry["cell"]!, made[at], cells[at].Text);
        for (var i = 0; i < made.Length; i++)
            NameKernel((JsonObject)root["metadata"]!, made[i], cells[i].Kernel);
    }

    private static int Find(JsonObject entry, string[] ids)
    {
        var byContent = Array.IndexOf(ids, (string?)entry["key"]);
        return byContent >= 0 ? byContent
            : entry["place"]?.GetValue<int>() is { } place && place < ids.Length ? place : -1;
    }

    private static void InsertEmpty(JsonArray cells, JsonObject entry)
    {
        var place = Math.Clamp(entry["place"]?.GetValue<int>() ?? cells.Count, 0, cells.Count);
        var cell = (JsonObject)entry["cell"]!.DeepClone();
        if ((string?)cell["cell_type"] == "code") AddNoResults(cell);
        cells.Insert(place, cell);
    }

    private static void Apply(JsonObject kept, JsonObject made, string text)
    {
        if (!JsonNode.DeepEquals(kept["cell_type"], made["cell_type"])) return;
        var source = kept["source"] is { } original
            && IpynbToDib.Text((string)kept["cell_type"]!, MultilineText.Join(original)) == text
            ? original.DeepClone() : made["source"]!.DeepClone();
        var isCode = (string)made["cell_type"]! == "code";
        made.Clear();
        foreach (var (name, value) in kept) made[name] = value?.DeepClone();
        if (isCode) AddNoResults(made);
        made["source"] = source;
    }

    /// <summary>Where what was kept says another kernel than the .dib does, the .dib is right: its selector was
    /// edited.</summary>
    private static void NameKernel(JsonObject notebookMetadata, JsonObject made, string kernel)
    {
        if ((string)made["cell_type"]! != "code" || IpynbToDib.Kernel(notebookMetadata, new IpynbCell(made)) == kernel)
            return;
        if (made["metadata"] is not JsonObject metadata) made["metadata"] = metadata = [];
        metadata["dotnet_interactive"] = new JsonObject { ["language"] = kernel };
        metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = kernel };
    }

    private static void AddNoResults(JsonObject codeCell)
    {
        codeCell.TryAdd("execution_count", null);
        codeCell.TryAdd("outputs", new JsonArray());
    }

    /// <summary>A cell's JSON without what can be made again, or null when all of it can.</summary>
    private static JsonObject? Kept(JsonObject json, (string Kernel, string Text) cell, string id, bool ours,
        bool outputs)
    {
        var kept = WithoutResults(json, outputs);
        var made = WithoutResults(DibToIpynb.Cell(cell.Kernel, cell.Text, id), outputs);
        if (ours)
        {
            (kept["id"], kept["source"]) = (id, made["source"]!.DeepClone());
            foreach (var name in Volatile) (kept["metadata"] as JsonObject)?.Remove(name);
        }
        if (JsonNode.DeepEquals(kept, made)) return null;
        if (JsonNode.DeepEquals(kept["source"], made["source"])) kept.Remove("source");
        return kept;
    }

    private static JsonObject WithoutResults(JsonObject json, bool outputs)
    {
        var copy = (JsonObject)json.DeepClone();
        if ((string?)copy["cell_type"] == "code"
            && (!outputs || copy["outputs"] is JsonArray { Count: 0 } && copy["execution_count"] is null))
        {
            copy.Remove("outputs");
            copy.Remove("execution_count");
        }
        return copy;
    }

    private static JsonObject NotebookPart(JsonObject root)
    {
        var copy = (JsonObject)root.DeepClone();
        copy.Remove("cells");
        (copy["metadata"] as JsonObject)?.Remove(DibToIpynb.Room);
        return copy;
    }
}
