namespace RnnCourse.Figures.Plots;

/// <summary>Plots in plain text: lines and points in Braille dots, bars and heat maps in blocks.</summary>
internal static class PlainPlot
{
    private const int Columns = 60, Rows = 10;

    public static string Draw(PlotBody body)
    {
        var text = new StringBuilder();
        var layout = new PlotLayout(body, 0, Figure.DefaultWidth, body.Height(Figure.DefaultWidth, null));
        for (var i = 0; i < body.Panels.Count; i++)
        {
            var panel = body.Panels[i];
            if (panel.Title is not null) text.AppendLine(panel.Title);
            text.Append(panel.Traces switch
            {
                [] => "(no data)\n",
                _ when panel.Traces.All(trace => trace.Points == 0) => "(no data)\n",
                [HeatTrace heat, ..] => heat.ToText(panel.X, panel.Y),
                [BarTrace { Histogram: false }, ..] => Bars(panel),
                _ => Dots(panel, layout.Scales[i]),
            });
        }
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private static string Dots(Panel panel, (Scale X, Scale Y) scales)
    {
        var dots = new byte[Rows, Columns];
        foreach (var trace in panel.Traces)
        {
            if (trace is CurveTrace curve)
                for (var i = 0; i < curve.X.Length; i++) Dot(scales.X.At(curve.X[i]), scales.Y.At(curve.Y[i]));
            if (trace is BarTrace bars)
                for (var i = 0; i < bars.Values.Length; i++)
                    for (var dot = 0; dot < Rows * 4 && dot / (Rows * 4.0) <= scales.Y.At(bars.Values[i]); dot++)
                        Dot(scales.X.At(bars.Left[i] + bars.Width / 2), dot / (Rows * 4.0));
        }
        string high = Numbers.Short(scales.Y.Max), low = Numbers.Short(scales.Y.Min);
        var margin = Math.Max(high.Length, low.Length);
        var text = new StringBuilder();
        if (panel.Y.Title is not null) text.Append(panel.Y.Title).Append('\n');
        for (var r = 0; r < Rows; r++)
        {
            text.Append((r == 0 ? high : r == Rows - 1 ? low : "").PadLeft(margin)).Append(" │");
            for (var c = 0; c < Columns; c++) text.Append((char)(0x2800 + dots[r, c]));
            text.Append('\n');
        }
        string from = Numbers.Short(scales.X.Min), to = Numbers.Short(scales.X.Max);
        text.Append(' ', margin).Append(" └").Append('─', Columns).Append('\n');
        text.Append(' ', margin + 2)
            .Append(from).Append((panel.X.Title is null ? ""
                : "  " + panel.X.Title + "  ").PadLeft(Math.Max(0, Columns - from.Length - to.Length))).Append(to)
                .Append('\n');
        var names = string.Join(", ", panel.Traces.Select(trace => trace.Name).OfType<string>().Distinct());
        return names.Length == 0 ? text.ToString() : text.Append(names).Append('\n').ToString();

        void Dot(double x, double y)
        {
            if (!(x is >= 0 and <= 1 && y is >= 0 and <= 1)) return;
            int column = Math.Min((int)(x * Columns * 2), Columns * 2 - 1),
                row = Math.Min((int)((1 - y) * Rows * 4), Rows * 4 - 1);
            // Unicode numbers the eight dots of a Braille cell down the left column, down the right one, then the
            // fourth row.
            int[] bits = [0, 3, 1, 4, 2, 5, 6, 7];
            dots[row / 4, column / 2] |= (byte)(1 << bits[row % 4 * 2 + column % 2]);
        }
    }

    private static string Bars(Panel panel)
    {
        var labels = panel.X.Labels ?? [];
        var margin = labels.Select(label => label.Length).DefaultIfEmpty(0).Max();
        BarTrace[] sets = [.. panel.Traces.OfType<BarTrace>()];
        var largest =
            sets.SelectMany(set => set.Values).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var text = new StringBuilder();
        foreach (var set in sets)
        {
            if (set.Name is not null) text.Append(set.Name).Append('\n');
            for (var i = 0; i < set.Values.Length; i++)
            {
                var value = set.Values[i];
                var length =
                    double.IsFinite(value) && largest > 0 ? (int)Math.Round(Math.Abs(value) / largest * 40) : 0;
                text.Append((i < labels.Count ? labels[i] : "").PadLeft(margin)).Append(" │").Append('█', length)
                    .Append(' ').Append(Numbers.Short(value)).Append('\n');
            }
        }
        return text.ToString();
    }
}
