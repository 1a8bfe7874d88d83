namespace RnnCourse.Notebooks.Execution;

/// <summary>What kind of output a cell gave.</summary>
public enum EventKind
{
    /// <summary>Text written to the console's output.</summary>
    Stdout,

    /// <summary>Text written to the console's error output.</summary>
    Stderr,

    /// <summary>A value shown by <c>display</c>.</summary>
    Display,

    /// <summary>A new form of a value already shown.</summary>
    Update,

    /// <summary>The value of the cell's last expression.</summary>
    Return,

    /// <summary>Why the cell failed.</summary>
    Error,

    /// <summary>What the reader should know though the cell did not fail.</summary>
    Warning,
}

/// <summary>One output of a cell.</summary>
/// <param name="DisplayId">For Display and Update: which display, unique in the notebook; otherwise null.</param>
/// <param name="Values">MIME type → value, the preferred MIME type first. Every event has <c>text/plain</c>.</param>
public sealed record CellEvent(EventKind Kind, string? DisplayId, IReadOnlyList<MimeValue> Values)
{
    /// <summary>The event as text.</summary>
    public string Text => this[Mime.Text] ?? "";

    /// <summary>The value of a MIME type, or null.</summary>
    public string? this[string mimeType]
    {
        get
        {
            foreach (var value in Values)
                if (value.MimeType == mimeType) return value.Value;
            return null;
        }
    }

    /// <summary>An event that is text alone.</summary>
    public static CellEvent OfText(EventKind kind, string text) => new(kind, null, [new MimeValue(Mime.Text, text)]);
}

/// <summary>A value in one MIME type.</summary>
public sealed record MimeValue(string MimeType, string Value);

/// <summary>The MIME types the engine itself speaks of.</summary>
public static class Mime
{
    /// <summary>Plain text.</summary>
    public const string Text = "text/plain";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>Text in Markdown.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>A mermaid diagram's source.</summary>
    public const string Mermaid = "text/vnd.mermaid";

    /// <summary>An error as data:
    /// <c>{"kind", "type", "message", "file", "cell", "line", "fileLine", "frames", "inner"}</c>.</summary>
    public const string Error = "application/vnd.rnncourse.error+json";

    /// <summary>A measured claim as data; see <c>RnnCourse.Lessons.Claims</c>.</summary>
    public const string Claim = "application/vnd.rnncourse.claim+json";
}
