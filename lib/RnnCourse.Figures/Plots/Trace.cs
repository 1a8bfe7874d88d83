namespace RnnCourse.Figures.Plots;

/// <summary>One set of data and its two drawings: <see cref="Draw"/> in SVG and <see cref="ToPlotly"/> in plotly's
/// vocabulary. They stand side by side in one file per kind, because they must show the same thing.</summary>
internal abstract record Trace
{
    /// <summary>The name in the legend.</summary>
    public string? Name { get; init; }

    /// <summary>Which colour, marker and pattern of the theme; −1 for traces that have colours of their own.</summary>
    public int Series { get; init; } = -1;

    /// <summary>Whether the trace takes a colour of the theme.</summary>
    public virtual bool TakesColour => true;

    /// <summary>Whether the legend has a line for it.</summary>
    public virtual bool InLegend => Name is not null;

    /// <summary>How many values there are to draw.</summary>
    public abstract int Points { get; }

    public abstract Extent XExtent(bool log);

    public abstract Extent YExtent(bool log);

    public abstract void Draw(SvgWriter svg, PlotArea area);

    /// <summary>The sign in the legend, 24 pixels wide, centred on a height.</summary>
    public abstract void DrawKey(SvgWriter svg, double x, double y);

    /// <summary>The plotly traces; with <paramref name="exact"/> every digit, otherwise six.</summary>
    public abstract IEnumerable<JsonObject> ToPlotly(bool exact);

    /// <summary>A sentence on the data for who does not see the drawing.</summary>
    public abstract string Describe(Axis x, Axis y);

    /// <summary>The same data in at most so many points, extremes kept.</summary>
    public abstract Trace Reduced(int budget);

    /// <summary>What of the data cannot be drawn, in words; null when all of it can.</summary>
    public virtual string? Missing(Axis x, Axis y) => null;

    /// <summary>The colour bar beside the plot, where colour carries the value.</summary>
    public virtual ColorMap? Colors => null;

    /// <summary>Counts what cannot be drawn among values.</summary>
    protected string? CountMissing(IEnumerable<double> values, bool log)
    {
        int nan = 0, infinite = 0, negative = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) nan++;
            else if (double.IsInfinity(value)) infinite++;
            else if (log && value <= 0) negative++;
        }
        if (nan + infinite + negative == 0) return null;
        var parts = new List<string>();
        if (nan > 0) parts.Add($"{Numbers.Count(nan)} NaN");
        if (infinite > 0) parts.Add($"{Numbers.Count(infinite)} infinite");
        if (negative > 0) parts.Add($"{Numbers.Count(negative)} ≤ 0 on a logarithmic axis");
        return $"Not drawn{(Name is null ? "" : " of " + Name)}: {string.Join(", ", parts)}.";
    }
}
