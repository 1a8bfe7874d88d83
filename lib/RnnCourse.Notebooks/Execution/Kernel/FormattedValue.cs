using Microsoft.DotNet.Interactive.Formatting;
using RnnCourse.Notebooks.Execution;

// The names are the real kernel's: notebooks and the library's live output look for them.
#pragma warning disable IDE0130
namespace Microsoft.DotNet.Interactive;

/// <summary>A value as text of one MIME type.</summary>
public class FormattedValue(string mimeType, string value)
{
    /// <summary>The MIME type.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>The text.</summary>
    public string Value { get; } = value;

    /// <summary>
    /// Formats <paramref name="value"/> with the formatters registered for its type: in the MIME types asked for, or in
    /// the preferred ones and in plain text.
    /// </summary>
    public static IReadOnlyList<FormattedValue> CreateManyFromObject(object? value, params string[]? mimeTypes)
    {
        IEnumerable<string> wanted = mimeTypes is { Length: > 0 }
            ? mimeTypes
            : value is null ? [Mime.Text] : Formatter.GetPreferredMimeTypesFor(value.GetType());
        if (!wanted.Contains(Mime.Text))
            wanted = wanted.Append(Mime.Text);
        return [.. wanted.Distinct().Select(mime => new FormattedValue(mime, value.ToDisplayString(mime)))];
    }
}
