namespace RnnCourse.Figures.Plots;

/// <summary>The area between a lower and an upper line: the spread of several runs.</summary>
internal sealed record BandTrace(double[] X, double[] Low, double[] High) : Trace
{
    private const double Opacity = 0.22;

    public override int Points => X.Length;

    public override Extent XExtent(bool log) => Extent.Of(X, log);

    public override Extent YExtent(bool log) => Extent.Of(Low, log).Union(Extent.Of(High, log));

    public override Trace Reduced(int budget)
    {
        if (X.Length <= budget) return this;
        int[] kept = [.. Reduction.Line(Low, budget / 2).Union(Reduction.Line(High, budget / 2)).Order()];
        double[] Pick(double[] values) => Array.ConvertAll(kept, i => values[i]);
        return this with { X = Pick(X), Low = Pick(Low), High = Pick(High) };
    }

    public override string? Missing(Axis x, Axis y) => CountMissing(Low.Concat(High), y.Log);

    public override void Draw(SvgWriter svg, PlotArea area)
    {
        var path = new PathData();
        foreach ((var from, var to) in Stretches(area.X.Log, area.Y.Log))
        {
            for (var i = from; i < to; i++) path.To(area.PixelX(X[i]), area.PixelY(High[i]));
            for (var i = to - 1; i >= from; i--) path.To(area.PixelX(X[i]), area.PixelY(Low[i]));
            path.Close();
        }
        svg.Path(path.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{Theme.Fill(Series)} fill-opacity=\"{Opacity}\""));
    }

    public override void DrawKey(SvgWriter svg, double x, double y) =>
        svg.Rect(x, y - 5, 24, 10,
            string.Create(CultureInfo.InvariantCulture, $"{Theme.Fill(Series)} fill-opacity=\"{Opacity}\""));

    public override IEnumerable<JsonObject> ToPlotly(bool exact)
    {
        var x = new List<double>();
        var y = new List<double>();
        foreach ((var from, var to) in Stretches(false, false))
        {
            if (x.Count > 0)
            {
                x.Add(double.NaN);
                y.Add(double.NaN);
            }
            x.AddRange(X.Take(from..to));
            y.AddRange(High.Take(from..to));
            x.AddRange(X.Take(from..to).Reverse());
            y.AddRange(Low.Take(from..to).Reverse());
        }
        var color = Rgb.Parse(Theme.Light[Series]);
        yield return new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["x"] = PlotlyJson.Array(x, exact),
            ["y"] = PlotlyJson.Array(y, exact),
            ["fill"] = "toself",
            ["fillcolor"] =
                string.Create(CultureInfo.InvariantCulture, $"rgba({color.R},{color.G},{color.B},{Opacity})"),
            ["line"] = new JsonObject { ["width"] = 0 },
            ["hoverinfo"] = "skip",
        };
    }

    public override string Describe(Axis x, Axis y)
    {
        (int From, int To)[] stretches = [.. Stretches(x.Log, y.Log)];
        if (stretches.Length == 0) return "The band: nothing to draw.";
        var last = stretches[^1].To - 1;
        return $"The band{(Name is null ? "" : " of " + Name)} ends between {Numbers.Short(Low[last])} and "
            + $"{Numbers.Short(High[last])}.";
    }

    private IEnumerable<(int From, int To)> Stretches(bool logX, bool logY)
    {
        var from = 0;
        for (var i = 0; i <= X.Length; i++)
        {
            var drawn = i < X.Length && Scale.Drawable(X[i], logX) && Scale.Drawable(Low[i], logY)
                && Scale.Drawable(High[i], logY);
            if (drawn) continue;
            if (i > from) yield return (from, i);
            from = i + 1;
        }
    }
}
