using System.Text.RegularExpressions;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Plotly.NET.TraceObjects;

namespace RnnCourse.Plotly;

/// <summary>Plotly's words as Plotly.NET's objects. Its functions look for parts of a chart by their types, so each
/// part has the type it would have if Plotly.NET had made it.</summary>
internal static partial class TypedChart
{
    private static readonly Dictionary<string, Func<Member>> Parts = new(StringComparer.Ordinal)
    {
        ["annotations"] = () => new Annotation(),
        ["aspectratio"] = () => new AspectRatio(),
        ["camera"] = () => new Camera(),
        ["center"] = () => new CameraCenter(),
        ["colorbar"] = () => new ColorBar(),
        ["contours"] = () => new Contours(),
        ["eye"] = () => new CameraEye(),
        ["font"] = () => new Font(),
        ["hoverlabel"] = () => new Hoverlabel(),
        ["legend"] = () => new Legend(),
        ["line"] = () => new Line(),
        ["margin"] = () => new Margin(),
        ["marker"] = () => new Marker(),
        ["pad"] = () => new Padding(),
        ["pattern"] = () => new Pattern(),
        ["projection"] = () => new CameraProjection(),
        ["scene"] = () => new Scene(),
        ["shapes"] = () => new Shape(),
        ["tickfont"] = () => new Font(),
        ["title"] = () => new Title(),
        ["up"] = () => new CameraUp(),
    };

    internal static GenericChart Of(JsonObject figure) => GenericChart.NewMultiChart(
        ListModule.OfSeq(figure["data"]!.AsArray().Select(trace => Trace(trace!.AsObject()))),
        Fill(new Layout(), figure["layout"]!.AsObject()), Fill(new Config(), figure["config"]!.AsObject()),
        new DisplayOptions());

    private static Trace Trace(JsonObject trace)
    {
        var type = trace["type"]!.GetValue<string>();
        return Fill(type is "surface" or "scatter3d" ? new Trace3D(type) : (Trace)new Trace2D(type), trace);
    }

    private static T Fill<T>(T part, JsonObject members) where T : Member
    {
        foreach (var (name, value) in members)
            if (part is not Trace2D and not Trace3D || name != "type") part.SetProperty(name, Value(name, value));
        return part;
    }

    private static object? Value(string name, JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => Fill(Parts.TryGetValue(name, out var part) ? part()
            : Axis().IsMatch(name) ? new LinearAxis() : new Member(), members),
        JsonArray items when items.All(item => item is JsonValue value && value.TryGetValue<double>(out _)) =>
            items.Select(item => item!.GetValue<double>()).ToArray(),
        JsonArray items => items.Select(item => Value(name, item)).ToArray(),
        JsonValue value => Scalar(value),
        _ => throw new ArgumentException($"'{name}' is not a member of plotly's JSON: {node.ToJsonString()}."),
    };

    private static object Scalar(JsonValue value) =>
        value.TryGetValue<string>(out var text) ? text
        : value.TryGetValue<bool>(out var flag) ? flag
        : value.TryGetValue<int>(out var whole) ? whole
        : value.GetValue<double>();

    [GeneratedRegex(@"^[xyz]axis\d*$")]
    private static partial Regex Axis();
}
