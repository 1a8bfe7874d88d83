namespace RnnCourse.Figures.Plots;

/// <summary>A straight line across a panel at a value: a threshold, a baseline.</summary>
internal sealed record Reference(double At, bool Horizontal, string? Label)
{
    /// <summary>Whether it runs through an area.</summary>
    public bool IsIn(PlotArea area) => Horizontal
        ? area.PixelY(At) >= area.Top - 0.5 && area.PixelY(At) <= area.Bottom + 0.5
        : area.PixelX(At) >= area.Left - 0.5 && area.PixelX(At) <= area.Right + 0.5;
}

/// <summary>One pair of axes and what is drawn on them.</summary>
internal sealed record Panel
{
    public IReadOnlyList<Trace> Traces { get; init; } = [];
    public IReadOnlyList<Reference> References { get; init; } = [];
    public Axis X { get; init; } = new();
    public Axis Y { get; init; } = new();
    public string? Title { get; init; }

    /// <summary>Both axes have the same number of pixels per unit: a circle is round.</summary>
    public bool Square { get; init; }
    public ColorMap? Colors => Traces.Select(trace => trace.Colors).FirstOrDefault(map => map is not null);
    public Extent XExtent => Across(trace => trace.XExtent(X.Log), horizontal: false, X.Log);
    public Extent YExtent => Across(trace => trace.YExtent(Y.Log), horizontal: true, Y.Log);

    private Extent Across(Func<Trace, Extent> extent, bool horizontal, bool log)
    {
        var all = Traces.Aggregate(Extent.Empty, (union, trace) => union.Union(extent(trace)));
        return References.Where(line => line.Horizontal == horizontal)
            .Aggregate(all, (union, line) => union.Include(line.At, log));
    }
}
