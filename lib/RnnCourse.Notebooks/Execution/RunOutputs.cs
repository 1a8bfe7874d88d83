using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Notebooks.Execution;

/// <summary>What came of a run, as the outputs of a Jupyter notebook. A figure has its drawing beside its HTML (<see
/// cref="FigurePictures"/>).</summary>
public static class RunOutputs
{
    /// <summary>The outputs by the cells' places. An updated display is in its last form.</summary>
    public static IReadOnlyDictionary<int, IReadOnlyList<JsonObject>> Of(NotebookResult run)
    {
        var count = 0;
        var outputs = new Dictionary<int, IReadOnlyList<JsonObject>>();
        foreach (var cell in run.Cells.Where(c => c.Kernel != "markdown"))
        {
            count++;
            outputs[cell.Index] = [.. Settled(cell.Events).Select(e => FigurePictures.WithSvg(Output(e, count)))];
        }
        return outputs;
    }

    /// <summary>The events without updates: each display stands where it was first shown, as it was last.</summary>
    internal static IEnumerable<CellEvent> Settled(IReadOnlyList<CellEvent> events)
    {
        var last = events.Where(e => e.Kind == EventKind.Update).GroupBy(e => e.DisplayId ?? "")
            .ToDictionary(g => g.Key, g => g.Last());
        return events.Where(e => e.Kind != EventKind.Update)
            .Select(e =>
                e.DisplayId is { } id && last.TryGetValue(id, out var update) ? e with { Values = update.Values } : e);
    }

    private static JsonObject Output(CellEvent shown, int count) => shown.Kind switch
    {
        EventKind.Stdout => IpynbOutput.Stream("stdout", shown.Text),
        EventKind.Stderr or EventKind.Warning => IpynbOutput.Stream("stderr", shown.Text),
        EventKind.Error => IpynbOutput.Error(ErrorType(shown), shown.Text.Split('\n')[0], shown.Text.Split('\n')),
        EventKind.Return => IpynbOutput.Result(Data(shown), count),
        _ => IpynbOutput.Display(Data(shown)),
    };

    private static IEnumerable<KeyValuePair<string, string>> Data(CellEvent shown) =>
        shown.Values.DistinctBy(v => v.MimeType).Select(v => KeyValuePair.Create(v.MimeType, v.Value));

    private static string ErrorType(CellEvent error) =>
        error[Mime.Error] is { } json && JsonNode.Parse(json) is JsonObject data && data["type"] is JsonValue type
        && type.TryGetValue<string>(out var name) ? name : "Error";
}
