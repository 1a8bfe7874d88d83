namespace RnnCourse.Notebooks.Ipynb;

/// <summary>JSON as a tree of nodes, read to the leaves at once: a node tree otherwise finds its faults when it is
/// used.</summary>
internal static class JsonTree
{
    /// <summary>The tree, or null when the text is not JSON or has a name twice in one object.</summary>
    internal static JsonNode? TryParse(string json)
    {
        try
        {
            var tree = JsonNode.Parse(json);
            ReadToTheLeaves(tree);
            return tree;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Reads everything once.</summary>
    /// <exception cref="ArgumentException">A name stands twice in an object.</exception>
    /// <exception cref="InvalidOperationException">A string holds half a character.</exception>
    internal static void ReadToTheLeaves(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject named:
                foreach (var (_, value) in named) ReadToTheLeaves(value);
                break;
            case JsonArray list:
                foreach (var value in list) ReadToTheLeaves(value);
                break;
            case JsonValue scalar:
                scalar.TryGetValue<string>(out _);
                break;
        }
    }
}
