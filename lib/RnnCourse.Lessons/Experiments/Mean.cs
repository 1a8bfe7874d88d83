using MathNet.Numerics.Distributions;

namespace RnnCourse.Lessons.Experiments;

/// <summary>The mean of a quantity over runs, and the 95 % interval of Student's t for it.</summary>
public sealed record Mean
{
    /// <summary>The mean of values. Those that are not finite (a run that diverged) are left out and counted.</summary>
    public Mean(IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] all = [.. values];
        double[] finite = [.. all.Where(double.IsFinite)];
        (Count, NotFinite) = (finite.Length, all.Length - finite.Length);
        Value = finite.Length == 0 ? double.NaN : finite.Average();
        HalfWidth = finite.Length < 2 ? double.NaN
            : StudentT.InvCDF(0, 1, finite.Length - 1, 0.975) * Math.Sqrt(finite.Sum(v =>
                (v - Value) * (v - Value)) / (finite.Length - 1) / finite.Length);
    }

    /// <summary>The mean; NaN without a finite value.</summary>
    public double Value { get; }

    /// <summary>Half the width of the interval; NaN for fewer than two values.</summary>
    public double HalfWidth { get; }

    /// <summary>How many values were averaged.</summary>
    public int Count { get; }

    /// <summary>How many were left out because they are not finite.</summary>
    public int NotFinite { get; }

    /// <summary>The lower end of the interval; the mean itself for one value.</summary>
    public double Low => double.IsNaN(HalfWidth) ? Value : Value - HalfWidth;

    /// <summary>The upper end of the interval; the mean itself for one value.</summary>
    public double High => double.IsNaN(HalfWidth) ? Value : Value + HalfWidth;

    /// <summary>Mean and interval: "0.0021 ± 0.0004".</summary>
    public override string ToString() => Rounded(Value) + (double.IsNaN(HalfWidth) ? "" : $" ± {Rounded(HalfWidth)}")
        + (NotFinite == 0 ? "" : $" ({NotFinite} not finite)");

    private static string Rounded(double value) => Numbers.Short(value == 0 || !double.IsFinite(value) ? value
        : Math.Round(value, Math.Clamp(1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 15)));
}
