using System.Net;

namespace RnnCourse.Lessons.Sources;

/// <summary>How <see cref="SourceCode"/> is shown in a notebook.</summary>
public sealed class SourceCodeFormatters()
    : Formatters<SourceCode>(Html, (CSharpMimeType, source => source.Text), (CaptionMimeType, source => source.File))
{
    /// <summary>The bare text, for hosts that highlight it.</summary>
    public const string CSharpMimeType = "text/x-csharp";

    /// <summary>The name of the file it stands in.</summary>
    public const string CaptionMimeType = "text/x-caption";

    private static string Html(SourceCode source) =>
        $"<figure><figcaption>{WebUtility.HtmlEncode(source.File)}</figcaption>"
            + $"<pre><code>{WebUtility.HtmlEncode(source.Text)}</code></pre></figure>";
}
