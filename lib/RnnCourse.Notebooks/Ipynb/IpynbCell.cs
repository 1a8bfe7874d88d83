namespace RnnCourse.Notebooks.Ipynb;

/// <summary>A cell of a Jupyter notebook.</summary>
public sealed class IpynbCell
{
    internal IpynbCell(JsonObject json) => Json = json;

    /// <summary><c>code</c>, <c>markdown</c> or <c>raw</c>.</summary>
    public string Type => (string)Json["cell_type"]!;

    /// <summary>The cell's identifier; null before nbformat 4.5.</summary>
    public string? Id => (string?)Json["id"];

    /// <summary>The cell's text.</summary>
    public string Source => MultilineText.Join(Json["source"]);

    /// <summary>The cell's metadata.</summary>
    public JsonObject Metadata => Json["metadata"] as JsonObject ?? [];

    /// <summary>The outputs of a code cell, as nbformat has them.</summary>
    public IReadOnlyList<JsonObject> Outputs =>
        Json["outputs"] is JsonArray outputs ? [.. outputs.Cast<JsonObject>()] : [];

    internal JsonObject Json { get; }

    /// <summary>The kernel that the cell's metadata names, or null.</summary>
    internal string? KernelInMetadata =>
        Text(Metadata["polyglot_notebook"], "kernelName") ?? Text(Metadata["dotnet_interactive"], "language");

    private static string? Text(JsonNode? holder, string name) =>
        holder is JsonObject named && named[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text
            : null;
}
