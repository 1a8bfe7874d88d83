namespace RnnCourse.Notebooks.Ipynb;

/// <summary>Checks that JSON has the parts of an nbformat 4 notebook that the rest relies on.</summary>
internal static class IpynbShape
{
    internal static void Check(JsonObject root)
    {
        JsonTree.ReadToTheLeaves(root);
        if (root["nbformat"] is not JsonValue format || !format.TryGetValue<int>(out var version))
            throw new FormatException("The notebook lacks \"nbformat\": 4.");
        if (version != 4)
            throw new FormatException(
                $"The notebook has nbformat {version}; only 4 is read. Open and save it in Jupyter first.");
        if (root["metadata"] is not JsonObject)
            throw new FormatException("The notebook lacks \"metadata\": {…}.");
        if (root["cells"] is not JsonArray cells)
            throw new FormatException("The notebook lacks \"cells\": […].");
        for (var i = 0; i < cells.Count; i++) CheckCell(cells[i], i + 1);
    }

    private static void CheckCell(JsonNode? node, int number)
    {
        if (node is not JsonObject cell) throw new FormatException($"Cell {number} is not a JSON object.");
        if (cell["cell_type"] is not JsonValue type || !type.TryGetValue<string>(out var name))
            throw new FormatException($"Cell {number} lacks \"cell_type\".");
        if (name is not ("code" or "markdown" or "raw"))
            throw new FormatException(
                $"Cell {number} has the unknown cell_type \"{name}\"; code, markdown and raw are known.");
        if (!MultilineText.Is(cell["source"]))
            throw new FormatException($"Cell {number}: \"source\" must be a string or an array of strings.");
        if (cell["id"] is { } id && (id is not JsonValue value || !value.TryGetValue<string>(out _)))
            throw new FormatException($"Cell {number}: \"id\" must be a string.");
        if (cell["outputs"] is { } outputs && (outputs is not JsonArray list || list.Any(o => o is not JsonObject)))
            throw new FormatException($"Cell {number}: \"outputs\" must be an array of objects.");
    }
}
