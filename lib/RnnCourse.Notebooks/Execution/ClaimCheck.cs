using System.Globalization;
using System.Text.Json;

namespace RnnCourse.Notebooks.Execution;

/// <summary>Finds displayed claims that their measurement contradicts.</summary>
internal static class ClaimCheck
{
    /// <summary>Names the first claim among a cell's outputs whose verdict is "fails", or null. Of a display that was
    /// updated, the last form counts.</summary>
    internal static string? Failure(IReadOnlyList<CellEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var (output, rest) = (events[i], i);
            if (output[Mime.Claim] is { } claim
                && (output.DisplayId is null
                    || !events.Skip(rest + 1)
                        .Any(later => later.Kind == EventKind.Update && later.DisplayId == output.DisplayId))
                && Failure(claim) is { } failure)
                return failure;
        }
        return null;
    }

    private static string? Failure(string json)
    {
        try
        {
            using var claim = JsonDocument.Parse(json);
            string Text(string name) => claim.RootElement.TryGetProperty(name, out var value) ? value.ToString() : "?";
            return Text("verdict") != "fails" ? null
                : $"The claim {Text("id")} fails: {Text("sentence")} Measured {Measured(claim.RootElement)}, "
                    + $"bound {Text("bound")}.";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return $"A claim's record is not readable: {e.Message}";
        }
    }

    private static string Measured(JsonElement claim)
    {
        var number = claim.TryGetProperty("measured", out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble().ToString("G4", CultureInfo.InvariantCulture) : value.ToString();
        var unit = claim.TryGetProperty("unit", out var given) ? given.ToString() : "";
        return $"{number} {unit}".TrimEnd();
    }
}
