using System.Net;
using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Sources;

/// <summary>How <see cref="SourceCode"/> is shown in a notebook. .NET Interactive finds it by the attribute on that
/// class.</summary>
public sealed class SourceCodeFormatters
{
    /// <summary>The bare text, for hosts that highlight it.</summary>
    public const string CSharpMimeType = "text/x-csharp";

    /// <summary>The name of the file it stands in.</summary>
    public const string CaptionMimeType = "text/x-caption";

    private readonly DisplayFormatter[] _formatters =
    [
        new DisplayFormatter("text/html", source => Html((SourceCode)source)),
        new DisplayFormatter("text/plain", source => source.ToString()!),
        new DisplayFormatter(CSharpMimeType, source => ((SourceCode)source).Text),
        new DisplayFormatter(CaptionMimeType, source => ((SourceCode)source).File),
    ];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;

    private static string Html(SourceCode source) =>
        $"<figure><figcaption>{WebUtility.HtmlEncode(source.File)}</figcaption><pre><code>{WebUtility.HtmlEncode(
            source.Text)}</code></pre></figure>";
}
