namespace RnnCourse.Figures.Plots;

/// <summary>What is asked of an axis; what is left open follows from the data.</summary>
internal sealed record Axis
{
    public string? Title { get; init; }
    public bool Log { get; init; }
    public double? Min { get; init; }
    public double? Max { get; init; }

    /// <summary>Names of the positions 0, 1, 2, … instead of numbers.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Counts from the top, as the rows of a matrix do.</summary>
    public bool Reversed { get; init; }

    /// <summary>Positions are cells: no grid lines, no room around the data.</summary>
    public bool Cells { get; init; }

    /// <summary>The scale for data of this extent.</summary>
    public Scale Over(Extent data, double room)
    {
        var range = data.Padded(Cells ? 0 : room, Log);
        double min = Min ?? range.Low, max = Max ?? range.High;
        if (!(max > min)) max = Log ? min * 10 : min + 1;
        return new Scale(min, max, Log, Reversed);
    }
}
