using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons;

/// <summary>How a type is shown in a notebook: as HTML, as the text that its <c>ToString</c> gives, and what else it
/// says. .NET Interactive finds the class by the attribute on that type, and the method by its name.</summary>
public abstract class Formatters<T>(Func<T, string> html, params (string MimeType, Func<T, string> Write)[] others)
    where T : notnull
{
    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
        [Of("text/html", html), Of("text/plain", value => value.ToString()!), .. others.Select(other =>
            Of(other.MimeType, other.Write))];

    private static DisplayFormatter Of(string mimeType, Func<T, string> write) =>
        new(mimeType, value => write((T)value));
}
