using System.Numerics;

namespace RnnCourse.Figures;

// A quantity over a plane. Lines drawn With them run over the plane, and on a surface, at its height: an optimiser's
// path.
public sealed partial class Figure
{
    /// <summary>A function of two variables as bands between contour lines.</summary>
    /// <param name="points">At how many positions a side it is computed.</param>
    /// <example><code>Figure.Contour(Error, (-2, 2), (-1, 3)).With(Figure.Line(ws, bs, name: "SGD", markers:
    /// true))</code></example>
    public static Figure Contour(Func<double, double, double> f, (double From, double To) x, (double From, double To) y,
        int points = 61, bool log = false, string? unit = null) =>
        new(new PlotBody([Sampled(f, x, y, points, log, unit)]));

    /// <summary>Values on a grid as bands between contour lines.</summary>
    /// <param name="x">The columns' positions, ascending.</param>
    /// <param name="y">The rows' positions, ascending.</param>
    /// <param name="z">The values, [rows, columns].</param>
    /// <exception cref="ArgumentException">The positions do not match the grid or do not ascend.</exception>
    public static Figure Contour<T>(IEnumerable<double> x, IEnumerable<double> y, T[,] z, bool log = false,
        string? unit = null) where T : INumberBase<T> =>
        new(new PlotBody([Given(x, y, Numbers.From(z), log, unit)]));

    /// <summary>A function of two variables as a surface.</summary>
    /// <inheritdoc cref="Contour(Func{double, double, double}, ValueTuple{double, double},
    /// ValueTuple{double, double}, int, bool, string?)"/>
    public static Figure Surface(Func<double, double, double> f, (double From, double To) x, (double From, double To) y,
        int points = 41, bool log = false, string? unit = null) =>
        new(new SurfaceBody(Sampled(f, x, y, points, log, unit)));

    /// <summary>Values on a grid as a surface.</summary>
    /// <inheritdoc cref="Contour{T}(IEnumerable{double}, IEnumerable{double}, T[,], bool, string?)"/>
    public static Figure Surface<T>(IEnumerable<double> x, IEnumerable<double> y, T[,] z, bool log = false,
        string? unit = null) where T : INumberBase<T> =>
        new(new SurfaceBody(Given(x, y, Numbers.From(z), log, unit)));

    private static Panel Sampled(Func<double, double, double> f, (double From, double To) x, (double From, double To) y,
        int points, bool log, string? unit)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        double[] xs = Between(x.From, x.To, points), ys = Between(y.From, y.To, points);
        var z = new double[points, points];
        for (var i = 0; i < points; i++)
            for (var j = 0; j < points; j++) z[i, j] = f(xs[j], ys[i]);
        return Given(xs, ys, z, log, unit);
    }

    private static Panel Given(IEnumerable<double> x, IEnumerable<double> y, double[,] z, bool log, string? unit)
    {
        double[] xs = Numbers.From(x), ys = Numbers.From(y);
        if (xs.Length != z.GetLength(1) || ys.Length != z.GetLength(0))
            throw new ArgumentException(
                $"The grid has {z.GetLength(0)} rows and {z.GetLength(1)} columns, but there are {ys.Length} "
                    + $"positions y and {xs.Length} positions x.");
        if (!Ascends(xs) || !Ascends(ys))
            throw new ArgumentException("The positions of a grid must ascend: sort them, and the values with them.");
        return new Panel
        {
            Traces = [new FieldTrace(xs, ys, z, ColorMap.Over(z.Cast<double>(), false, log) with { Title = unit })]
        };
    }

    private static bool Ascends(double[] values) => values.Zip(values.Skip(1)).All(pair => pair.First < pair.Second);
}
