namespace RnnCourse.Figures.Display;

/// <summary>Tells .NET Interactive's formatter which class formats a type. It recognises the attribute by its simple
/// name, so that this library needs no reference to it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type that creates the formatters.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types an output carries, unless the cell asks for another.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}

/// <summary>One MIME type of a displayed value. .NET Interactive calls these two members by name.</summary>
public sealed class DisplayFormatter
{
    private readonly Func<object, string> _format;

    internal DisplayFormatter(string mimeType, Func<object, string> format)
    {
        MimeType = mimeType;
        _format = format;
    }

    /// <summary>The MIME type this formatter writes.</summary>
    public string MimeType { get; }

    /// <summary>Writes a value; false when it is not of the kind this formatter knows.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(_format(instance));
        return true;
    }
}
