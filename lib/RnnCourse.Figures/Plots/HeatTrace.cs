namespace RnnCourse.Figures.Plots;

/// <summary>A grid of values as colours: row r, column c is the cell around (c, r).</summary>
internal sealed record HeatTrace(double[,] Z, ColorMap Map) : Trace
{
    private const int LargestWithHover = 120;

    /// <summary>Writes each cell's number in it.</summary>
    public bool CellLabels { get; init; }

    /// <summary>Cells without a value are part of the picture, not missing data.</summary>
    public bool GapsExpected { get; init; }

    /// <summary>How many rows and columns of the data each cell stands for.</summary>
    public (int Rows, int Columns) Block { get; init; } = (1, 1);
    private int Rows => Z.GetLength(0);
    private int Columns => Z.GetLength(1);
    public override bool TakesColour => false;
    public override bool InLegend => false;
    public override int Points => Z.Length;
    public override ColorMap Colors => Map;

    public override Extent XExtent(bool log) =>
        Z.Length == 0 ? Extent.Empty : new Extent(-0.5, Columns * Block.Columns - 0.5);

    public override Extent YExtent(bool log) =>
        Z.Length == 0 ? Extent.Empty : new Extent(-0.5, Rows * Block.Rows - 0.5);

    public override Trace Reduced(int budget)
    {
        var most = budget == int.MaxValue ? int.MaxValue : 2 * budget;
        if (Z.Length <= most) return this;
        var shrink = Math.Sqrt((double)Z.Length / most);
        int rowStep = (int)Math.Ceiling(Math.Min(Rows, shrink)),
            columnStep = (int)Math.Ceiling((double)Z.Length / most / rowStep);
        int[] rows = Reduction.Blocks(Rows, rowStep), columns = Reduction.Blocks(Columns, columnStep);
        return this with
        {
            Z = Reduction.Grid(Z, rows, columns, rowStep, columnStep),
            Block = (rowStep, columnStep),
            CellLabels = false
        };
    }

    public override string? Missing(Axis x, Axis y) =>
        GapsExpected ? null : CountMissing(Z.Cast<double>(), Map.Log) is string missing
        ? missing.Replace("on a logarithmic axis", "on a logarithmic colour scale", StringComparison.Ordinal)
        : null;

    public override void Draw(SvgWriter svg, PlotArea area)
    {
        if (Z.Length <= LargestWithHover) DrawCells(svg, area);
        else DrawByColour(svg, area);
        if (CellLabels) DrawLabels(svg, area);
    }

    public override void DrawKey(SvgWriter svg, double x, double y)
    {
    }

    public override IEnumerable<JsonObject> ToPlotly(bool exact)
    {
        var shown = new double[Rows, Columns];
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++) shown[r, c] = Map.ToPlotly(Z[r, c]);
        var trace = new JsonObject { ["type"] = "heatmap", ["z"] = PlotlyJson.Grid(shown, exact) };
        if (Block != (1, 1))
            (trace["x0"], trace["dx"], trace["y0"], trace["dy"]) =
                ((Block.Columns - 1) / 2.0, Block.Columns, (Block.Rows - 1) / 2.0, Block.Rows);
        Map.Apply(trace, "z");
        if (Map.Log) trace["customdata"] = PlotlyJson.Grid(Z, exact);
        var value = Map.Log ? "%{customdata:.4g}" : "%{z:.4g}";
        trace["hovertemplate"] = $"%{{y}}, %{{x}}: {value}<extra></extra>";
        if (CellLabels)
        {
            var labels = new JsonArray();
            for (var r = 0; r < Rows; r++)
                labels.Add((JsonNode)PlotlyJson.Array(Enumerable.Range(0, Columns).Select(c => CellText(Z[r, c]))));
            trace["text"] = labels;
            trace["texttemplate"] = "%{text}";
        }
        yield return trace;
    }

    public override string Describe(Axis x, Axis y)
    {
        var range = Extent.Of(Z.Cast<double>(), Map.Log);
        var size = $"{Name ?? "A grid"} of {Numbers.Count(Rows, "row")} and {Numbers.Count(Columns, "column")}";
        if (range.IsEmpty) return size + ": nothing to draw.";
        (int R, int C) low = Find(range.Low), high = Find(range.High);
        return $"{size}, from {Numbers.Short(range.Low)} ({Place(low, x, y)}) to {Numbers.Short(range.High)} "
            + $"({Place(high, x, y)}).";
    }

    /// <summary>The grid in plain text: numbers where it is small, shades where it is not.</summary>
    public string ToText(Axis x, Axis y)
    {
        var text = new StringBuilder();
        var numbers = Columns <= 8 && Rows <= 20;
        if (numbers)
            text.Append(' ', 10).AppendJoin(' ', Enumerable.Range(0, Columns).Select(c => Pad(LabelAt(x, c))))
                .Append('\n');
        for (var r = 0; r < Math.Min(Rows, 40); r++)
        {
            text.Append(Pad(LabelAt(y, r))).Append(' ');
            if (numbers) text.AppendJoin(' ', Enumerable.Range(0, Columns).Select(c => Pad(Numbers.Short(Z[r, c]))));
            else
                for (var c = 0; c < Math.Min(Columns, 80); c++)
                    text.Append(Map.Index(Z[r, c]) is int color
                        ? " ░▒▓█"[Map.Diverging ? Math.Abs(color - 32) * 4 / 32 : color * 4 / 64] : '×');
            text.Append('\n');
        }
        return text.ToString();

        static string Pad(string label) => label.Length > 9 ? label[..8] + "…" : label.PadLeft(9);
    }

    private void DrawCells(SvgWriter svg, PlotArea area)
    {
        svg.Group("shape-rendering=\"crispEdges\"");
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
            {
                if (GapsExpected && Map.Of(Z[r, c]) is null) continue;
                (var x, var y, var width, var height) = Cell(area, r, c);
                var fill =
                    Map.Of(Z[r, c]) is Rgb color ? $"fill=\"{color.Hex}\"" : Theme.Grid + " stroke-dasharray=\"2 2\"";
                svg.Rect(x, y, width + 0.2, height + 0.2, fill, Numbers.Short(Z[r, c]));
            }
        svg.End();
    }

    // One path for all cells of a colour: a large grid stays small.
    private void DrawByColour(SvgWriter svg, PlotArea area)
    {
        var paths = new SortedDictionary<int, StringBuilder>();
        (_, _, var width, var height) = Cell(area, 0, 0);
        // A little over the next cell, so that no paper shows between them.
        (width, height) = (width + 0.5, height + 0.5);
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
            {
                if (Map.Index(Z[r, c]) is not int color) continue;
                (var x, var y, _, _) = Cell(area, r, c);
                if (!paths.TryGetValue(color, out var path)) paths[color] = path = new StringBuilder();
                path.Append(CultureInfo.InvariantCulture,
                    $"M{x:0.#} {y:0.#}h{width:0.##}v{height:0.##}h-{width:0.##}z");
            }
        foreach ((var color, var path) in paths)
            svg.Path(path.ToString(), $"fill=\"{Map[color].Hex}\" shape-rendering=\"crispEdges\"");
    }

    private void DrawLabels(SvgWriter svg, PlotArea area)
    {
        var size = LabelSize(area);
        if (!LabelsFit(area)) return;
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
            {
                (var x, var y, var width, var height) = Cell(area, r, c);
                var ink =
                    Map.Of(Z[r, c]) is Rgb color ? $"fill=\"{color.TextOn.Hex}\" class=\"rc-cell\"" : Theme.Ink;
                svg.Text(x + width / 2, y + height / 2 + size * 0.35, CellText(Z[r, c]), size, "middle", ink);
            }
    }

    /// <summary>Whether the numbers fit their cells in a legible size.</summary>
    public bool LabelsFit(PlotArea area) => LabelSize(area) >= 9;

    /// <summary>The font size at which every number fits its cell.</summary>
    private double LabelSize(PlotArea area)
    {
        if (Z.Length == 0) return 0;
        (_, _, var width, var height) = Cell(area, 0, 0);
        var widest = Z.Cast<double>().Max(value => TextMeasure.Width(CellText(value), 1));
        return Math.Min(13, Math.Min((width - 4) / widest, height * 0.7));
    }

    private static string CellText(double value) => Math.Abs(value) switch
    {
        >= 0.01 and < 1000 => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−'),
        > 0.0001 and < 0.01 => value.ToString("G1", CultureInfo.InvariantCulture).Replace('-', '−'),
        _ => Numbers.Short(value),
    };

    private (double X, double Y, double Width, double Height) Cell(PlotArea area, int r, int c)
    {
        double x0 = area.PixelX(c * Block.Columns - 0.5), x1 = area.PixelX((c + 1) * Block.Columns - 0.5);
        double y0 = area.PixelY(r * Block.Rows - 0.5), y1 = area.PixelY((r + 1) * Block.Rows - 0.5);
        return (Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0));
    }

    private (int R, int C) Find(double value)
    {
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
                if (Z[r, c] == value) return (r, c);
        return (0, 0);
    }

    private static string Place((int R, int C) cell, Axis x, Axis y) =>
        $"{y.Title ?? "row"} {LabelAt(y, cell.R)}, {x.Title ?? "column"} {LabelAt(x, cell.C)}";

    private static string LabelAt(Axis axis, int i) =>
        axis.Labels is { } labels && i < labels.Count ? labels[i] : Numbers.Short(i);
}
