using Microsoft.FSharp.Core;
using Newtonsoft.Json;
using XPlot.Plotly;
using XLayout = XPlot.Plotly.Layout.Layout;

namespace RnnCourse.Plotly;

/// <summary>Plotly's words as XPlot's objects. Members that its types lack are left out.</summary>
internal static class XPlotChart
{
    private static readonly JsonSerializerSettings WhatFits = new()
    {
        MissingMemberHandling = MissingMemberHandling.Ignore,
        // Its members throw when they are read before they have been set.
        ObjectCreationHandling = ObjectCreationHandling.Replace,
        Error = (_, misfit) => misfit.ErrorContext.Handled = true,
    };

    internal static PlotlyChart Of(JsonObject figure)
    {
        var layout = figure["layout"]!.DeepClone().AsObject();
        if (layout.Count(member => member.Key.StartsWith("xaxis", StringComparison.Ordinal)) > 2)
            throw new NotSupportedException("XPlot's layout has two pairs of axes, and this figure has more panels: "
                + "use ToChart(), or take the panels one by one.");
        var size = (Width: 700, Height: (int)(layout["height"]?.GetValue<double>() ?? 400));
        WithTextTitles(layout);
        var chart = new PlotlyChart();
        chart.Plot(figure["data"]!.AsArray().Select(trace => Trace(trace!.AsObject())),
            FSharpOption<XLayout>.Some(Read<XLayout>(layout)), null);
        chart.WithSize(size.Width, size.Height);
        return chart;
    }

    private static Trace Trace(JsonObject trace) => trace["type"]!.GetValue<string>() switch
    {
        "scatter" => Read<Scatter>(trace),
        "bar" => Read<Bar>(trace),
        "heatmap" => Read<Heatmap>(trace),
        "contour" => Read<Contour>(trace),
        "surface" => Read<Surface>(trace),
        "scatter3d" => Read<Scatter3d>(trace),
        var other => throw new NotSupportedException($"XPlot has no trace of plotly's kind '{other}': use ToChart()."),
    };

    private static T Read<T>(JsonObject part) => JsonConvert.DeserializeObject<T>(part.ToJsonString(), WhatFits)!;

    /// <summary>Titles are texts in XPlot.</summary>
    private static void WithTextTitles(JsonObject part)
    {
        foreach (var (name, value) in part.ToArray())
            if (name == "title" && value is JsonObject title) part[name] = title["text"]?.DeepClone();
            else if (value is JsonObject inner) WithTextTitles(inner);
    }
}
