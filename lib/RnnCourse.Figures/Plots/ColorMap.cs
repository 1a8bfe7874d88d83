namespace RnnCourse.Figures.Plots;

/// <summary>Colours for values. A sequential map runs from pale yellow to dark blue, ever darker; a diverging one from
/// blue (negative) through white (zero) to red (positive). On a logarithmic map the values are decades.</summary>
internal sealed record ColorMap(double Min, double Max, bool Diverging, bool Log)
{
    /// <summary>The longest title above the bar, and how far above the bar it stands, in pixels: half of the highest
    /// number is between them.</summary>
    public const double TitleWidth = 90, TitleGap = 10;

    private const int Stops = 64;
    private static readonly Rgb[] Sequential =
        [.. Enumerable.Range(0, Stops + 1).Select(i => SequentialAt(i / (double)Stops))];
    private static readonly Rgb[] TwoSided =
        [.. Enumerable.Range(0, Stops + 1).Select(i => DivergingAt(2.0 * i / Stops - 1))];

    public string? Title { get; init; }

    /// <summary>A map over all values that can be drawn; a diverging one is symmetric, so that white is zero.</summary>
    public static ColorMap Over(IEnumerable<double> values, bool diverging, bool log, double? limit = null)
    {
        var extent = Extent.Of(values, log);
        if (extent.IsEmpty) extent = log ? new Extent(0.1, 1) : new Extent(0, 1);
        if (diverging)
        {
            var size = limit ?? Math.Max(Math.Abs(extent.Low), Math.Abs(extent.High));
            if (size == 0) size = 1;
            return new ColorMap(-size, size, true, false);
        }
        (var low, var high) = (extent.Low, limit ?? extent.High);
        // One value, or values too close to tell apart: the map gets an end on either side or at zero.
        if (log && !(Math.Log10(high) - Math.Log10(low) > 1e-9))
            (low, high) = (Math.Max(low / 10, double.Epsilon), Math.Min(low * 10, double.MaxValue));
        if (!log && !(high / 2 - low / 2 > 0))
            (low, high) = Math.Abs(low) < 1e-290 ? (0, 1) : (Math.Min(0, low), Math.Max(0, low));
        return new ColorMap(low, high, false, log);
    }

    /// <summary>The colour of a value; null for a value that has none.</summary>
    public Rgb? Of(double value) => Index(value) is int i ? (Diverging ? TwoSided : Sequential)[i] : null;

    /// <summary>The colour's number, 0 to 64; null for a value that has none.</summary>
    public int? Index(double value)
    {
        if (!Scale.Drawable(value, Log)) return null;
        var part = new Scale(Min, Max, Log, false).At(value);
        return (int)Math.Clamp(Math.Round(part * Stops), 0, Stops);
    }

    public Rgb this[int index] => (Diverging ? TwoSided : Sequential)[index];

    public IReadOnlyList<(double At, string Label)> Marks() => new Scale(Min, Max, Log, false).Marks(5);

    /// <summary>The value as it is given to plotly: its decade on a logarithmic map.</summary>
    public double ToPlotly(double value) => Log ? (value > 0 ? Math.Log10(value) : double.NaN) : value;

    /// <summary>Sets the colour scale, its range and its bar on a plotly trace; <paramref name="prefix"/> is z or
    /// c.</summary>
    public void Apply(JsonObject trace, string prefix, JsonObject? barPlace = null)
    {
        var scale = new JsonArray();
        for (var i = 0; i <= Stops; i += 4)
            scale.Add((JsonNode)new JsonArray((double)i / Stops, this[i].Hex));
        trace["colorscale"] = scale;
        trace[prefix + "min"] = ToPlotly(Min);
        trace[prefix + "max"] = ToPlotly(Max);
        var bar = barPlace ?? [];
        bar["title"] = new JsonObject { ["text"] = PlotlyJson.Label(Title ?? ""), ["side"] = "top" };
        bar["thickness"] = 14;
        bar["outlinewidth"] = 0;
        bar["tickvals"] = PlotlyJson.Array(Marks().Select(mark => ToPlotly(mark.At)));
        bar["ticktext"] = PlotlyJson.Array(Marks().Select(mark => mark.Label));
        trace["colorbar"] = bar;
    }

    /// <summary>The bar in SVG: steps of colour with their numbers.</summary>
    public void DrawBar(SvgWriter svg, double x, double top, double height)
    {
        const int steps = 32;
        for (var i = 0; i < steps; i++)
            svg.Rect(x, top + height - (i + 1) * height / steps, 14, height / steps + 0.5,
                $"fill=\"{this[(int)Math.Round((i + 0.5) * Stops / steps)].Hex}\"");
        var scale = new Scale(Min, Max, Log, false);
        foreach ((var at, var label) in Marks())
        {
            var y = top + height - scale.At(at) * height;
            if (!double.IsFinite(y)) continue;
            svg.Line(x + 14, y, x + 18, y, Theme.Axis);
            svg.Text(x + 21, y + 4, label, 12, attributes: Theme.Muted);
        }
        svg.Rect(x, top, 14, height, Theme.Axis);
        if (Title is not null)
            svg.Text(x - 2, top - TitleGap - 2, TextMeasure.Fit(Title, 12, TitleWidth), 12, attributes: Theme.Muted);
    }

    private static Rgb SequentialAt(double t) =>
        Rgb.FromOklch(0.97 - 0.58 * t, 0.05 + 0.10 * Math.Sin(Math.PI * Math.Min(1, t * 1.1)), 105 + 165 * t);

    private static Rgb DivergingAt(double t)
    {
        var size = Math.Abs(t);
        return Rgb.FromOklch(1 - 0.58 * size, 0.21 * Math.Pow(size, 0.8), t < 0 ? 258 : 27);
    }
}
