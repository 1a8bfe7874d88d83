using System.Text;
using RnnCourse.Figures.Display;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Claims;

/// <summary>How a <see cref="Ledger"/> is shown in a notebook: a table.</summary>
public sealed class LedgerFormatters
{
    private readonly DisplayFormatter[] formatters =
    [
        new("text/html", ledger => Table((Ledger)ledger)),
        new("text/plain", ledger => ((Ledger)ledger).ToString()!),
    ];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;

    private static string Table(Ledger ledger)
    {
        var html = new StringBuilder();
        html.Append("<div class=\"rnncourse-ledger rc-theme\"><style>").Append(Theme.StyleSheet)
            .Append(".rnncourse-ledger table{border-collapse:collapse;color:var(--rc-ink);background:var(--rc-paper)}.rnncourse-ledger caption{text-align:left;font-weight:600;padding:4px 0}")
            .Append(".rnncourse-ledger :is(th,td){border-bottom:1px solid var(--rc-grid);padding:4px 10px;text-align:left;vertical-align:top;background:var(--rc-paper);color:var(--rc-ink)}</style>")
            .Append("<table><caption>").Append(SvgWriter.Escape(ledger.Summary)).Append("</caption><thead><tr>");
        foreach (string head in (string[])["Claim", "Statement", "Source", "Measured", "Bound", "Verdict"])
            html.Append("<th scope=\"col\">").Append(head).Append("</th>");
        html.Append("</tr></thead><tbody>");
        foreach (Claim claim in ledger.Claims)
        {
            string only = claim.Condition is null ? "" : $" (only if {claim.Condition})";
            html.Append("<tr><th scope=\"row\">").Append(SvgWriter.Escape(claim.Id)).Append("</th>");
            foreach (string cell in (string[])[claim.Sentence + only, claim.Source ?? "", claim.MeasuredText, claim.Bound.ToString(), $"{ClaimStyle.Sign(claim.Verdict)} {claim.VerdictText}"])
                html.Append("<td>").Append(SvgWriter.Escape(cell)).Append("</td>");
            html.Append("</tr>");
        }
        return html.Append("</tbody></table></div>").ToString();
    }
}
