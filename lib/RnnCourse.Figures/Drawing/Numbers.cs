using System.Numerics;

namespace RnnCourse.Figures.Drawing;

/// <summary>Numbers as text, always in the invariant culture.</summary>
internal static class Numbers
{
    /// <summary>For a reader: four significant digits, a true minus sign, ∞ and NaN spelled out.</summary>
    public static string Short(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "∞" : "−∞";
        if (value == 0) return "0";
        var size = Math.Abs(value);
        var text = size is >= 1e6 or < 1e-4
            ? value.ToString("0.###e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal)
            : size >= 1000
                ? value.ToString("#,##0.#", CultureInfo.InvariantCulture)
                : value.ToString("G4", CultureInfo.InvariantCulture);
        return text.Replace('-', '−');
    }

    /// <summary>For a drawing: at most two decimals.</summary>
    public static string Pixel(double value) =>
        Math.Round(value, Math.Abs(value) < 10 ? 2 : 1).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long n) => n.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A count with its noun: 1 point, 2 points.</summary>
    public static string Count(long n, string noun) => $"{Count(n)} {noun}{(n == 1 ? "" : "s")}";

    /// <summary>Six significant digits: what a screen can show, in few bytes.</summary>
    public static double Compact(double value) =>
        double.IsFinite(value)
            ? double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
            : value;

    /// <summary>Any numbers as doubles, copied once.</summary>
    public static double[] From<T>(IEnumerable<T> values) where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        return values switch
        {
            double[] doubles => (double[])doubles.Clone(),
            _ => values.Select(double.CreateTruncating).ToArray(),
        };
    }

    /// <summary>Any grid as doubles, copied once.</summary>
    public static double[,] From<T>(T[,] values) where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(values);
        var copy = new double[values.GetLength(0), values.GetLength(1)];
        for (var r = 0; r < copy.GetLength(0); r++)
            for (var c = 0; c < copy.GetLength(1); c++) copy[r, c] = double.CreateTruncating(values[r, c]);
        return copy;
    }

    /// <summary>A jagged grid as doubles; rows that are too short end in NaN.</summary>
    public static double[,] From<T>(IEnumerable<IEnumerable<T>> rows) where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(rows);
        var jagged = rows.Select(From).ToArray();
        var copy = new double[jagged.Length, jagged.Length == 0 ? 0 : jagged.Max(row => row.Length)];
        for (var r = 0; r < copy.GetLength(0); r++)
            for (var c = 0; c < copy.GetLength(1); c++)
                copy[r, c] = c < jagged[r].Length ? jagged[r][c] : double.NaN;
        return copy;
    }
}
