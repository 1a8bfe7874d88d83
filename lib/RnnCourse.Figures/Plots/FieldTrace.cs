namespace RnnCourse.Figures.Plots;

/// <summary>A quantity over a plane, as bands between contour lines. <c>Z[i, j]</c> is its value at
/// <c>(X[j], Y[i])</c>.</summary>
internal sealed record FieldTrace(double[] X, double[] Y, double[,] Z, ColorMap Map) : Trace
{
    public const int LargestSide = 80;

    public override bool TakesColour => false;
    public override bool InLegend => false;
    public override int Points => Z.Length;
    public override ColorMap Colors => Map;

    public override Extent XExtent(bool log) => Extent.Of(X, log);

    public override Extent YExtent(bool log) => Extent.Of(Y, log);

    public override Trace Reduced(int budget) => Thinned(Side(budget, LargestSide));

    /// <summary>How many positions a side a budget of points allows.</summary>
    public static int Side(int budget, int largest) =>
        budget == int.MaxValue ? int.MaxValue - 1 : Math.Clamp((int)Math.Sqrt(2.0 * budget), 6, largest);

    /// <summary>At most so many positions a side; the value kept of each block is the one farthest from the
    /// mean.</summary>
    public FieldTrace Thinned(int side)
    {
        int stepX = (X.Length - 1) / side + 1, stepY = (Y.Length - 1) / side + 1;
        if (stepX <= 1 && stepY <= 1) return this;
        int[] columns = Reduction.Blocks(X.Length, stepX), rows = Reduction.Blocks(Y.Length, stepY);
        return this with
        {
            X = Array.ConvertAll(columns, j => X[j]),
            Y = Array.ConvertAll(rows, i => Y[i]),
            Z = Reduction.Grid(Z, rows, columns, stepY, stepX)
        };
    }

    public override string? Missing(Axis x, Axis y) => CountMissing(Z.Cast<double>(), Map.Log)?
        .Replace("on a logarithmic axis", "on a logarithmic colour scale", StringComparison.Ordinal);

    /// <summary>The value of the field between its positions, linear in each direction; NaN outside.</summary>
    public double At(double x, double y)
    {
        (var j, var u) = Find(X, x);
        (var i, var v) = Find(Y, y);
        return i < 0 || j < 0
            ? double.NaN
            : (1 - v) * ((1 - u) * Z[i, j] + u * Z[i, j + 1]) + v * ((1 - u) * Z[i + 1, j] + u * Z[i + 1, j + 1]);
    }

    public override void Draw(SvgWriter svg, PlotArea area)
    {
        if (X.Length < 2 || Y.Length < 2) return;
        var levels = Levels();
        svg.Rect(Math.Min(area.PixelX(X[0]), area.PixelX(X[^1])), Math.Min(area.PixelY(Y[0]), area.PixelY(Y[^1])),
            Math.Abs(area.PixelX(X[^1]) - area.PixelX(X[0])), Math.Abs(area.PixelY(Y[^1]) - area.PixelY(Y[0])),
            $"fill=\"{BandColor(levels, -1).Hex}\"");
        for (var k = 0; k < levels.Length; k++)
            svg.Path(Above(levels[k], area),
                $"fill=\"{BandColor(levels, k).Hex}\" stroke=\"{BandColor(levels, k).Hex}\" " + "stroke-width=\"0.4\"");
    }

    public override void DrawKey(SvgWriter svg, double x, double y)
    {
    }

    public override IEnumerable<JsonObject> ToPlotly(bool exact)
    {
        var levels = Levels();
        var trace = new JsonObject
        {
            ["type"] = "contour",
            ["x"] = PlotlyJson.Array(X, exact),
            ["y"] = PlotlyJson.Array(Y, exact),
            ["z"] = PlotlyJson.Grid(Mapped(), exact),
            ["contours"] = new JsonObject
            {
                ["coloring"] = "fill",
                ["start"] = Map.ToPlotly(levels[0]),
                ["end"] = Map.ToPlotly(levels[^1]),
                ["size"] = levels.Length > 1 ? Map.ToPlotly(levels[1]) - Map.ToPlotly(levels[0]) : 1,
            },
            ["autocontour"] = false,
            ["line"] = new JsonObject { ["width"] = 0 },
        };
        if (Map.Log) trace["customdata"] = PlotlyJson.Grid(Z, exact);
        trace["hovertemplate"] = Map.Log ? "(%{x:.4g}, %{y:.4g}): %{customdata:.4g}<extra></extra>"
            : "(%{x:.4g}, %{y:.4g}): %{z:.4g}<extra></extra>";
        Map.Apply(trace, "z");
        yield return trace;
    }

    public override string Describe(Axis x, Axis y)
    {
        var range = Extent.Of(Z.Cast<double>(), Map.Log);
        if (range.IsEmpty) return $"{Name ?? "A field"}: nothing to draw.";
        return $"{Map.Title ?? Name ?? "A field"} over a plane, from {Numbers.Short(range.Low)} at "
            + $"{Place(range.Low)} to {Numbers.Short(range.High)} at {Place(range.High)}.";
    }

    /// <summary>The values as colours see them: decades on a logarithmic map.</summary>
    public double[,] Mapped()
    {
        var mapped = new double[Z.GetLength(0), Z.GetLength(1)];
        for (var i = 0; i < mapped.GetLength(0); i++)
            for (var j = 0; j < mapped.GetLength(1); j++) mapped[i, j] = Map.ToPlotly(Z[i, j]);
        return mapped;
    }

    private double[] Levels()
    {
        double low = Map.ToPlotly(Map.Min), high = Map.ToPlotly(Map.Max);
        double[] levels = [.. Ticks.Linear(low, high, 12).Select(tick => tick.At).Where(at => at > low && at < high)];
        if (levels.Length == 0) levels = [(low + high) / 2];
        return Map.Log ? Array.ConvertAll(levels, level => Math.Pow(10, level)) : levels;
    }

    private Rgb BandColor(double[] levels, int k)
    {
        var below = k < 0 ? Map.ToPlotly(Map.Min) : Map.ToPlotly(levels[k]);
        var above = k + 1 < levels.Length ? Map.ToPlotly(levels[k + 1]) : Map.ToPlotly(Map.Max);
        var middle = (below + above) / 2;
        return Map.Of(Map.Log ? Math.Pow(10, middle) : middle) ?? Rgb.White;
    }

    // The part of each cell where the field is at least a level; runs of whole cells become one rectangle.
    private string Above(double level, PlotArea area)
    {
        var path = new PathData();
        for (var i = 0; i + 1 < Y.Length; i++)
        {
            var run = -1;
            for (var j = 0; j + 1 < X.Length; j++)
            {
                (double X, double Y, double Z)[] corners =
                    [(X[j], Y[i], Z[i, j]), (X[j + 1], Y[i], Z[i, j + 1]), (X[j + 1], Y[i + 1], Z[i + 1, j + 1]),
                        (X[j], Y[i + 1], Z[i + 1, j])];
                var inside = corners.Count(corner => corner.Z >= level);
                var broken = corners.Any(corner => !Scale.Drawable(corner.Z, Map.Log));
                if (inside == 4 && !broken)
                {
                    if (run < 0) run = j;
                    continue;
                }
                if (run >= 0) AppendPolygon([(X[run], Y[i]), (X[j], Y[i]), (X[j], Y[i + 1]), (X[run], Y[i + 1])]);
                run = -1;
                if (inside > 0 && !broken) AppendPolygon(Clip(corners, level));
            }
            if (run >= 0) AppendPolygon([(X[run], Y[i]), (X[^1], Y[i]), (X[^1], Y[i + 1]), (X[run], Y[i + 1])]);
        }
        return path.ToString();

        void AppendPolygon(IEnumerable<(double X, double Y)> points)
        {
            foreach ((var x, var y) in points) path.To(area.PixelX(x), area.PixelY(y));
            path.Close();
        }
    }

    private static IEnumerable<(double X, double Y)> Clip((double X, double Y, double Z)[] corners, double level)
    {
        for (var k = 0; k < corners.Length; k++)
        {
            (double X, double Y, double Z) a = corners[k], b = corners[(k + 1) % corners.Length];
            if (a.Z >= level) yield return (a.X, a.Y);
            if (a.Z >= level == b.Z >= level) continue;
            var t = (level - a.Z) / (b.Z - a.Z);
            yield return (a.X + t * (b.X - a.X), a.Y + t * (b.Y - a.Y));
        }
    }

    private string Place(double value)
    {
        for (var i = 0; i < Y.Length; i++)
            for (var j = 0; j < X.Length; j++)
                if (Z[i, j] == value) return $"({Numbers.Short(X[j])}, {Numbers.Short(Y[i])})";
        return "?";
    }

    private static (int Cell, double Part) Find(double[] positions, double at)
    {
        for (var k = 0; k + 1 < positions.Length; k++)
            if (at >= positions[k] && at <= positions[k + 1])
                return (k, (at - positions[k]) / (positions[k + 1] - positions[k]));
        return (-1, 0);
    }
}
