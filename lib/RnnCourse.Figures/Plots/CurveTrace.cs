namespace RnnCourse.Figures.Plots;

/// <summary>Points in order, joined by a line, marked, or both.</summary>
internal sealed record CurveTrace(double[] X, double[] Y) : Trace
{
    // A line among several carries this many markers, so that it can be told from the others without colour.
    private const int SparseMarkers = 10;

    public bool Joined { get; init; } = true;

    /// <summary>Every point marked; otherwise a few of a line's.</summary>
    public bool Marked { get; init; }
    public Dash Dash { get; init; }

    /// <summary>A text for each point, shown on hover.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Drawn over the colours of a field, which are the same in both themes: so is the line, with a white
    /// edge.</summary>
    public bool OnField { get; init; }
    public override int Points => X.Length;

    public override Extent XExtent(bool log) => Extent.Of(X, log);

    public override Extent YExtent(bool log) => Extent.Of(Y, log);

    public override Trace Reduced(int budget)
    {
        if (X.Length <= budget) return this;
        var kept = Joined ? Reduction.Line(Y, budget) : Reduction.Cloud(X, Y, budget);
        return this with
        {
            X = Pick(X, kept),
            Y = Pick(Y, kept),
            Texts = Texts is null ? null : kept.Select(i => Texts[i]).ToArray()
        };
    }

    public override string? Missing(Axis x, Axis y)
    {
        string? fromX = CountMissing(X, x.Log), fromY = CountMissing(Y, y.Log);
        return fromX is null ? fromY : fromY is null ? fromX + " (positions)" : fromY + " Positions: " + fromX;
    }

    public override void Draw(SvgWriter svg, PlotArea area)
    {
        List<(double X, double Y, int Index)> points = [];
        var path = new PathData();
        var isolated = new List<int>();
        var run = 0;
        for (var i = 0; i < X.Length; i++)
        {
            double px = area.PixelX(X[i]), py = area.PixelY(Y[i]);
            if (!double.IsFinite(px) || !double.IsFinite(py))
            {
                if (run == 1) isolated.Add(points.Count - 1);
                run = 0;
                path.Lift();
                continue;
            }
            path.To(px, py);
            run++;
            points.Add((px, py, i));
        }
        if (run == 1) isolated.Add(points.Count - 1);

        if (Joined && OnField)
            svg.Path(path.ToString(),
                "class=\"rc-casing\" fill=\"none\" stroke=\"#ffffff\" stroke-width=\"5\" stroke-linejoin=\"round\"");
        if (Joined)
            svg.Path(path.ToString(),
                $"fill=\"none\" {Stroke} stroke-width=\"2\" stroke-linejoin=\"round\" {Markers.Svg(Dash)}");
        DrawMarkers(svg, points, isolated);
    }

    public override void DrawKey(SvgWriter svg, double x, double y)
    {
        if (Joined) svg.Line(x, y, x + 24, y, $"{Stroke} stroke-width=\"2\" {Markers.Svg(Dash)}");
        if (Marked || !Joined || Series > 0) svg.Path(Markers.Path(Series, x + 12, y, 4), MarkerStyle);
    }

    public override IEnumerable<JsonObject> ToPlotly(bool exact)
    {
        var every = Marked || !Joined || HasLonelyPoint;
        var some = every || Series > 0;
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = !Joined ? "markers" : some ? "lines+markers" : "lines",
            ["x"] = PlotlyJson.Array(X, exact),
            ["y"] = PlotlyJson.Array(Y, exact),
            ["line"] =
                new JsonObject { ["color"] = Theme.Light[Series], ["width"] = 2, ["dash"] = Markers.Plotly(Dash) },
        };
        if (some)
        {
            trace["marker"] =
                new JsonObject { ["color"] = Theme.Light[Series], ["symbol"] = Markers.Symbol(Series), ["size"] = 8 };
            if (!every) trace["marker"]!["maxdisplayed"] = SparseMarkers;
        }
        if (Texts is not null)
        {
            trace["text"] = PlotlyJson.Array(Texts);
            trace["hovertemplate"] = "%{text}<br>(%{x}, %{y})<extra></extra>";
        }
        yield return trace;
    }

    public override string Describe(Axis x, Axis y)
    {
        var name = Name ?? (Joined ? "The line" : "The points");
        var drawn = Enumerable.Range(0, X.Length)
            .Where(i => Scale.Drawable(X[i], x.Log) && Scale.Drawable(Y[i], y.Log)).ToArray();
        if (drawn.Length == 0) return $"{name}: nothing to draw.";
        if (drawn.Length == 1)
            return $"{name}: one point, {Numbers.Short(Y[drawn[0]])} at {Numbers.Short(X[drawn[0]])}.";
        if (!Joined)
        {
            Extent across = XExtent(x.Log), up = YExtent(y.Log);
            return $"{name}: {Numbers.Count(drawn.Length, "point")}, x from {Numbers.Short(across.Low)} to "
                + $"{Numbers.Short(across.High)}, "
                + $"y from {Numbers.Short(up.Low)} to {Numbers.Short(up.High)}.";
        }
        return $"{name} {Trend.Describe(X, Y, drawn, y.Log)}";
    }

    /// <summary>The line's colour in SVG.</summary>
    public string Stroke => OnField ? $"stroke=\"{Theme.Light[Series]}\"" : Theme.Stroke(Series);

    /// <summary>The markers' colour in SVG.</summary>
    public string MarkerStyle => OnField ? $"fill=\"{Theme.Light[Series]}\" stroke=\"#ffffff\"" : Theme.Marker(Series);

    private void DrawMarkers(SvgWriter svg, List<(double X, double Y, int Index)> points, List<int> isolated)
    {
        var every = Marked || !Joined;
        if (!every && Series <= 0)
        {
            foreach (var i in isolated) svg.Path(Markers.Path(Series, points[i].X, points[i].Y, 4), MarkerStyle);
            return;
        }
        var stride =
            every || points.Count <= SparseMarkers ? 1 : (int)Math.Ceiling((double)points.Count / SparseMarkers);
        var radius = Joined ? 4 : points.Count > 400 ? 2.5 : 4;
        if (Texts is not null)
        {
            foreach ((var px, var py, var i) in points)
                svg.Path(Markers.Path(Series, px, py, radius), MarkerStyle,
                    $"{Texts[i]} ({Numbers.Short(X[i])}, {Numbers.Short(Y[i])})");
            return;
        }
        var shapes = new StringBuilder();
        for (var i = 0; i < points.Count; i += stride)
            shapes.Append(Markers.Path(Series, points[i].X, points[i].Y, radius));
        svg.Path(shapes.ToString(), MarkerStyle);
    }

    private bool HasLonelyPoint => Joined && Enumerable.Range(0, X.Length).Any(i =>
        IsPoint(i) && !IsPoint(i - 1) && !IsPoint(i + 1));

    private bool IsPoint(int i) => i >= 0 && i < X.Length && double.IsFinite(X[i]) && double.IsFinite(Y[i]);

    private static double[] Pick(double[] values, int[] indices) => Array.ConvertAll(indices, i => values[i]);
}
