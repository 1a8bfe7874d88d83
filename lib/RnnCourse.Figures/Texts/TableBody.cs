namespace RnnCourse.Figures.Texts;

/// <summary>Rows and columns of text; columns of numbers are aligned to the right, and <c>`a cell in backquotes`</c> is
/// code.</summary>
internal sealed record TableBody(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows,
    IReadOnlyList<bool> Numeric) : Body
{
    private const double RowHeight = 24, Size = 13;
    private const int MostRows = 1000;

    public override bool Interactive => false;

    public override double Height(double width, double? wanted) =>
        (Math.Min(Rows.Count, MostRows) + 1) * RowHeight + 10;

    public override Body Reduced(int budget) =>
        Rows.Count <= MostRows ? this : this with { Rows = [.. Rows.Take(MostRows)] };

    public override IEnumerable<string> Missing()
    {
        if (Rows.Count > MostRows)
            yield return $"Only the first {Numbers.Count(MostRows)} of {Numbers.Count(Rows.Count)} rows are shown.";
        if (Rows.Count == 0) yield return "No rows.";
    }

    public override IEnumerable<string> Describe()
    {
        yield return $"A table of {Numbers.Count(Rows.Count, "row")}; columns: {string.Join(", ", Columns)}.";
    }

    private static bool IsCode(string cell) => cell.Length > 2 && cell[0] == '`' && cell[^1] == '`';

    private static string Plain(string cell) => IsCode(cell) ? cell[1..^1] : cell;

    public override string ToText()
    {
        int[] widths = [.. Columns.Select((name, c) =>
            Math.Max(name.Length, Rows.Select(row => Plain(row[c]).Length).DefaultIfEmpty(0).Max()))];
        string Line(IReadOnlyList<string> cells) =>
            string.Join("  ",
                cells.Select(Plain).Select((cell, c) =>
                    Numeric[c] ? cell.PadLeft(widths[c]) : cell.PadRight(widths[c]))).TrimEnd();
        return string.Join('\n',
            Rows.Select(Line).Prepend(new string('─', widths.Sum() + 2 * Math.Max(0, widths.Length - 1)))
                .Prepend(Line(Columns)));
    }

    public override string? ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr>");
        for (var c = 0; c < Columns.Count; c++)
            html.Append("<th scope=\"col\"").Append(Class(c)).Append('>').Append(MathLabel.HtmlOf(Columns[c]))
                .Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in Rows)
        {
            html.Append("<tr>");
            for (var c = 0; c < Columns.Count; c++)
            {
                string tag = c == 0 ? "th" : "td", scope = c == 0 ? " scope=\"row\"" : "";
                html.Append(CultureInfo.InvariantCulture, $"<{tag}{scope}{Class(c)}>{Lines(row[c])}</{tag}>");
            }
            html.Append("</tr>");
        }
        return html.Append("</tbody></table>").ToString();

        string Class(int c) => Numeric[c] ? " class=\"rc-num\""
            : TextStyle.Class(Rows.Select(row => row[c].Length).DefaultIfEmpty(0).Max());

        static string Lines(string text) => IsCode(text) ? $"<code>{SvgWriter.Escape(Plain(text))}</code>"
            : string.Join('\n', text.ReplaceLineEndings("\n").Split('\n')
            .Select(line => MathLabel.HtmlOf(TextStyle.Unbroken(line))));
    }

    public override void Draw(SvgWriter svg, double top, double width, double height)
    {
        double[] widths = [.. Columns.Select((name,
            c) => Math.Max(TextMeasure.Width(name, Size),
                Rows.Select(row => TextMeasure.Width(Plain(row[c]), Size)).DefaultIfEmpty(0).Max()) + 18)];
        var shrink = Math.Min(1, width / Math.Max(1, widths.Sum()));
        widths = Array.ConvertAll(widths, w => w * shrink);
        svg.Group("class=\"rc-trace\"");
        DrawRow(Columns, top, " font-weight=\"600\"");
        svg.Line(0, top + RowHeight, widths.Sum(), top + RowHeight, Theme.Axis);
        for (var r = 0; r < Rows.Count; r++)
        {
            DrawRow(Rows[r], top + (r + 1) * RowHeight, "");
            svg.Line(0, top + (r + 2) * RowHeight, widths.Sum(), top + (r + 2) * RowHeight, Theme.Grid);
        }
        svg.End();

        void DrawRow(IReadOnlyList<string> cells, double y, string weight)
        {
            double x = 0;
            for (var c = 0; c < cells.Count; c++)
            {
                var text = TextMeasure.Fit(Plain(cells[c]), Size, widths[c] - 8);
                if (Numeric[c]) svg.Text(x + widths[c] - 14, y + 17, text, Size, "end", Theme.Ink + weight);
                else svg.Text(x, y + 17, text, Size, attributes: Theme.Ink + weight);
                x += widths[c];
            }
        }
    }

    public override (JsonArray Data, JsonObject Layout) ToPlotly(double top, double width, double height, double total,
        bool exact)
    {
        JsonArray Align() => PlotlyJson.Array(Numeric.Select(numeric => numeric ? "right" : "left"));
        var cells = new JsonArray();
        for (var c = 0; c < Columns.Count; c++)
            cells.Add((JsonNode)PlotlyJson.Array(Rows.Select(row => Plain(row[c]))));
        var data = new JsonArray(new JsonObject
        {
            ["type"] = "table",
            ["header"] = new JsonObject { ["values"] = PlotlyJson.Array(Columns), ["align"] = Align() },
            ["cells"] = new JsonObject { ["values"] = cells, ["align"] = Align() },
        });
        return (data,
            new JsonObject { ["margin"] = new JsonObject { ["l"] = 0.0, ["r"] = 0.0, ["t"] = top, ["b"] = 0.0 } });
    }
}
