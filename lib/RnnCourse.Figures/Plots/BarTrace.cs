namespace RnnCourse.Figures.Plots;

/// <summary>Bars from zero: bar i stands from <c>Left[i] + Offset</c>, <c>Width</c> wide.</summary>
internal sealed record BarTrace(double[] Left, double[] Values, double Width) : Trace
{
    private static readonly string[] Patterns = ["", "/", "\\", "x", "-", "."];

    public double Offset { get; init; }

    /// <summary>Bars that count values between edges, and touch each other.</summary>
    public bool Histogram { get; init; }
    public override int Points => Values.Length;

    public override Extent XExtent(bool log) => Left.Length == 0
        ? Extent.Empty
        : Histogram ? new Extent(Left[0], Math.Min(Left[^1] + Width, double.MaxValue))
        : new Extent(Left[0] - 0.1, Left[^1] + 0.9);

    public override Extent YExtent(bool log) =>
        log ? Extent.Of(Values, true) : Extent.Of(Values, false).Include(0, false);

    public override Trace Reduced(int budget) => this;

    public override string? Missing(Axis x, Axis y) => CountMissing(Values, y.Log);

    /// <summary>Several sets of named bars share each position's place; histograms lie over one another.</summary>
    public static IEnumerable<Trace> SideBySide(IEnumerable<Trace> traces)
    {
        Trace[] all = [.. traces];
        int sets = all.Count(trace => trace is BarTrace { Histogram: false }), slot = 0;
        return all.Select(trace => trace is BarTrace { Histogram: false } bars
            ? bars with { Width = 0.8 / sets, Offset = 0.8 / sets * slot++ }
            : trace);
    }

    public override void Draw(SvgWriter svg, PlotArea area)
    {
        var fill = Fill(svg);
        for (var i = 0; i < Values.Length; i++)
        {
            double top = area.PixelY(Values[i]), foot = area.Y.Log ? area.Bottom : area.PixelY(0);
            double x = area.PixelX(Left[i] + Offset), width = area.PixelX(Left[i] + Offset + Width) - x;
            if (!double.IsFinite(top) || !double.IsFinite(width)) continue;
            svg.Rect(x, Math.Min(top, foot), width - (Histogram ? 0.5 : 0), Math.Abs(foot - top), fill,
                Numbers.Short(Values[i]));
        }
    }

    public override void DrawKey(SvgWriter svg, double x, double y) => svg.Rect(x + 4, y - 6, 16, 12, Fill(svg));

    public override IEnumerable<JsonObject> ToPlotly(bool exact)
    {
        var marker = new JsonObject
        {
            ["color"] = Theme.Light[Series],
            ["line"] = new JsonObject { ["color"] = Theme.Light[Series], ["width"] = 1 },
        };
        if (Series > 0)
            marker["pattern"] = new JsonObject
            {
                ["shape"] = Patterns[Series % Patterns.Length],
                ["fillmode"] = "replace",
                ["size"] = 6
            };
        yield return new JsonObject
        {
            ["type"] = "bar",
            ["x"] = PlotlyJson.Array(Left, exact),
            ["y"] = PlotlyJson.Array(Values, exact),
            ["width"] = Width,
            ["offset"] = Offset,
            ["marker"] = marker,
            ["opacity"] = Histogram ? 0.75 : 1,
            ["hovertemplate"] = Histogram ? "from %{x:.4g}: %{y}<extra></extra>" : "%{y:.4g}<extra></extra>",
        };
    }

    public override string Describe(Axis x, Axis y)
    {
        int[] drawn = [.. Enumerable.Range(0, Values.Length).Where(i => Scale.Drawable(Values[i], y.Log))];
        var name = Name ?? (Histogram ? "The histogram" : "The bars");
        if (drawn.Length == 0) return $"{name}: nothing to draw.";
        int low = drawn.MinBy(i => Values[i]), high = drawn.MaxBy(i => Values[i]);
        if (Histogram)
            return $"{name}: {Numbers.Short(Values.Sum())} {(Values.Sum() == 1 ? "value" : "values")} between "
                + $"{Numbers.Short(Left[0])} and {Numbers.Short(Left[^1] + Width)}; "
                + $"most, {Numbers.Short(Values[high])}, between {Numbers.Short(Left[high])} and "
                + $"{Numbers.Short(Left[high] + Width)}.";
        string At(int i) =>
            $"{Numbers.Short(Values[i])} "
                + $"({(x.Labels is { } labels && i < labels.Count ? labels[i] : Numbers.Short(i))})";
        return $"{name}: {Numbers.Count(drawn.Length, "bar")}, lowest {At(low)}, highest {At(high)}.";
    }

    // The second series and the ones after it are hatched, so that they differ without colour.
    private string Fill(SvgWriter svg)
    {
        var outline = Theme.Stroke(Series).Replace("class=\"", "class=\"rc-bar ", StringComparison.Ordinal)
            + " stroke-width=\"1\"";
        var opacity = Histogram ? " fill-opacity=\"0.6\"" : "";
        if (Series <= 0) return $"class=\"rc-f0 rc-l0\" fill=\"{Theme.Light[0]}\" stroke=\"{Theme.Light[0]}\"{opacity}";
        var k = Series % Theme.Light.Series.Length;
        var pattern = svg.Define($"p{k}", id => string.Create(CultureInfo.InvariantCulture,
            $"<pattern id=\"{id}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path "
                + $"d=\"{Hatch(k)}\" {Theme.Stroke(k)} stroke-width=\"1.8\" fill=\"none\"/></pattern>"));
        return $"{outline} fill=\"url(#{pattern})\"";
    }

    private static string Hatch(int k) => Patterns[k % Patterns.Length] switch
    {
        "/" => "M-1 1l2-2M0 6l6-6M5 7l2-2",
        "\\" => "M-1 5l2 2M0 0l6 6M5-1l2 2",
        "x" => "M0 6l6-6M0 0l6 6",
        "-" => "M0 3h6",
        _ => "M3 2v2",
    };
}
