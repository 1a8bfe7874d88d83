namespace RnnCourse.Notebooks.Execution;

/// <summary>
/// Results as JSON, the form of <c>course run --json</c>:
/// <c>{"notebooks": [{"path", "status", "reason", "seconds", "notes", "cells": [{"number", "kernel", "line", "source",
/// "status", "reason", "seconds", "cached", "events": [{"kind", "displayId", "values": {MIME type: value}}]}]}]}</c>.
/// </summary>
public static class ResultJson
{
    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the results of a run.</summary>
    public static string Write(IEnumerable<NotebookResult> notebooks) =>
        new JsonObject { ["notebooks"] = Array(notebooks.Select(Notebook)) }.ToJsonString(Indented);

    /// <summary>Writes the results of runs with different seeds: <c>{"seeds": [{"seed", "notebooks"}]}</c>.</summary>
    public static string Write(IEnumerable<(int Seed, IReadOnlyList<NotebookResult> Results)> runs) =>
        new JsonObject
        {
            ["seeds"] = Array(runs.Select(run =>
                new JsonObject { ["seed"] = run.Seed, ["notebooks"] = Array(run.Results.Select(Notebook)) })),
        }.ToJsonString(Indented);

    private static JsonObject Notebook(NotebookResult notebook) => new()
    {
        ["path"] = notebook.Path,
        ["status"] = Name(notebook.Status),
        ["reason"] = notebook.Reason,
        ["seconds"] = Math.Round(notebook.Time.TotalSeconds, 4),
        ["notes"] = Array(notebook.Notes.Select(note => JsonValue.Create(note))),
        ["cells"] = Array(notebook.Cells.Select(Cell)),
    };

    private static JsonObject Cell(CellResult cell) => new()
    {
        ["number"] = cell.Number,
        ["kernel"] = cell.Kernel,
        ["line"] = cell.FirstLine,
        ["source"] = cell.Source,
        ["status"] = Name(cell.Status),
        ["reason"] = cell.Reason,
        ["seconds"] = Math.Round(cell.Time.TotalSeconds, 4),
        ["cached"] = cell.FromCache,
        ["events"] = Events(cell.Events),
    };

    internal static JsonArray Events(IReadOnlyList<CellEvent> events) => Array(events.Select(output =>
    {
        var values = new JsonObject();
        foreach (var value in output.Values) values[value.MimeType] = value.Value;
        var json = new JsonObject { ["kind"] = Name(output.Kind), ["values"] = values };
        if (output.DisplayId is { } id) json["displayId"] = id;
        return json;
    }));

    /// <summary>Reads what <see cref="Events"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    internal static IReadOnlyList<CellEvent> ReadEvents(JsonElement events)
    {
        try
        {
            return [.. events.EnumerateArray().Select(json => new CellEvent(
                Enum.Parse<EventKind>(json.GetProperty("kind").GetString()!, ignoreCase: true),
                json.TryGetProperty("displayId", out var id) ? id.GetString() : null,
                [.. json.GetProperty("values").EnumerateObject()
                    .Select(v => new MimeValue(v.Name, v.Value.GetString()!))]))];
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw new FormatException("These are not events of a cell.", e);
        }
    }

    private static string Name<T>(T value) where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static JsonArray Array(IEnumerable<JsonNode?> items) => new([.. items]);
}
