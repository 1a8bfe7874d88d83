using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>The kernels of a notebook: those of .NET Interactive with its directives, C# run by <see
/// cref="CSharpKernel"/>, and what no package of it has: <c>#!time</c>, mermaid, imports that say what went
/// wrong.</summary>
internal sealed partial class NotebookKernel : IDisposable
{
    private static readonly string[] OfTheApp =
    [
        "#!connect", "#!fsharp", "#!http", "#!kql", "#!log", "#!powershell", "#!pwsh", "#!sql",
    ];

    private readonly CompositeKernel _root = new() { DefaultKernelName = "csharp" };
    private readonly CSharpKernel _csharp;
    private readonly CSharpSession _session;
    private readonly SourceMap _sources;
    private readonly OutputSink _sink;
    private readonly PackageRestore _packages = new(Environment.CurrentDirectory);
    private readonly Stack<string> _importing = [];

    private NotebookKernel(CSharpSession session, SourceMap sources, OutputSink sink)
    {
        (_session, _sources, _sink) = (session, sources, sink);
        _csharp = new CSharpKernel(session, sources);
        _root.Add(_csharp.UseWho().UseValueSharing(), ["c#", "C#", "cs"]);
        _root.Add(new HtmlKernel());
        _root.Add(new JavaScriptKernel(), ["js"]);
        _root.Add(new KeyValueStoreKernel().UseWho());
        _root.Add(new TextKernel("mermaid", Mime.Mermaid));
        _root.Add(new TextKernel("markdown", Mime.Markdown), ["md"]);
        _root.AddDirective(new KernelActionDirective("#!time"), (_, context) =>
        {
            var clock = Stopwatch.StartNew();
            context.OnComplete(ended => ended.DisplayAs(
                FormattableString.Invariant($"Wall time: {clock.ElapsedMilliseconds}ms"), Mime.Text));
            return Task.CompletedTask;
        });
        AddShown("#!about", About);
        AddShown("#!lsmagic", Commands);
        _root.AddDirective<ImportDocument>(new KernelActionDirective("#!import")
        {
            Parameters = { new KernelDirectiveParameter("--file") { AllowImplicitName = true, Required = true } },
        }, async (command, context) =>
        {
            try
            {
                await ImportAsync(command, context);
            }
#pragma warning disable CA1031 // Whatever stops the import stops the cell.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _csharp.Fail(command, e, context);
            }
        });
        _root.RegisterCommandHandler<RequestInput>((request, context) => Refuse(request, request.Prompt, context));
        _root.RegisterCommandHandler<RequestInputs>((request, context) =>
            Refuse(request, string.Join(", ", request.Inputs.Select(input => input.Prompt)), context));
    }

    /// <summary>The kernels, having done once what every cell asks of them.</summary>
    internal static async Task<NotebookKernel> StartAsync(CSharpSession session, SourceMap sources, OutputSink sink)
    {
        var kernel = new NotebookKernel(session, sources, sink);
        await kernel._root.SendAsync(new SubmitCode("warm-up", "markdown"));
        return kernel;
    }

    /// <summary>The command of a cell, and what has to be restored for it. Lines that ask for packages are blank in the
    /// command: they are obeyed before the rest, as in the real kernel, but keep their place.</summary>
    internal static (SubmitCode Command, IReadOnlyList<(int Line, string Text)> Packages) Read(string kernel,
        string source)
    {
        var packages = new List<(int, string)>();
        var lines = source.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (kernel == "csharp" && Directives.Package().IsMatch(lines[i]))
            {
                packages.Add((i + 1, lines[i].TrimEnd()));
                lines[i] = "";
            }
        return (new SubmitCode(packages.Count == 0 ? source : string.Join('\n', lines), kernel), packages);
    }

    /// <summary>Runs code that <see cref="Read"/> has read.</summary>
    /// <returns>Why it failed, or null.</returns>
    internal async Task<Exception?> RunAsync(SubmitCode command, IReadOnlyList<(int Line, string Text)> packages,
        string path, CancellationToken stop)
    {
        if (!_root.ChildKernels.TryGetByAlias(command.TargetKernelName, out _))
            return new DirectiveException($"Cells of the kernel '{command.TargetKernelName}' are not supported: this "
                + $"engine runs {string.Join(", ", _root.ChildKernels.Select(kernel => kernel.Name))}.");
        foreach (var (line, text) in packages)
            try
            {
                await AddPackageAsync(text, stop);
            }
            catch (DirectiveException e)
            {
                return new DirectiveException(e.Message, _sources.Find(path, line));
            }
        var submission = new Submission(path);
        _csharp.Add(command, submission);
        var result = await _root.SendAsync(command, CancellationToken.None);
        if (result.Events.OfType<ErrorProduced>().FirstOrDefault(e => e.Command is not (RequestInput or RequestInputs))
            is { } error)
            return new DirectiveException(error.Message);
        return submission.Failure
            ?? (result.Events.OfType<CommandFailed>().FirstOrDefault() is not { } failed ? null
            : failed.Exception ?? Refused(failed.Message, path));
    }

    public void Dispose() => _root.Dispose();

    private void AddShown(string name, Func<string> text) =>
        _root.AddDirective(new KernelActionDirective(name), (_, context) =>
        {
            context.DisplayAs(text(), Mime.Text);
            return Task.CompletedTask;
        });

    private static string About()
    {
        return $"{Of<NotebookKernel>()}: C# by {Of<Microsoft.CodeAnalysis.CSharp.CSharpCompilation>()} and the kernels "
            + $"of {Of<CompositeKernel>()}, on {RuntimeInformation.FrameworkDescription}";

        static string Of<T>()
        {
            var assembly = typeof(T).Assembly;
            var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            return $"{assembly.GetName().Name} {version.Split('+')[0]}";
        }
    }

    /// <summary>The commands of each kernel, and for what they are.</summary>
    private string Commands() => string.Join("\n\n",
        from kernel in _root.ChildKernels.Prepend<Kernel>(_root)
        let commands = kernel.KernelInfo.SupportedDirectives.Where(directive => !directive.Hidden).ToArray()
        where commands.Length > 0
        select $"{(kernel == _root ? "every cell" : kernel.Name)}\n" + string.Join('\n', commands
            .OrderBy(command => command.Name, StringComparer.Ordinal)
            .Select(command => $"    {command.Name}  {command.Description}".TrimEnd())));

    private async Task AddPackageAsync(string line, CancellationToken stop)
    {
        var restored = await _packages.RestoreAsync(line, stop);
        foreach (var file in restored.Libraries) _session.AddReference(file);
        foreach (var file in restored.Native) _session.AddNative(file);
        foreach (var extension in _session.Extensions(restored.Extensions)) await extension.OnLoadAsync(_root);
    }

    /// <summary>Runs what a file holds, as if its cells stood here. A cell of it that fails does not keep the rest from
    /// running; the reader is told.</summary>
    private async Task ImportAsync(ImportDocument command, KernelInvocationContext context)
    {
        var (file, path) = (command.FilePath, Path.GetFullPath(command.FilePath));
        if (!File.Exists(path))
            throw new DirectiveException($"There is no file {file} in the notebook's folder to import.");
        if (_importing.Contains(path))
            throw new DirectiveException($"{file} imports itself: "
                + $"{string.Join(" → ", _importing.Reverse().Append(path).Select(Path.GetFileName))}.");
        _importing.Push(path);
        try
        {
            switch (Path.GetExtension(file).ToLowerInvariant())
            {
                case ".cs" or ".csx":
                    var text = (await File.ReadAllTextAsync(path, context.CancellationToken))
                        .Replace("\r\n", "\n", StringComparison.Ordinal);
                    if (await ImportAsync("csharp", text, _sources.Add(file, 0, 1, text), context) is { } failure)
                        throw failure;
                    break;
                case ".dib" or ".ipynb":
                    var cells = NotebookSource.Load(path).Cells;
                    for (var i = 0; i < cells.Count; i++)
                    {
                        var place = _sources.Add(file, i + 1, cells[i].FirstLine, cells[i].Source);
                        if (await ImportAsync(cells[i].Kernel, cells[i].Source, place, context) is { } fault)
                            Warn(file, i + 1, fault, context);
                    }
                    break;
                default:
                    throw new DirectiveException(
                        $"{file} cannot be imported: this engine imports .dib, .ipynb and .cs files.");
            }
        }
        finally
        {
            _importing.Pop();
        }
    }

    private Task<Exception?> ImportAsync(string kernel, string source, string path, KernelInvocationContext context)
    {
        var (command, packages) = Read(kernel, source);
        command.SetParent(context.Command, bubbleEvents: true);
        return RunAsync(command, packages, path, context.CancellationToken);
    }

    private void Warn(string file, int cell, Exception fault, KernelInvocationContext context)
    {
        var report = ErrorReport.From(fault, _sources, cancelled: false);
        _sink.Report(context, EventKind.Warning,
            new(Mime.Text, $"Cell {cell} of the imported notebook {file} failed.\n{report.Text}"),
            new(Mime.Error, report.ToJson()));
    }

    private static Task Refuse(KernelCommand request, string prompt, KernelInvocationContext context)
    {
        context.Fail(request, null,
            $"The cell asks for input ('{prompt}'), but nobody is there to answer: this run has no reader. "
            + "Give the value in the code, or open the notebook in an editor.");
        return Task.CompletedTask;
    }

    /// <summary>What the kernels say of a directive, with its place: <c>(2,1): error DNI101: …</c>.</summary>
    private DirectiveException Refused(string message, string path)
    {
        var match = DirectiveError().Match(message);
        if (!match.Success) return new DirectiveException(message);
        var place = _sources.Find(path, int.Parse(match.Groups["line"].Value, CultureInfo.InvariantCulture));
        var name = place?.Code.Split(' ')[0] ?? "";
        return new DirectiveException(!OfTheApp.Contains(name) ? match.Groups["message"].Value
            : $"{name} is a command of .NET Interactive's tool that this engine does not support. It supports "
                + $"{string.Join(", ", _root.KernelInfo.SupportedDirectives
                    .Concat(_csharp.KernelInfo.SupportedDirectives)
                    .Where(directive => directive is KernelActionDirective).Select(directive => directive.Name)
                    .Append("#!value").Order(StringComparer.Ordinal))}.", place);
    }

    [GeneratedRegex(@"^\((?<line>\d+),\d+\): error DNI\d+: (?<message>.*)")]
    private static partial Regex DirectiveError();

    /// <summary>Shows text as what it is.</summary>
    private sealed class TextKernel(string name, string mimeType) : Kernel(name), IKernelCommandHandler<SubmitCode>
    {
        Task IKernelCommandHandler<SubmitCode>.HandleAsync(SubmitCode command, KernelInvocationContext context)
        {
            context.DisplayAs(command.Code, mimeType);
            return Task.CompletedTask;
        }
    }
}
