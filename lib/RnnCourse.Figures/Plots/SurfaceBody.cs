namespace RnnCourse.Figures.Plots;

/// <summary>A field as a surface seen from above one corner, with paths that run on it.</summary>
internal sealed record SurfaceBody(Panel Panel) : Body
{
    private const int LargestSide = 44;
    private const double Margin = 46;

    // Brings plotly's camera to where its box is about as large as the drawing's.
    private const double Near = 0.78;

    private FieldTrace Field => Panel.Traces.OfType<FieldTrace>().First();
    private IEnumerable<CurveTrace> Paths => Panel.Traces.OfType<CurveTrace>();

    private (Scale X, Scale Y, Scale Z) Scales => (
        Panel.X.Over(Extent.Of(Field.X, Panel.X.Log), 0),
        Panel.Y.Over(Extent.Of(Field.Y, Panel.Y.Log), 0),
        new Scale(Field.Map.Min, Field.Map.Max, Field.Map.Log, false));

    public override double Height(double width, double? wanted) => wanted ?? 420;

    public override (Body Body, double Width, double? Height)? Narrow(double? wanted) =>
        (this, Figure.NarrowWidth, 300);

    // A tile, with its colour, takes as many bytes as six points of a line.
    public override Body Reduced(int budget) => this with
    {
        Panel = Panel with
        {
            Traces = [.. Panel.Traces.Select(trace => trace is FieldTrace field
            ? field.Thinned(FieldTrace.Side(budget == int.MaxValue ? budget : budget / 6, LargestSide))
            : trace.Reduced(budget / 4))]
        },
    };

    public override IEnumerable<string> Describe() => new PlotBody([Panel]).Describe();

    public override IEnumerable<string> Missing() =>
        Panel.Traces.Select(trace => trace.Missing(Panel.X, Panel.Y)).OfType<string>();

    public override string ToText() => string.Join('\n', Describe());

    public override void Draw(SvgWriter svg, double top, double width, double height)
    {
        var legend = DrawLegend(svg, top, width);
        var view = new View3D(Margin, top + legend + 6, width - Margin - 90, height - legend - Margin - 6);
        (var x, var y, var z) = Scales;
        DrawFrame(svg, view, x, y, z);
        svg.Group("class=\"rc-trace\" stroke-linejoin=\"round\" stroke-width=\"0.6\"");
        foreach ((var path, var color) in Tiles(view, x, y, z))
            svg.Path(path, $"fill=\"{color.Hex}\" stroke=\"{color.Hex}\"");
        svg.End();
        foreach (var path in Paths) DrawPath(svg, view, path, x, y, z);
        Field.Map.DrawBar(svg, width - 70, top + legend + 40, height - legend - 90);
    }

    public override (JsonArray Data, JsonObject Layout) ToPlotly(double top, double width, double height, double total,
        bool exact)
    {
        (var x, var y, var z) = Scales;
        var field = Field;
        var surface = new JsonObject
        {
            ["type"] = "surface",
            ["x"] = PlotlyJson.Array(field.X, exact),
            ["y"] = PlotlyJson.Array(field.Y, exact),
            ["z"] = PlotlyJson.Grid(field.Z, exact),
        };
        if (field.Map.Log) surface["surfacecolor"] = PlotlyJson.Grid(field.Mapped(), exact);
        field.Map.Apply(surface, "c", new JsonObject { ["len"] = 0.7 });
        var data = new JsonArray(surface);
        foreach (var path in Paths)
        {
            var line = new JsonObject
            {
                ["width"] = 5,
                ["color"] = Theme.Light[path.Series],
                ["dash"] = Markers.Plotly(path.Dash)
            };
            data.Add((JsonNode)Scatter3D(path, OnSurface(path), "lines", "line", line, exact));
            var marker = new JsonObject { ["size"] = 4, ["color"] = Theme.Light[path.Series] };
            if (path.Marked)
                data.Add((JsonNode)Scatter3D(path, [.. path.X.Select((px, i) => Lifted(px, path.Y[i]))], "markers",
                    "marker", marker, exact));
        }
        var layout = new JsonObject
        {
            ["margin"] = new JsonObject { ["l"] = 0.0, ["r"] = 10.0, ["t"] = top, ["b"] = total - top - height },
            ["legend"] = new JsonObject
            {
                ["orientation"] = "h",
                ["x"] = 0,
                ["y"] = 1,
                ["xanchor"] = "left",
                ["yanchor"] = "top"
            },
            ["scene"] = new JsonObject
            {
                ["xaxis"] = AxisOf(Panel.X, x),
                ["yaxis"] = AxisOf(Panel.Y, y),
                ["zaxis"] = AxisOf(new Axis { Title = Field.Map.Title, Log = Field.Map.Log }, z),
                ["aspectmode"] = "manual",
                ["aspectratio"] = new JsonObject { ["x"] = 1, ["y"] = 1, ["z"] = 2 * View3D.HalfHeight },
                ["camera"] = new JsonObject
                {
                    ["eye"] = new JsonObject
                    {
                        ["x"] = Near * View3D.EyeX,
                        ["y"] = Near * View3D.EyeY,
                        ["z"] = Near * View3D.EyeZ
                    },
                    ["projection"] = new JsonObject { ["type"] = "orthographic" },
                },
            },
        };
        return (data, layout);
    }

    private static JsonObject AxisOf(Axis axis, Scale scale) => new()
    {
        ["type"] = axis.Log ? "log" : "linear",
        ["range"] = new JsonArray(scale.PlotlyRange.From, scale.PlotlyRange.To),
        ["title"] = new JsonObject { ["text"] = PlotlyJson.Label(axis.Title ?? "") },
    };

    private static JsonObject Scatter3D(CurveTrace path, (double X, double Y, double Z)[] points, string mode,
        string part, JsonObject style, bool exact) => new()
        {
            ["type"] = "scatter3d",
            ["mode"] = mode,
            ["x"] = PlotlyJson.Array(points.Select(p => p.X), exact),
            ["y"] = PlotlyJson.Array(points.Select(p => p.Y), exact),
            ["z"] = PlotlyJson.Array(points.Select(p => p.Z), exact),
            ["name"] = PlotlyJson.Label(path.Name ?? "path"),
            ["legendgroup"] = path.Name ?? "path",
            ["showlegend"] = path.Name is not null && mode == "lines",
            [part] = style,
        };

    // A straight step would cut through the surface: between its ends the path follows the surface in smaller steps.
    private (double X, double Y, double Z)[] OnSurface(CurveTrace path)
    {
        const int pieces = 8;
        var points = new List<(double, double, double)>();
        for (var i = 0; i < path.X.Length; i++)
        {
            points.Add(Lifted(path.X[i], path.Y[i]));
            for (var k = 1; k < pieces && i + 1 < path.X.Length; k++)
            {
                var t = (double)k / pieces;
                points.Add(Lifted((1 - t) * path.X[i] + t * path.X[i + 1], (1 - t) * path.Y[i] + t * path.Y[i + 1]));
            }
        }
        return [.. points];
    }

    // A little above the surface, so that it is not hidden in it.
    private (double X, double Y, double Z) Lifted(double x, double y)
    {
        var z = Field.At(x, y);
        return (x, y,
            Field.Map.Log ? z * Math.Pow(Field.Map.Max / Field.Map.Min, 0.012)
                : z + 0.012 * (Field.Map.Max - Field.Map.Min));
    }

    // Tiles from the farthest to the nearest: what is in front is drawn over what is behind.
    private IEnumerable<(string Path, Rgb Color)> Tiles(View3D view, Scale x, Scale y, Scale z)
    {
        var field = Field;
        var tiles = new List<(double Nearness, string Path, Rgb Color)>();
        for (var i = 0; i + 1 < field.Y.Length; i++)
            for (var j = 0; j + 1 < field.X.Length; j++)
            {
                (int I, int J)[] corners = [(i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)];
                var mean = corners.Average(c => field.Map.ToPlotly(field.Z[c.I, c.J]));
                if (field.Map.Of(field.Map.Log ? Math.Pow(10, mean) : mean) is not Rgb color) continue;
                var path = new PathData();
                foreach ((var ci, var cj) in corners)
                {
                    (var px, var py) =
                        view.Pixel(x.At(field.X[cj]), y.At(field.Y[ci]), Math.Clamp(z.At(field.Z[ci, cj]), 0, 1));
                    path.To(px, py);
                }
                tiles.Add((view.Nearness(x.At(field.X[j]), y.At(field.Y[i]), 0), path.Close().ToString(), color));
            }
        return tiles.OrderBy(tile => tile.Nearness).Select(tile => (tile.Path, tile.Color));
    }

    private void DrawPath(SvgWriter svg, View3D view, CurveTrace path, Scale x, Scale y, Scale z)
    {
        var line = new PathData();
        foreach ((var px, var py) in OnSurface(path).Select(Pixel))
        {
            if (double.IsFinite(px) && double.IsFinite(py)) line.To(px, py);
            else line.Lift();
        }
        svg.Path(line.ToString(),
            "class=\"rc-casing\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"5\" stroke-linejoin=\"round\"");
        svg.Path(line.ToString(),
            $"fill=\"none\" {path.Stroke} stroke-width=\"2.5\" stroke-linejoin=\"round\" "
                + $"{Markers.Svg(path.Dash)}");
        if (!path.Marked) return;
        (double X,
            double Y)[] marks = [.. path.X.Select((px, i) => Pixel(Lifted(px, path.Y[i])))
                .Where(p => double.IsFinite(p.X) && double.IsFinite(p.Y))];
        svg.Path(string.Concat(marks.Select(p => Markers.Path(path.Series, p.X, p.Y, 3.5))), path.MarkerStyle);

        (double X, double Y) Pixel((double X, double Y, double Z) p) =>
            view.Pixel(x.At(p.X), y.At(p.Y), Math.Clamp(z.At(p.Z), 0, 1.02));
    }

    private double DrawLegend(SvgWriter svg, double top, double width)
    {
        double left = 0, below = 0;
        foreach (var path in Paths.Where(path => path.Name is not null))
        {
            var room = 46 + TextMeasure.Width(path.Name!, PlotLayout.TickSize);
            if (left > 0 && left + room > width) (left, below) = (0, below + 20);
            (path with { Marked = true }).DrawKey(svg, left, top + below + 8);
            svg.Text(left + 30, top + below + 12, path.Name!, PlotLayout.TickSize);
            left += room;
        }
        return left > 0 ? below + 20 : 0;
    }

    private void DrawFrame(SvgWriter svg, View3D view, Scale x, Scale y, Scale z)
    {
        // Each axis is a group: its edge first, then a line and a number for each mark.
        svg.Group("class=\"rc-xaxis3\"");
        Edge((0, 0, 0), (1, 0, 0), Theme.Axis);
        foreach ((var at, var label) in x.Marks(4))
            Mark((x.At(at), 0, 0), (x.At(at), 1, 0), label, 4, 15, "start", -8);
        svg.End();
        svg.Group("class=\"rc-yaxis3\"");
        Edge((1, 0, 0), (1, 1, 0), Theme.Axis);
        foreach ((var at, var label) in y.Marks(4))
            Mark((1, y.At(at), 0), (0, y.At(at), 0), label, 8, 10, "start", 0);
        svg.End();
        foreach ((var at, _) in z.Marks(4)) Edge((0, 1, z.At(at)), (1, 1, z.At(at)), Theme.Grid);
        svg.Group("class=\"rc-zaxis3\"");
        Edge((0, 0, 0), (0, 0, 1), Theme.Axis);
        foreach ((var at, var label) in z.Marks(4))
            Mark((0, 0, z.At(at)), (0, 1, z.At(at)), label, -6, 4, "end", 0);
        svg.End();
        (var tx, var ty) = view.Pixel(0.5, 0, 0);
        if (Panel.X.Title is not null) svg.Text(tx - 26, ty + 34, Panel.X.Title, PlotLayout.TitleSize, "middle");
        (tx, ty) = view.Pixel(1, 0.5, 0);
        if (Panel.Y.Title is not null) svg.Text(tx + 36, ty + 26, Panel.Y.Title, PlotLayout.TitleSize, "start");

        void Mark((double U, double V, double W) from, (double U, double V, double W) to, string label, double dx,
            double dy, string anchor, double nudge)
        {
            Edge(from, to, Theme.Grid);
            (var px, var py) = view.Pixel(from.U, from.V, from.W);
            svg.Text(px + dx + nudge, py + dy, label, PlotLayout.TickSize, anchor, Theme.Muted);
        }

        void Edge((double U, double V, double W) a, (double U, double V, double W) b, string style)
        {
            (var ax, var ay) = view.Pixel(a.U, a.V, a.W);
            (var bx, var by) = view.Pixel(b.U, b.V, b.W);
            svg.Line(ax, ay, bx, by, style);
        }
    }
}
