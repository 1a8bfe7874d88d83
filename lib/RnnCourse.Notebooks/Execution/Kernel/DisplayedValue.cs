
#pragma warning disable IDE0130
namespace Microsoft.DotNet.Interactive;

/// <summary>A value on display. It can be shown anew, in the same place, as long as its cell runs.</summary>
public class DisplayedValue
{
    private readonly KernelInvocationContext? _context;

    internal DisplayedValue(string displayId, IReadOnlyList<FormattedValue> values, KernelInvocationContext? context)
    {
        DisplayId = displayId;
        FormattedValues = values;
        _context = context;
    }

    /// <summary>Names the display among all of the notebook's.</summary>
    public string DisplayId { get; }

    /// <summary>What was shown first.</summary>
    public IReadOnlyList<FormattedValue> FormattedValues { get; }

    /// <summary>Shows another value in the place of this one, in the same MIME types. Text shown as HTML (by DisplayAs)
    /// is HTML again.</summary>
    public void Update(object? updatedValue)
    {
        var values = FormattedValues is [var only] && updatedValue is string text
            ? [new FormattedValue(only.MimeType, text)]
            : FormattedValue.CreateManyFromObject(updatedValue, [.. FormattedValues.Select(v => v.MimeType)]);
        if (_context is not null)
            _context.Update(DisplayId, values);
        else
            Console.WriteLine(values[^1].Value);
    }
}
