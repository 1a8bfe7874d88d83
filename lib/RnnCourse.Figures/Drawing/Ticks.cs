namespace RnnCourse.Figures.Drawing;

/// <summary>Where an axis has its marks, and what they say.</summary>
internal static class Ticks
{
    /// <summary>Marks at multiples of 1, 2 or 5 times a power of ten.</summary>
    public static IReadOnlyList<(double At, string Label)> Linear(double min, double max, int about)
    {
        var step = Step((max / 2 - min / 2) / Math.Max(1, about) * 2);
        // Where numbers are so large or so close that a step is lost in rounding, the ends are all there is to mark.
        if (!(step > 0) || !double.IsFinite(step) || !(Math.Max(Math.Abs(min), Math.Abs(max)) / step < 1e13))
            return Ends(min, max);
        var ticks = new List<(double, string)>();
        var decimals = (int)Math.Max(-Math.Floor(Math.Log10(step) + 1e-9), 0);
        for (double k = Math.Ceiling(min / step - 1e-9), last = Math.Floor(max / step + 1e-9); k <= last; k++)
        {
            var value = decimals > 12 ? k * step : Math.Round(k * step, decimals);
            ticks.Add((value, Numbers.Short(value)));
        }
        // Numbers that differ late are written to where they differ.
        if (ticks.DistinctBy(tick => tick.Item2).Count() < ticks.Count)
        {
            var digits = 1 + (int)(Math.Floor(Math.Log10(Math.Max(Math.Abs(min), Math.Abs(max))))
                - Math.Floor(Math.Log10(step) + 1e-9));
            ticks = ticks.ConvertAll(tick => (tick.Item1,
                tick.Item1.ToString($"G{Math.Clamp(digits, 1, 15)}", CultureInfo.InvariantCulture).Replace('-', '−')));
        }
        // One mark says nothing about the length of the axis.
        return ticks.Count >= 2 || about > 8 ? ticks : Linear(min, max, Math.Max(2, about * 2));
    }

    /// <summary>Marks at whole numbers: the cells of a matrix.</summary>
    public static IReadOnlyList<(double At, string Label)> Whole(double min, double max, int about)
    {
        var step = Math.Max(1, Step((max - min) / Math.Max(1, about)));
        if (!(Math.Abs(max) < 1e13)) return Ends(min, max);
        var ticks = new List<(double, string)>();
        for (var at = Math.Ceiling(min / step) * step; at <= max; at += step) ticks.Add((at, Numbers.Short(at)));
        return ticks.Count >= 2 || step <= 1 ? ticks : Whole(min, max, Math.Max(2, about * 2));
    }

    /// <summary>Marks at powers of ten; at 1, 2 and 5 times them where there are few.</summary>
    public static IReadOnlyList<(double At, string Label)> Logarithmic(double min, double max, int about)
    {
        double from = Math.Log10(min), to = Math.Log10(max);
        if (!double.IsFinite(from) || !double.IsFinite(to)) return Ends(min, max);
        var decades = (int)Math.Floor(to + 1e-9) - (int)Math.Ceiling(from - 1e-9) + 1;
        var ticks = new List<(double, string)>();
        if (decades < 2)
        {
            for (var e = (int)Math.Floor(from); e <= (int)Math.Ceiling(to); e++)
                foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
                {
                    var value = digit * Math.Pow(10, e);
                    if (value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9))
                        ticks.Add((value, Numbers.Short(value)));
                }
            return ticks.Count >= 2 ? ticks : Linear(min, max, about);
        }
        var stride = Math.Max(1, (int)Math.Ceiling((double)decades / Math.Max(2, about)));
        int first = (int)Math.Ceiling(from - 1e-9), round = (int)Math.Ceiling((double)first / stride) * stride;
        // Round exponents, unless only one of them is in view.
        for (var e = round + stride <= to + 1e-9 ? round : first; e <= to + 1e-9; e += stride)
            ticks.Add((Math.Pow(10, e), Power(e)));
        return ticks;
    }

    private static (double At, string Label)[] Ends(double min, double max) =>
        [(min, Numbers.Short(min)), (max, Numbers.Short(max))];

    /// <summary>10ⁿ in one line of text.</summary>
    private static string Power(int exponent)
    {
        if (exponent is >= -2 and <= 3) return Numbers.Short(Math.Pow(10, exponent));
        var digits = Math.Abs(exponent).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return "10" + (exponent < 0 ? "⁻" : "") + string.Concat(digits.Select(d => "⁰¹²³⁴⁵⁶⁷⁸⁹"[d - '0']));
    }

    private static double Step(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var scaled = rough / power;
        return power * (scaled < 1.5 ? 1 : scaled < 3.5 ? 2 : scaled < 7.5 ? 5 : 10);
    }
}
