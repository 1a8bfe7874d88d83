namespace RnnCourse.Figures.Plots;

/// <summary>Counts values in equal intervals.</summary>
internal static class Binning
{
    public static BarTrace Count(double[] values, int bins, double? from, double? to)
    {
        var extent = Extent.Of(values, log: false);
        if (extent.IsEmpty) extent = new Extent(from ?? 0, to ?? 1);
        double low = from ?? extent.Low, high = to ?? extent.High;
        if (!(high > low)) (low, high) = (low - 0.5, low + 0.5);
        var width = high / bins - low / bins;
        var counts = new double[bins];
        foreach (var value in values)
        {
            if (!(value >= low && value <= high)) continue;
            counts[Math.Clamp((int)(value / width - low / width), 0, bins - 1)]++;
        }
        return new BarTrace([.. Enumerable.Range(0, bins).Select(i => low + i * width)], counts,
            width)
        { Histogram = true };
    }
}
