namespace RnnCourse.Figures.Plots;

/// <summary>Panels with axes, in rows of <paramref name="Columns"/>.</summary>
internal sealed record PlotBody(IReadOnlyList<Panel> Panels, int Columns = 1, bool SharedX = false,
    bool SharedY = false) : Body
{
    /// <summary>One colour bar serves all panels.</summary>
    public bool SharedBar => Panels.Select(panel => panel.Colors).Where(map => map is not null).Distinct().Count() <= 1;

    /// <summary>The traces the legend names, each name once.</summary>
    public IEnumerable<Trace> LegendTraces => Panels.SelectMany(panel => panel.Traces)
        .Where(trace => trace.InLegend).OrderBy(trace => trace is BandTrace).DistinctBy(trace => trace.Name);

    /// <summary>The same panels with colours dealt out: one a name, so that a name looks the same in every
    /// panel.</summary>
    public PlotBody WithSeries()
    {
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        var next = 0;
        int SeriesOf(Trace trace)
        {
            if (trace.Name is not null && byName.TryGetValue(trace.Name, out var known)) return known;
            if (trace.Name is not null) byName[trace.Name] = next;
            return next++;
        }
        List<Panel> panels = [];
        foreach (var panel in Panels)
        {
            // Without names, the first trace of each panel looks like the first of any other.
            if (panel.Traces.All(trace => trace.Name is null)) next = 0;
            // The first colour is one of the field's own.
            var onField = panel.Traces.Any(trace => trace is FieldTrace);
            if (onField) next = Math.Max(1, next);
            panels.Add(panel with
            {
                Traces = [.. BarTrace.SideBySide(panel.Traces.Select(trace => trace switch
                {
                    CurveTrace curve => curve with { Series = SeriesOf(curve), OnField = onField },
                    { TakesColour: true } => trace with { Series = SeriesOf(trace) },
                    _ => trace,
                }))],
            });
        }
        return this with { Panels = panels };
    }

    public override double Height(double width, double? wanted)
    {
        var rows = (Panels.Count + Columns - 1) / Math.Max(1, Columns);
        return wanted ?? (rows <= 1 ? 340 : rows * 190 + 60);
    }

    // Panels stand below one another, each as high as it was, within what a narrow panel needs.
    public override (Body Body, double Width, double? Height)? Narrow(double? wanted)
    {
        var rows = Math.Max(1, (Panels.Count + Columns - 1) / Math.Max(1, Columns));
        var stacked = this with { Columns = 1 };
        var most = Panels.Any(panel => panel.Square || panel.Y.Labels is not null) ? 420 : 260;
        var each = Math.Clamp(Height(Figure.DefaultWidth, wanted) / rows, 170, most);
        var around = new PlotLayout(stacked, 0, Figure.NarrowWidth, 1000);
        var headings = Enumerable.Range(0, Panels.Count).Select(panel => around.Heading(panel).Count).DefaultIfEmpty(0);
        return (stacked, Figure.NarrowWidth,
            around.LegendHeight + Panels.Count * (each + headings.Max() * PlotLayout.RowHeight) + around.Bottom);
    }

    public override Body Reduced(int budget)
    {
        var each = Math.Max(40, budget / Math.Max(1, Panels.Sum(panel => panel.Traces.Count)));
        return this with
        {
            Panels = [.. Panels.Select(panel =>
            panel with { Traces = [.. panel.Traces.Select(trace => trace.Reduced(each))] })]
        };
    }

    public override IEnumerable<string> Describe()
    {
        foreach (var panel in Panels)
        {
            if (panel.Title is not null) yield return panel.Title + ":";
            if (AxisInWords(panel.X, "Horizontal") is string x) yield return x;
            if (AxisInWords(panel.Y, "Vertical") is string y) yield return y;
            if (panel.Traces.Count == 0) yield return "No data.";
            foreach (var trace in panel.Traces) yield return trace.Describe(panel.X, panel.Y);
            foreach (var line in panel.References)
                yield return $"A dashed {(line.Horizontal ? "horizontal" : "vertical")} line at "
                    + $"{Numbers.Short(line.At)}{(line.Label is null ? "" : $" ({line.Label})")}.";
        }
    }

    public override IEnumerable<string> Missing() =>
        Panels.SelectMany(panel => panel.Traces.Select(trace => trace.Missing(panel.X, panel.Y))).OfType<string>()
            .Distinct();

    public override string ToText() => PlainPlot.Draw(this);

    public override void Draw(SvgWriter svg, double top, double width, double height)
    {
        var layout = new PlotLayout(this, top, width, height);
        foreach ((var trace, var x, var row) in layout.Legend)
        {
            var y = top + row * PlotLayout.RowHeight + 8;
            trace.DrawKey(svg, x, y);
            svg.Text(x + 30, y + 4, TextMeasure.Fit(trace.Name!, PlotLayout.TickSize, width - 30),
                PlotLayout.TickSize, attributes: Theme.Ink);
        }
        for (var i = 0; i < Panels.Count; i++) new PanelDrawing(this, layout, i).Draw(svg);
    }

    public override (JsonArray Data, JsonObject Layout) ToPlotly(double top, double width, double height, double total,
        bool exact) =>
        new PlotlyPanels(this, new PlotLayout(this, top, width, height), total).Write(exact);

    private static string? AxisInWords(Axis axis, string which) => axis.Title is null
        ? axis.Log ? which + " axis: logarithmic." : null
        : $"{which} axis: {axis.Title}{(axis.Log ? ", logarithmic" : "")}.";
}
