using System.Numerics;

namespace RnnCourse.Figures;

// Grids of values: row r is drawn above row r + 1, as a matrix is written.
public sealed partial class Figure
{
    /// <summary>A matrix as colours.</summary>
    /// <param name="values">The values, [rows, columns]. Cells that are NaN or ±∞ stay empty, and the figure says how
    /// many.</param>
    /// <param name="diverging">Blue for negative, white for zero, red for positive values; otherwise from pale (low) to
    /// dark (high).</param>
    /// <param name="log">Colours count in decades; values that are not positive stay empty. Not for diverging
    /// maps.</param>
    /// <param name="cellLabels">Writes each number in its cell, where it fits.</param>
    /// <param name="unit">What the colours measure, above the colour bar.</param>
    /// <param name="limit">The value at the colour bar's end, and minus it at the other end of a diverging one; by
    /// default the data's.</param>
    /// <exception cref="ArgumentException">Both diverging and logarithmic, or names that do not match the rows or
    /// columns.</exception>
    public static Figure HeatMap<T>(T[,] values, IEnumerable<string>? rows = null, IEnumerable<string>? columns = null,
        bool diverging = false, bool log = false, bool cellLabels = false, string? unit = null, double? limit = null)
            where T : INumberBase<T> =>
        HeatMap(values, rows, columns, diverging, log, cellLabels, unit, limit, gapsExpected: false);

    internal static Figure HeatMap<T>(T[,] values, IEnumerable<string>? rows, IEnumerable<string>? columns,
        bool diverging, bool log, bool cellLabels, string? unit, double? limit, bool gapsExpected)
            where T : INumberBase<T>
    {
        if (diverging && log)
            throw new ArgumentException(
                "A diverging map has negative values, which have no logarithm: choose one of the two.", nameof(log));
        var z = Numbers.From(values);
        string[]? rowNames = Named(rows, z.GetLength(0), "rows"),
            columnNames = Named(columns, z.GetLength(1), "columns");
        var map = ColorMap.Over(z.Cast<double>(), diverging, log, limit) with { Title = unit };
        var panel = new Panel
        {
            Traces = [new HeatTrace(z, map) { CellLabels = cellLabels, GapsExpected = gapsExpected }],
            X = new Axis { Cells = true, Labels = columnNames },
            Y = new Axis { Cells = true, Labels = rowNames, Reversed = true },
        };
        return new Figure(new PlotBody([panel]));
    }

    /// <summary>A matrix given row by row as colours; rows that are too short end in empty cells.</summary>
    /// <inheritdoc cref="HeatMap{T}(T[,], IEnumerable{string}?, IEnumerable{string}?, bool, bool, bool,
    /// string?, double?)"/>
    public static Figure HeatMap<T>(IEnumerable<T[]> values, IEnumerable<string>? rows = null,
        IEnumerable<string>? columns = null,
        bool diverging = false, bool log = false, bool cellLabels = false, string? unit = null, double? limit = null)
            where T : INumberBase<T> =>
        HeatMap(Numbers.From<T>(values), rows, columns, diverging, log, cellLabels, unit, limit);

    private static string[]? Named(IEnumerable<string>? names, int count, string what)
    {
        var all = names?.ToArray();
        return all is null || all.Length == count
            ? all
            : throw new ArgumentException(
                $"The matrix has {count} {what}, but {all.Length} names were given for them.");
    }
}
