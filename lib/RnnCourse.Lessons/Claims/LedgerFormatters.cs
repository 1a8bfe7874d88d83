using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Claims;

/// <summary>How a <see cref="Ledger"/> is shown in a notebook: a table.</summary>
public sealed class LedgerFormatters
{
    private readonly DisplayFormatter[] _formatters =
    [
        new("text/html", ledger => Table((Ledger)ledger)),
        new("text/plain", ledger => ((Ledger)ledger).ToString()!),
    ];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;

    private static string Table(Ledger ledger)
    {
        var table = new LedgerTable(ledger.Summary, "Claim", "Statement", "Source", "Measured", "Bound", "Verdict");
        foreach (var claim in ledger.Claims)
        {
            var only = claim.Condition is null ? "" : $" (only if {claim.Condition})";
            table.Row(claim.Id,
                [.. new[] { claim.Sentence + only, claim.SourceText ?? "", claim.MeasuredText, claim.Bound.ToString(),
                    $"{ClaimStyle.Sign(claim.Verdict)} {claim.VerdictText}" }.Select(LedgerTable.Text)]);
        }
        return table.ToString();
    }
}
