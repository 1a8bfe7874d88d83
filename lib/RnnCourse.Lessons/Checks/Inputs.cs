using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Checks;

/// <summary>Arguments as a reader sees them: short, four digits, large ones by their shape.</summary>
internal static class Inputs
{
    private const int Most = 12;

    internal static string Text(JsonNode? value) => value switch
    {
        JsonObject matrix when Count(matrix) <= Most => Rows(matrix),
        JsonObject matrix => $"[{matrix["rows"]} × {matrix["columns"]} numbers]",
        JsonArray list when Count(list) <= Most => $"[{string.Join(", ", list.Select(Text))}]",
        JsonArray list => $"[{list.Count} {(list.Count == 1 ? "entry" : "entries")}]",
        JsonValue number when number.TryGetValue<double>(out var x) => Numbers.Short(x),
        _ => value?.ToJsonString() ?? "null",
    };

    private static string Rows(JsonObject matrix)
    {
        var (columns, numbers) = ((int)matrix["columns"]!, matrix["v"]!.AsArray());
        return "[" + string.Join("; ", numbers.Select(Text).Chunk(columns).Select(row => string.Join(", ", row))) + "]";
    }

    private static int Count(JsonNode? value) => value switch
    {
        JsonObject matrix => matrix["v"]!.AsArray().Count,
        JsonArray list => list.Sum(Count),
        _ => 1,
    };
}
