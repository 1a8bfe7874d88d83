using System.Runtime.CompilerServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Mends what <c>x.Display()</c> and <c>DisplayAs</c> of .NET Interactive return: a handle that knows nothing
/// of the display it is for, whose updates would stand nowhere.</summary>
// The package shows one object and returns another. The values in both are the same objects, and an update takes their
// MIME types over: a copy of that text, known by reference, says which display it is.
internal static class DisplayMending
{
    private static readonly ConditionalWeakTable<string, Display> Displays = [];

    /// <summary>What an update has to know.</summary>
    /// <param name="IsRaw">Whether the text was shown as it is, by DisplayAs: so is the text of its updates.</param>
    private sealed record Display(string Id, bool IsRaw);

    /// <summary>From now on. It must be called before .NET Interactive's own <c>Kernel</c> is touched, which listens as
    /// well: who listens first, mends what the others hear.</summary>
    /// <param name="late">Told of what is shown by code whose cell has ended, which nobody sees.</param>
    internal static IDisposable Begin(Action<DisplayedValue> late) => Formatter.SubscribeToDisplayedValues(shown =>
    {
        if (KernelInvocationContext.Current is { IsComplete: true }) late(shown);
        if (shown.FormattedValues is not [var first, ..]) return;
        if (!shown.IsUpdated)
        {
            ref var mime = ref KernelInternals.MimeType(first);
            mime = new string(mime.AsSpan());
            Displays.Add(mime, new Display(shown.DisplayId, ReferenceEquals(first.Value, shown.Value)));
        }
        else if (Displays.TryGetValue(first.MimeType, out var display))
        {
            KernelInternals.DisplayId(shown) = display.Id;
            if (display.IsRaw && shown.Value is string text) KernelInternals.Text(first) = text;
        }
    });
}
