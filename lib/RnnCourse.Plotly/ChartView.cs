using System.Text.RegularExpressions;
using Plotly.NET;
using RnnCourse.Figures.Display;
using RnnCourse.Figures.Drawing;
using XPlot.Plotly;

namespace RnnCourse.Plotly;

/// <summary>A chart as a notebook shows it: its words first, in the place and size of the plot, which plotly.js draws
/// where the page can have it.</summary>
internal sealed partial class ChartView
{
    private const double Width = 700, Height = 400;

    private readonly string _library, _json;
    private readonly JsonObject _figure;

    private ChartView(string library, string json)
    {
        _figure = JsonNode.Parse(json)!.AsObject();
        _library = library;
        if (Completed(_figure))
            json = ChartJson.Write(TypedChart.Of(_figure));
        _json = json;
    }

    internal static ChartView Of(GenericChart chart) => new("Plotly.NET", ChartJson.Write(chart));

    /// <summary>XPlot's data and layout stand in the script it writes. Its titles are texts, which plotly.js no longer
    /// takes.</summary>
    internal static ChartView Of(PlotlyChart chart)
    {
        var script = chart.GetPlottingJS();
        var data = Between(script, "var data = ", ";\n           var layout = ");
        var layout = JsonNode.Parse(
            Between(script, ";\n           var layout = ", ";\n           Plotly.newPlot(")) as JsonObject
            ?? [];
        WithTitleObjects(layout);
        // The size that XPlot gives a chart by itself is wider than a page's column.
        if ((chart.Width, chart.Height) != (900, 500))
        {
            layout["height"] ??= chart.Height;
            layout["width"] ??= chart.Width;
        }
        return new("XPlot", ChartJson.Write(TypedChart.Of(new JsonObject
        {
            ["data"] = JsonNode.Parse(data),
            ["layout"] = layout,
            ["config"] = new JsonObject(),
        })));
    }

    /// <summary>The words: title, axes, and what is drawn.</summary>
    public override string ToString()
    {
        var layout = _figure["layout"]!;
        var traces = _figure["data"]!.AsArray().OfType<JsonObject>().ToArray();
        var names = traces.Select(trace => Plain(trace["name"])).OfType<string>().Where(name => name.Length > 0)
            .Distinct();
        return string.Join(" ", ((IEnumerable<string>)
        [
            Sentence(Plain(layout["title"])) ?? "",
            $"A chart of {_library} with {traces.Length} {(traces.Length == 1 ? "trace" : "traces")}"
                + $"{(names.Any() ? $": {string.Join(", ", names)}" : "")}.",
            Sentence(string.Join(", ", traces.SelectMany(trace => trace["dimensions"] as JsonArray ?? [])
                .Select(axis => Plain(axis?["label"])).OfType<string>()), "Axes: ") ?? "",
            Sentence(Plain(layout["xaxis"]?["title"]), "Horizontal axis: ") ?? "",
            Sentence(Plain(layout["yaxis"]?["title"]), "Vertical axis: ") ?? "",
            .. OutOfView(traces),
        ]).Where(sentence => sentence.Length > 0));
    }

    internal string ToHtml() =>
        ChartHtml.Of(_json, Plain(_figure["layout"]!["title"]) ?? $"A chart of {_library}", ToString(),
        _figure["layout"]!["width"] is JsonValue width ? width.GetValue<double>() : Width,
        _figure["layout"]!["height"]!.GetValue<double>());

    /// <summary>Size and settings that a page needs; true when some were missing. Plotly's own margins are half of a
    /// phone's width, and its own room cuts long axes off.</summary>
    private static bool Completed(JsonObject figure)
    {
        JsonObject layout = figure["layout"]!.AsObject(), config = figure["config"]!.AsObject();
        var before = figure.ToJsonString();
        layout["height"] ??= Height;
        if (!layout.ContainsKey("width")) layout["autosize"] ??= true;
        if (layout["colorway"] is null)
        {
            layout["colorway"] = new JsonArray([.. Theme.Light.Series.Select(color => JsonValue.Create(color))]);
            // The page's script gives them the colours of its theme.
            ((layout["meta"] ??= new JsonObject()) as JsonObject)?.TryAdd("colorway", "theme");
        }
        var solid = figure["data"]!.AsArray().Any(trace => trace?["type"]?.ToString() is { } type
            && (type.EndsWith("3d", StringComparison.Ordinal) || type == "surface"));
        if (solid) ((layout["scene"] ??= new JsonObject()) as JsonObject)?.TryAdd("aspectmode", "cube");
        // What has no axes of x and y, as parallel coordinates, has names around it.
        if (figure["data"]!.AsArray().OfType<JsonObject>().All(trace => trace.ContainsKey("x") || trace.ContainsKey("y")
            || trace.ContainsKey("z")))
            layout["margin"] ??= new JsonObject
            {
                ["l"] = solid ? 0 : 60,
                ["r"] = solid ? 0 : 20,
                ["t"] = Plain(layout["title"]) is { Length: > 0 } ? 50 : 20,
                ["b"] = solid ? 0 : 50,
            };
        config["responsive"] ??= true;
        config["displaylogo"] ??= false;
        return figure.ToJsonString() != before;
    }

    /// <summary>Limits of a logarithmic axis are exponents. Where they were left as they had been, nothing is in
    /// view.</summary>
    private IEnumerable<string> OutOfView(JsonObject[] traces)
    {
        foreach (var (name, axis) in _figure["layout"]!.AsObject().Where(member =>
            member.Key.StartsWith("yaxis", StringComparison.Ordinal) && member.Value?["type"]?.ToString() == "log"))
        {
            if (axis!["range"] is not JsonArray { Count: 2 } range) continue;
            var letter = name.Replace("axis", "", StringComparison.Ordinal);
            var values = traces.Where(trace => (trace["yaxis"]?.ToString() ?? "y") == letter)
                .SelectMany(trace => trace["y"] as JsonArray ?? []).OfType<JsonValue>()
                .Select(value => value.TryGetValue<double>(out var y) && y > 0 ? Math.Log10(y) : double.NaN)
                .Where(double.IsFinite).ToArray();
            if (values.Length > 0
                && (values.Max() < range[0]!.GetValue<double>() || values.Min() > range[1]!.GetValue<double>()))
                yield return $"Nothing is in view: the limits of a logarithmic axis are exponents, and " +
                    $"{range.ToJsonString()} "
                    + "means decades. WithLogY() converts them.";
        }
    }

    private static string? Sentence(string? text, string before = "") =>
        string.IsNullOrWhiteSpace(text) ? null : $"{before}{text.TrimEnd('.')}.";

    /// <summary>The text of a title or name, without the marks that plotly reads in it.</summary>
    private static string? Plain(JsonNode? title) =>
        (title is JsonObject parts ? parts["text"] : title)?.ToString() is not { } text ? null
        : System.Net.WebUtility.HtmlDecode(Mark().Replace(text.Replace("<br>", " ", StringComparison.Ordinal), ""));

    [GeneratedRegex("</?(?:b|sub|sup)>")] private static partial Regex Mark();

    private static string Between(string text, string before, string after)
    {
        var from = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
        return text[from..text.IndexOf(after, from, StringComparison.Ordinal)];
    }

    private static void WithTitleObjects(JsonObject part)
    {
        foreach (var (name, value) in part.ToArray())
            if (name == "title" && value is JsonValue title && title.TryGetValue<string>(out var text))
                part[name] = new JsonObject { ["text"] = text };
            else if (value is JsonObject inner) WithTitleObjects(inner);
    }
}
