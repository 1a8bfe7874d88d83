using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;
using RnnCourse.Notebooks.Execution.Worker;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>Each member of .NET Interactive that is reached though it is not public.</summary>
public sealed class KernelInternalsTests
{
    [Fact]
    public async Task They_are_there_in_the_version_that_is_pinned()
    {
        var value = new FormattedValue("text/plain", "a");
        KernelInternals.MimeType(value) = "text/html";
        KernelInternals.Text(value) = "b";
        Assert.Equal(("text/html", "b"), (value.MimeType, value.Value));

        var shown = new DisplayedValue(1, [value]);
        KernelInternals.DisplayId(shown) = "an id";
        Assert.Equal("an id", shown.DisplayId);

        var pieces = new List<int?>();
        using var root = new CompositeKernel { new HtmlKernel(), new Recorder(pieces) };
        const string Code = "first\n\n#!html\n<b></b>\n#!recorder\n\nsecond";
        await root.SendAsync(new SubmitCode(Code, "recorder"), TestContext.Current.CancellationToken);
        await root.SendAsync(new SubmitCode("whole", "recorder"), TestContext.Current.CancellationToken);
        Assert.Equal([0, 6, null], pieces);

        var context = KernelInvocationContext.GetOrCreateAmbientContext(new SubmitCode("x"));
        KernelInternals.Cancel(context);
        Assert.True(context.CancellationToken.IsCancellationRequested);
        Assert.False(context.IsComplete);
    }

    private sealed class Recorder(List<int?> pieces) : Kernel("recorder"), IKernelCommandHandler<SubmitCode>
    {
        public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
        {
            pieces.Add(KernelInternals.FirstLine(
                command, command.Parent is SubmitCode whole ? whole.Code : command.Code));
            return Task.CompletedTask;
        }
    }
}
