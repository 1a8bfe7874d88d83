namespace RnnCourse.Lessons.Claims;

/// <summary>How a <see cref="Claim"/> is shown in a notebook.</summary>
public sealed class ClaimFormatters() : Formatters<Claim>(Badge, (ClaimMimeType, claim => claim.ToJson()))
{
    /// <summary>The MIME type by which a run recognises claims.</summary>
    public const string ClaimMimeType = "application/vnd.rnncourse.claim+json";

    private static string Badge(Claim claim)
    {
        string E(string text) => SvgWriter.Escape(text);
        var only = claim.Condition is null ? "" : $" <em>Only if {MathLabel.HtmlOf(claim.Condition)}.</em>";
        var source = claim.SourceText is { } from ? $" <span class=\"rc-source\">({E(from)})</span>" : "";
        var note = claim.Note is null ? "" : $"<div class=\"rc-note\">{MathLabel.HtmlOf(claim.Note)}</div>";
        return $"<div class=\"rnncourse-claim rc-theme rc-{claim.VerdictText}\" "
            + $"data-claim=\"{E(claim.Id)}\"><style>{ClaimStyle.Sheet}</style>"
            + $"<p><strong class=\"rc-verdict\">{ClaimStyle.Sign(claim.Verdict)} {claim.VerdictText}</strong> "
            + (claim.Kind == ClaimKind.Check ? "<em class=\"rc-source\">check</em> " : "")
            + $"{MathLabel.HtmlOf(claim.Sentence)}{only}{source}</p>"
            + $"<p class=\"rc-measured\">measured <b>{E(claim.MeasuredText)}</b>, bound "
            + $"{E(claim.Bound)}</p>{note}</div>";
    }
}
