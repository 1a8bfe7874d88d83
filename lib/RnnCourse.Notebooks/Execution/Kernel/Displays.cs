using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive.Formatting;

#pragma warning disable IDE0130
namespace Microsoft.DotNet.Interactive;

/// <summary>What cells show by the formatting package's own methods, <c>x.Display()</c>, <c>DisplayAs</c> and
/// <c>Update</c>: it tells whoever has subscribed, and here the running cell shows it.</summary>
internal static class Displays
{
    private static readonly ConditionalWeakTable<DisplayedValue, Place> Places = [];

    // The package tells of one object and returns another to the cell. The values in both are the same objects, and an
    // update takes their MIME types over: a copy of that text, known by reference, says which display it is.
    private static readonly ConditionalWeakTable<string, Place> PlacesByMimeType = [];
    private static readonly FieldInfo? MimeTypeField = typeof(FormattedValue)
        .GetField("<MimeType>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>A display: the cell it belongs to, and its name in the notebook.</summary>
    private sealed record Place(KernelInvocationContext Cell, string Id);

    /// <summary>From now on, what the package tells of is shown.</summary>
    internal static IDisposable Subscribe() => Formatter.SubscribeToDisplayedValues(shown =>
    {
        if (shown.IsUpdated)
            Update(shown);
        else if (KernelInvocationContext.Current is { } cell)
            Show(cell, shown);
        else
            Console.WriteLine(shown.Value.ToDisplayString(Mime.Text));
    });

    /// <summary>Formats a value with the formatters registered for its type: in the MIME types asked for, or in the
    /// preferred ones, and in plain text.</summary>
    internal static IReadOnlyList<FormattedValue> Format(object? value, params string[]? mimeTypes)
    {
        IEnumerable<string> wanted = mimeTypes is { Length: > 0 }
            ? mimeTypes
            : value is null ? [Mime.Text] : Formatter.GetPreferredMimeTypesFor(value.GetType());
        return [.. wanted.Append(Mime.Text).Distinct()
            .Select(mime => new FormattedValue(mime, value.ToDisplayString(mime)))];
    }

    /// <summary>Shows a value that was formatted, as an output of a cell. The handle's <c>Update</c> shows another in
    /// its place.</summary>
    internal static DisplayedValue Show(KernelInvocationContext cell, DisplayedValue shown)
    {
        var place = new Place(cell, cell.NextDisplay());
        Places.AddOrUpdate(shown, place);
        foreach (var value in shown.FormattedValues)
        {
            var own = new string(value.MimeType.AsSpan());
            MimeTypeField?.SetValue(value, own);
            PlacesByMimeType.AddOrUpdate(own, place);
        }
        cell.Display(place.Id, Values(shown));
        return shown;
    }

    private static void Update(DisplayedValue shown)
    {
        if (Places.TryGetValue(shown, out var place)
            || PlacesByMimeType.TryGetValue(shown.FormattedValues[0].MimeType, out place))
            place.Cell.Update(place.Id, Values(shown));
        else if (KernelInvocationContext.Current is { } cell) Show(cell, shown);
    }

    /// <summary>Text shown as HTML (by DisplayAs) is HTML again when it is updated. Every output has plain text as
    /// well, unless it is of one kind by wish.</summary>
    private static IReadOnlyList<FormattedValue> Values(DisplayedValue shown) =>
        shown.FormattedValues is [var only] && shown.Value is string text ? [new(only.MimeType, text)]
        : shown.FormattedValues.Any(value => value.MimeType == Mime.Text) ? shown.FormattedValues
        : [.. shown.FormattedValues, new(Mime.Text, shown.Value.ToDisplayString(Mime.Text))];
}
