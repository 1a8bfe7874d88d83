using RnnCourse.Figures.Display;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Lessons.Claims;

/// <summary>How a <see cref="Claim"/> is shown in a notebook. .NET Interactive finds it by the attribute on that class.</summary>
public sealed class ClaimFormatters
{
    /// <summary>The MIME type by which a run recognises claims.</summary>
    public const string ClaimMimeType = "application/vnd.rnncourse.claim+json";

    private readonly DisplayFormatter[] formatters =
    [
        new("text/html", claim => Badge((Claim)claim)),
        new("text/plain", claim => ((Claim)claim).ToString()),
        new(ClaimMimeType, claim => ((Claim)claim).ToJson()),
    ];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;

    private static string Badge(Claim claim)
    {
        string E(string text) => SvgWriter.Escape(text);
        string only = claim.Condition is null ? "" : $" <em>Only if {E(claim.Condition)}.</em>";
        string source = claim.SourceText is { } from ? $" <span class=\"rc-source\">({E(from)})</span>" : "";
        string note = claim.Note is null ? "" : $"<div class=\"rc-note\">{E(claim.Note)}</div>";
        return $"<div class=\"rnncourse-claim rc-theme rc-{claim.VerdictText}\" data-claim=\"{E(claim.Id)}\"><style>{ClaimStyle.Sheet}</style>"
            + $"<p><strong class=\"rc-verdict\">{ClaimStyle.Sign(claim.Verdict)} {claim.VerdictText}</strong> {E(claim.Sentence)}{only}{source}</p>"
            + $"<p class=\"rc-measured\">measured <b>{E(claim.MeasuredText)}</b>, bound {E(claim.Bound)}</p>{note}</div>";
    }
}
