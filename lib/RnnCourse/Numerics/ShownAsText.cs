using System.Net;

namespace RnnCourse.Numerics;

/// <summary>Shows an object that is a cell's result by its <c>ToString</c>, and not by every property and number. .NET
/// Interactive's formatter knows the attribute, and all members, by their names.</summary>
public sealed class ShownAsText
{
    private readonly Formatter[] _formatters =
    [
        new("text/html", value => $"<pre>{WebUtility.HtmlEncode(value.ToString())}</pre>"),
        new("text/plain", value => value.ToString()!),
    ];

    public IEnumerable<object> CreateTypeFormatters() => _formatters;

    /// <summary>Stands before the types that are shown so.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class TypeFormatterSourceAttribute : Attribute
    {
        public Type FormatterSourceType { get; } = typeof(ShownAsText);
        public string[] PreferredMimeTypes { get; } = ["text/html", "text/plain"];
    }

    /// <summary>Writes one MIME type.</summary>
    public sealed class Formatter(string mimeType, Func<object, string> write)
    {
        public string MimeType => mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            ArgumentNullException.ThrowIfNull(writer);
            writer.Write(write(instance));
            return true;
        }
    }
}
