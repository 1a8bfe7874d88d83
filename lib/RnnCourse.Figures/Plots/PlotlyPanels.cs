namespace RnnCourse.Figures.Plots;

/// <summary>The panels of a plot in plotly's vocabulary, each in the very rectangle it has in SVG.</summary>
internal sealed class PlotlyPanels(PlotBody body, PlotLayout layout, double total)
{
    /// <summary>The member of an axis of numbers that has the drawing's marks: plotly finds about as many of its own
    /// where they no longer serve, in a part of the plot or in a chart that somebody changes.</summary>
    private const string OwnTicks = "nticks";

    private readonly double _right = layout.Width - layout.Right;
    private readonly double _bottom = body.Panels.Count == 0
        ? total - layout.Bottom
        : Enumerable.Range(0, body.Panels.Count).Max(i => layout.Area(i).Bottom);

    /// <summary>A figure in plotly's words, with the marks of its axes left to plotly: for a chart whose axes somebody
    /// changes.</summary>
    public static JsonObject WithoutMarks(JsonObject tree)
    {
        foreach (var axis in tree["layout"]!.AsObject().Select(member => member.Value).OfType<JsonObject>()
            .Where(part => part.ContainsKey(OwnTicks)))
        {
            foreach (var mark in (ReadOnlySpan<string>)["tickmode", "tickvals", "ticktext"]) axis.Remove(mark);
            if (axis["type"]?.GetValue<string>() == "log") axis["minorloglabels"] = "none";
        }
        return tree;
    }

    public (JsonArray Data, JsonObject Layout) Write(bool exact)
    {
        var data = new JsonArray();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var shapes = new JsonArray();
        var annotations = new JsonArray();
        var json = new JsonObject
        {
            ["margin"] = new JsonObject
            {
                ["l"] = layout.Left,
                ["r"] = layout.Right,
                ["t"] = layout.Top,
                ["b"] = total - _bottom
            },
            ["showlegend"] = body.LegendTraces.Any(),
            ["hovermode"] = "closest",
        };
        if (body.LegendTraces.Any())
            json["legend"] = new JsonObject
            {
                ["orientation"] = "h",
                ["x"] = 0,
                ["y"] = 1,
                ["xanchor"] = "left",
                ["yanchor"] = "bottom"
            };
        if (body.Panels.Any(panel => panel.Traces.Any(trace => trace is BarTrace))) json["barmode"] = "overlay";
        for (var i = 0; i < body.Panels.Count; i++)
        {
            foreach (var trace in body.Panels[i].Traces)
                foreach (var item in trace.ToPlotly(exact))
                    data.Add((JsonNode)Placed(item, trace, i, named, annotations));
            (json["xaxis" + Number(i)], json["yaxis" + Number(i)]) = AxesOf(i);
            AddReferences(i, shapes, annotations);
        }
        json["shapes"] = shapes;
        json["annotations"] = annotations;
        return (data, json);
    }

    private JsonObject Placed(JsonObject item, Trace trace, int panel, HashSet<string> named, JsonArray annotations)
    {
        item["xaxis"] = "x" + Number(panel);
        item["yaxis"] = "y" + Number(panel);
        // Plotly would shrink numbers until they fit their cells.
        if (trace is HeatTrace heat && !heat.LabelsFit(layout.Area(panel))) item.Remove("texttemplate");
        if (trace.Series >= 0 && trace is not CurveTrace { OnField: true })
            item["meta"] = new JsonObject
            {
                ["series"] = trace.Series % Theme.Light.Series.Length,
                ["color"] = Theme.Light[trace.Series],
            };
        if (trace.Name is not null)
        {
            item["name"] = PlotlyJson.Label(trace.Name);
            item["legendgroup"] = trace.Name;
        }
        var bandOfLine =
            trace is BandTrace && body.LegendTraces.Any(other => other.Name == trace.Name && other is not BandTrace);
        item["showlegend"] = trace.InLegend && !bandOfLine && named.Add(trace.Name!);
        if (item["colorbar"] is JsonObject bar) PlaceBar(item, bar, panel, trace, annotations);
        return item;
    }

    private void PlaceBar(JsonObject item, JsonObject bar, int panel, Trace trace, JsonArray annotations)
    {
        var area = layout.Area(panel);
        if (body.SharedBar && panel != Math.Min(body.Columns, body.Panels.Count) - 1) item["showscale"] = false;
        bar["x"] = Fraction(area.Right + 12);
        bar["xpad"] = 0;
        bar["ypad"] = 0;
        bar["y"] = (FractionUp(area.Top) + FractionUp(area.Bottom)) / 2;
        bar["len"] = Math.Max(0.05, FractionUp(area.Top) - FractionUp(area.Bottom));
        // Plotly's own title would shorten the bar, and touch its highest number.
        bar.Remove("title");
        if (item["showscale"] is null && trace.Colors?.Title is { } title)
            annotations.Add((JsonNode)Note(TextMeasure.Fit(title, PlotLayout.TickSize, ColorMap.TitleWidth),
                PlotLayout.TickSize, Fraction(area.Right + 10), FractionUp(area.Top - ColorMap.TitleGap), "left",
                "bottom"));
    }

    private (JsonObject X, JsonObject Y) AxesOf(int i)
    {
        var panel = body.Panels[i];
        var area = layout.Area(i);
        var x = AxisOf(panel.X, area.X, area.Width, vertical: false, labels: layout.LabelsX(i));
        var y = AxisOf(panel.Y, area.Y, area.Height, vertical: true, labels: layout.LabelsY(i));
        x["domain"] = Domain(Fraction(area.Left), Fraction(area.Right));
        y["domain"] = Domain(FractionUp(area.Bottom), FractionUp(area.Top));
        x["anchor"] = "y" + Number(i);
        y["anchor"] = "x" + Number(i);
        if (body.SharedX && i > 0) x["matches"] = "x";
        if (body.SharedY && i > 0) y["matches"] = "y";
        if (panel.Square)
        {
            y["scaleanchor"] = "x" + Number(i);
            y["scaleratio"] = 1;
            x["constrain"] = "domain";
            y["constrain"] = "domain";
        }
        return (x, y);
    }

    private static JsonObject AxisOf(Axis axis, Scale scale, double pixels, bool vertical, bool labels)
    {
        (var from, var to) = scale.PlotlyRange;
        var json = new JsonObject
        {
            ["type"] = axis.Log ? "log" : "linear",
            ["range"] = new JsonArray(from, to),
            ["zeroline"] = false,
            ["showline"] = true,
            ["showgrid"] = !axis.Cells && axis.Labels is null,
            ["showticklabels"] = labels,
            ["tickfont"] = new JsonObject { ["size"] = PlotLayout.TickSize },
        };
        if (axis.Title is not null && labels)
            json["title"] = new JsonObject
            {
                ["text"] = PlotlyJson.Label(axis.Title),
                ["font"] = new JsonObject { ["size"] = PlotLayout.TitleSize },
                ["standoff"] = 6
            };
        if (axis.Log) json["exponentformat"] = "power";
        var marks = PlotLayout.Marks(axis, scale, pixels, vertical);
        if (axis.Cells)
            (json["tick0"], json["dtick"]) = (0, marks is [var first, var next, ..] ? next.At - first.At : 1);
        json["tickmode"] = "array";
        json["tickvals"] = PlotlyJson.Array(marks.Select(mark => mark.At));
        json["ticktext"] = PlotlyJson.Array(marks.Select(mark => mark.Label));
        if (axis.Labels is not { Count: > 0 }) json[OwnTicks] = marks.Count + 1;
        else if (!vertical) json["tickangle"] = -PlotLayout.Slant(axis, pixels);
        return json;
    }

    private void AddReferences(int i, JsonArray shapes, JsonArray annotations)
    {
        var panel = body.Panels[i];
        var n = Number(i);
        foreach (var line in panel.References)
        {
            var log = line.Horizontal ? panel.Y.Log : panel.X.Log;
            if (!Scale.Drawable(line.At, log)) continue;
            shapes.Add((JsonNode)new JsonObject
            {
                ["type"] = "line",
                ["xref"] = line.Horizontal ? $"x{n} domain" : "x" + n,
                ["yref"] = line.Horizontal ? "y" + n : $"y{n} domain",
                ["x0"] = line.Horizontal ? 0 : line.At,
                ["x1"] = line.Horizontal ? 1 : line.At,
                ["y0"] = line.Horizontal ? line.At : 0,
                ["y1"] = line.Horizontal ? line.At : 1,
                ["line"] = new JsonObject { ["dash"] = "dash", ["width"] = 1.5, ["color"] = Theme.Light.InkColor },
            });
        }
        var area = layout.Area(i);
        foreach (var (line, atEnd, above) in ReferenceLabel.Of(panel, area))
        {
            // An annotation, unlike a shape, wants the exponent on a logarithmic axis.
            var at = (line.Horizontal ? panel.Y.Log : panel.X.Log) ? Math.Log10(line.At) : line.At;
            annotations.Add((JsonNode)new JsonObject
            {
                ["text"] = PlotlyJson.Label(line.Label!),
                ["showarrow"] = false,
                ["xref"] = line.Horizontal ? $"x{n} domain" : "x" + n,
                ["yref"] = line.Horizontal ? "y" + n : $"y{n} domain",
                ["x"] = line.Horizontal ? atEnd ? 1 : 0 : at,
                ["y"] = line.Horizontal ? at : atEnd ? 1 : 0,
                ["xanchor"] = (line.Horizontal ? atEnd : !above) ? "right" : "left",
                ["yanchor"] = (line.Horizontal ? above : !atEnd) ? "bottom" : "top",
                ["font"] = new JsonObject { ["size"] = PlotLayout.TickSize },
            });
        }
        if (panel.Title is not null)
            annotations.Add((JsonNode)Note(panel.Title, PlotLayout.TitleSize, Fraction(area.Left), FractionUp(area.Top),
                "left", "bottom"));
        if (panel.Traces.All(trace => trace.Points == 0))
            annotations.Add((JsonNode)Note("No data", 14, Fraction(area.Left + area.Width / 2),
                FractionUp(area.Top + area.Height / 2), "center", "middle"));
    }

    private static JsonObject Note(string text, double size, double x, double y, string xAnchor, string yAnchor) =>
        new()
        {
            ["text"] = PlotlyJson.Label(text),
            ["showarrow"] = false,
            ["xref"] = "paper",
            ["yref"] = "paper",
            ["x"] = x,
            ["y"] = y,
            ["xanchor"] = xAnchor,
            ["yanchor"] = yAnchor,
            ["font"] = new JsonObject { ["size"] = size },
        };

    private static JsonArray Domain(double from, double to) => [Math.Clamp(from, 0, 1), Math.Clamp(to, 0, 1)];

    private double Fraction(double x) => Math.Round((x - layout.Left) / (_right - layout.Left), 5);

    private double FractionUp(double y) => Math.Round((_bottom - y) / (_bottom - layout.Top), 5);

    private static string Number(int panel) => panel == 0 ? "" : (panel + 1).ToString(CultureInfo.InvariantCulture);
}
