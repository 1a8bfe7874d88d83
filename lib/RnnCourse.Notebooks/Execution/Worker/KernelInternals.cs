using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.Text;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>What of .NET Interactive is not public and has no public substitute. The package's version is pinned, and
/// a test touches each.</summary>
internal static class KernelInternals
{
    private const string Parsing = "Microsoft.DotNet.Interactive.Parsing.", Library = ", Microsoft.DotNet.Interactive";

    /// <summary>The line, from 0, at which a piece of a submission begins; null for a submission that is
    /// whole.</summary>
    internal static int? FirstLine(SubmitCode piece, string whole) =>
        SyntaxNode(piece) is { } node ? whole.AsSpan(0, Span(node).Start).Count('\n') : null;

    /// <summary>Asks the running code to stop, and nothing else: the cell ends when its code has ended.</summary>
    internal static void Cancel(KernelInvocationContext context) => Cancellation(context).Cancel();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<MimeType>k__BackingField")]
    internal static extern ref string MimeType(FormattedValue value);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Value>k__BackingField")]
    internal static extern ref string Text(FormattedValue value);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_displayId")]
    internal static extern ref string DisplayId(DisplayedValue value);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cancellationTokenSource")]
    private static extern ref CancellationTokenSource Cancellation(KernelInvocationContext context);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_SyntaxNode")]
    [return: UnsafeAccessorType(Parsing + "TopLevelSyntaxNode" + Library)]
    private static extern object? SyntaxNode(SubmitCode command);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Span")]
    private static extern TextSpan Span(
        [UnsafeAccessorType(Parsing + "SyntaxNodeOrToken" + Library)] object node);
}
