using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Code that was handed to the kernels: a cell, one that was imported, or what code of a cell
/// submits.</summary>
/// <param name="Path">What the compiler calls it.</param>
internal sealed record Submission(string Path)
{
    /// <summary>Why its C# failed.</summary>
    internal Exception? Failure { get; set; }
}

/// <summary>.NET Interactive's kernel for C#, on a session of ours: it names cell and line of every error, lets the
/// language version be chosen, starts faster and gives the notebook its own libraries.</summary>
internal sealed class CSharpKernel : Kernel, IKernelCommandHandler<SubmitCode>, IKernelCommandHandler<RequestValue>,
    IKernelCommandHandler<RequestValueInfos>, IKernelCommandHandler<SendValue>
{
    private readonly CSharpSession _session;
    private readonly SourceMap _sources;
    private readonly ConditionalWeakTable<KernelCommand, Submission> _submissions = [];

    internal CSharpKernel(CSharpSession session, SourceMap sources) : base("csharp")
    {
        (_session, _sources) = (session, sources);
        KernelInfo.LanguageName = "C#";
    }

    /// <summary>Says where the code of a command comes from.</summary>
    internal void Add(SubmitCode command, Submission submission) => _submissions.Add(command, submission);

    /// <summary>Ends the submission that a directive stands in, and none around it.</summary>
    internal void Fail(KernelCommand directive, Exception failure, KernelInvocationContext context)
    {
        if (directive.Parent is not SubmitCode whole || !_submissions.TryGetValue(whole, out var submission))
            throw failure;
        submission.Failure = failure;
        context.Fail(whole, failure);
    }

    /// <summary>Runs a submission, or a piece of one between two directives: lines before it are blank, so that those
    /// of errors are the cell's. A piece is not run when one before it failed.</summary>
    async Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
    {
        var whole = command;
        var code = command.Code;
        if (command.Parent is SubmitCode parent && KernelInternals.FirstLine(command, parent.Code) is { } first)
        {
            whole = parent;
            var lines = parent.Code.Split('\n');
            var end = Array.FindIndex(lines, first, IsDirective);
            code = new string('\n', first) + string.Join('\n', lines[first..(end < 0 ? lines.Length : end)]);
        }
        var submission = _submissions.GetValue(whole, submitted =>
            new Submission(_sources.Add("submitted code", 0, 1, ((SubmitCode)submitted).Code)));
        if (submission.Failure is not null) return;
        try
        {
            var (hasValue, value) = await _session.RunAsync(code, submission.Path, context.CancellationToken);
            // A display's handle is not a value to show: the display has been shown.
            if (hasValue && value is not DisplayedValue)
                context.Publish(new ReturnValueProduced(value, command, FormattedValue.CreateManyFromObject(value)));
        }
#pragma warning disable CA1031 // Whatever the code throws is its failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            submission.Failure = e;
            context.Fail(whole, e);
        }
    }

    Task IKernelCommandHandler<RequestValueInfos>.HandleAsync(RequestValueInfos command,
        KernelInvocationContext context)
    {
        context.Publish(new ValueInfosProduced([.. _session.Variables().Select(v => new KernelValueInfo(v.Name,
            FormattedValue.CreateSingleFromObject(v.Value, command.MimeType), v.Type))], command));
        return Task.CompletedTask;
    }

    Task IKernelCommandHandler<RequestValue>.HandleAsync(RequestValue command, KernelInvocationContext context)
    {
        var (name, _, value) = _session.Variables().FirstOrDefault(v => v.Name == command.Name);
        if (name is null)
            context.Fail(command, null, $"There is no variable '{command.Name}' in the C# cells so far.");
        else
            context.Publish(new ValueProduced(value, name,
                FormattedValue.CreateSingleFromObject(value, command.MimeType), command));
        return Task.CompletedTask;
    }

    async Task IKernelCommandHandler<SendValue>.HandleAsync(SendValue command, KernelInvocationContext context)
    {
        if (!SyntaxFacts.IsValidIdentifier(command.Name))
        {
            context.Fail(command, null, $"'{command.Name}' is not a name for a variable.");
            return;
        }
        await SetValueAsync(command, context,
            (name, value, _) => _session.SetVariableAsync(name, value, context.CancellationToken));
    }

    private static bool IsDirective(string line) => line.StartsWith("#!", StringComparison.Ordinal);
}
