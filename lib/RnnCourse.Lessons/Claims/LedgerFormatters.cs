using System.Text.RegularExpressions;
using RnnCourse.Figures.Texts;

namespace RnnCourse.Lessons.Claims;

/// <summary>How a <see cref="Ledger"/> is shown in a notebook: a table whose verdicts link to the cells.</summary>
public sealed class LedgerFormatters() : Formatters<Ledger>(Html)
{
    private static string Html(Ledger ledger)
    {
        var table = new LedgerTable(ledger.Summary, "Claim", "Sentence", "Verdict", "Measured", "Bound", "Over seeds",
            "Figure", "Source", "Kind");
        foreach (var (notebook, claim) in ledger.Claims)
            table.Row(claim.Id,
                LedgerTable.Text(claim.Sentence + (claim.Condition is null ? "" : $" (only if {claim.Condition})")),
                LedgerTable.Link(notebook, claim.Cell ?? 1,
                    $"{ClaimStyle.Sign(claim.Verdict)}\u00A0{claim.VerdictText}"),
                LedgerTable.Text(claim.MeasuredText), LedgerTable.Text(claim.Bound),
                LedgerTable.Text(ledger.Spreads.Of(claim)),
                claim.Figure is { } figure ? LedgerTable.Link(notebook, figure, "figure") : "",
                LedgerTable.Text(claim.SourceText ?? ""), claim.Kind == ClaimKind.Check ? "check" : "finding");
        return table.ToString();
    }
}

/// <summary>A table of the ledger as HTML: what it is, a head, rows whose first cell names them.</summary>
internal sealed partial class LedgerTable
{
    private readonly StringBuilder _html = new();

    public LedgerTable(string caption, params string[] columns)
    {
        _html.Append("<div class=\"rnncourse-ledger rc-theme\" role=\"group\" aria-label=\"")
            .Append(SvgWriter.Escape(caption)).Append("\"><style>").Append(Theme.StyleSheet)
            .Append(".rnncourse-ledger{overflow-x:auto}.rnncourse-ledger "
                + "table{border-collapse:collapse;font-size:13px;color:var(--rc-ink);background:var(--rc-paper)}"
                // It stays in view when the table is scrolled.
                + ".rnncourse-ledger>p{position:sticky;left:0;font-weight:600;margin:0;padding:4px 0}")
            .Append(".rnncourse-ledger :is(th,td){border-bottom:1px solid var(--rc-grid);padding:4px 8px;"
                + "text-align:left;vertical-align:top;background:var(--rc-paper);color:var(--rc-ink)}"
                + ".rnncourse-ledger a{color:inherit}.rnncourse-ledger " + TextStyle.Long + "</style>")
            .Append("<p>").Append(Text(caption)).Append("</p><table><thead><tr>");
        foreach (var head in columns) _html.Append("<th scope=\"col\">").Append(Text(head)).Append("</th>");
        _html.Append("</tr></thead><tbody>");
    }

    public void Row(string name, params string[] cells)
    {
        _html.Append("<tr><th scope=\"row\">").Append(Text(name)).Append("</th>");
        foreach (var cell in cells)
            _html.Append("<td").Append(TextStyle.Class(Tag().Replace(cell, "").Length)).Append('>').Append(cell)
                .Append("</td>");
        _html.Append("</tr>");
    }

    public static string Text(string text) => MathLabel.HtmlOf(TextStyle.Unbroken(text));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    /// <summary>A link to a cell: to the page of the book, which renames .dib to .html, and to the notebook in an
    /// editor.</summary>
    public static string Link(string notebook, int cell, string text) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"<a href=\"{Uri.EscapeDataString(notebook)}#cell-{cell}\">{Text(text)}</a>");

    public override string ToString() => _html + "</tbody></table></div>";
}
