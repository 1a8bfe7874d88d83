namespace RnnCourse.Notebooks.Ipynb;

/// <summary>nbformat's multi-line strings: one string, or an array of lines that keep their <c>\n</c>.</summary>
internal static class MultilineText
{
    internal static string Join(JsonNode? node) => node is JsonArray lines
        ? string.Concat(lines.Select(l => (string?)l))
        : (string?)node ?? "";

    internal static JsonArray Split(string text)
    {
        var lines = new JsonArray();
        for (var start = 0; start < text.Length;)
        {
            var newline = text.IndexOf('\n', start);
            var end = newline < 0 ? text.Length : newline + 1;
            lines.Add((JsonNode)text[start..end]);
            start = end;
        }
        return lines;
    }

    internal static bool Is(JsonNode? node) => node switch
    {
        JsonArray lines => lines.All(IsString),
        _ => IsString(node),
    };

    private static bool IsString(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out _);
}
