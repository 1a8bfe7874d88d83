namespace RnnCourse.Figures.Plots;

/// <summary>The numbers an axis runs over, in data units, and whether it counts in decades.</summary>
internal readonly record struct Scale(double Min, double Max, bool Log, bool Reversed)
{
    /// <summary>Where a value lies: 0 at the low end of the axis, 1 at the high end; NaN where it cannot be
    /// drawn.</summary>
    public double At(double value)
    {
        var part = Log
            ? value > 0 ? (Math.Log10(value) - Math.Log10(Min)) / (Math.Log10(Max) - Math.Log10(Min)) : double.NaN
            : (value / 2 - Min / 2) / (Max / 2 - Min / 2); // halves: Max − Min can overflow
        return Reversed ? 1 - part : part;
    }

    /// <summary>Whether a value can be drawn on this scale at all.</summary>
    public static bool Drawable(double value, bool log) => double.IsFinite(value) && (!log || value > 0);

    /// <summary>The range in plotly's terms: exponents on a logarithmic axis, turned round on a reversed one.</summary>
    public (double From, double To) PlotlyRange
    {
        get
        {
            (var from, var to) = Log ? (Math.Log10(Min), Math.Log10(Max)) : (Min, Max);
            return Reversed ? (to, from) : (from, to);
        }
    }

    public IReadOnlyList<(double At, string Label)> Marks(int about) =>
        Log ? Ticks.Logarithmic(Min, Max, about) : Ticks.Linear(Min, Max, about);
}

/// <summary>The smallest and largest of some values. Empty until something is added.</summary>
internal readonly record struct Extent(double Low, double High)
{
    public static readonly Extent Empty = new(double.PositiveInfinity, double.NegativeInfinity);

    public bool IsEmpty => Low > High;

    public static Extent Of(IEnumerable<double> values, bool log)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (var value in values)
        {
            if (!Scale.Drawable(value, log)) continue;
            if (value < low) low = value;
            if (value > high) high = value;
        }
        return new Extent(low, high);
    }

    public Extent Union(Extent other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));

    public Extent Include(double value, bool log) =>
        Scale.Drawable(value, log) ? Union(new Extent(value, value)) : this;

    /// <summary>The extent with room around it.</summary>
    public Extent Padded(double share, bool log)
    {
        if (IsEmpty) return log ? new Extent(0.1, 1) : new Extent(0, 1);
        if (log)
        {
            double from = Math.Log10(Low), to = Math.Log10(High);
            var room = to > from ? (to - from) * share : 0.5;
            return new Extent(Math.Max(Math.Pow(10, from - room), double.Epsilon),
                Math.Min(Math.Pow(10, to + room), double.MaxValue));
        }
        // Halves first: the difference of two large numbers of opposite signs can overflow.
        var half = (High / 2 - Low / 2) * 2 * share;
        if (High / 2 - Low / 2 == 0) half = Math.Abs(Low) < 1e-290 ? 1 : Math.Abs(Low) * 0.5;
        if (!double.IsFinite(half)) half = 0;
        return new Extent(Math.Max(Low - half, double.MinValue), Math.Min(High + half, double.MaxValue));
    }
}
