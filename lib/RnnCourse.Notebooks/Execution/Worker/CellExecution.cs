using System.Diagnostics;
using System.Net;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>What the cells of a notebook share besides their C# code.</summary>
internal sealed class NotebookState
{
    /// <summary>The value kernel's values.</summary>
    internal Dictionary<string, string> Values { get; } = new(StringComparer.Ordinal);

    /// <summary>The files being imported, outermost first.</summary>
    internal Stack<string> Importing { get; } = [];
    internal PackageRestore Packages { get; } = new(Environment.CurrentDirectory);
}

/// <summary>One cell as it runs: its directives obeyed, its text given to its kernel.</summary>
internal sealed class CellExecution(
    CellRequest cell, KernelInvocationContext context, OutputSink sink, CSharpSession csharp, NotebookState state,
    SourceMap sources, CancellationToken stop)
{
    internal async Task RunAsync()
    {
        var clock = Stopwatch.StartNew();
        var timed = await RunAsync(cell.Kernel, cell.Source, cell.Notebook, cell.Index + 1, cell.FirstLine);
        if (timed) Show(Mime.Text, FormattableString.Invariant($"Wall time: {clock.ElapsedMilliseconds}ms"));
    }

    private async Task<bool> RunAsync(string kernel, string source, string file, int number, int firstLine)
    {
        var path = sources.Add(file, number, firstLine, source);
        SourcePlace? Place(int line) => sources.Find(path, line);
        var steps = Directives.Split(kernel, source, Place);
        var timed = false;
        string? valueName = null;
        foreach (var step in steps)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                switch (step)
                {
                    case { Kernel: null, Text: "#!time" }:
                        timed = true;
                        break;
                    case { Kernel: null }:
                        valueName = await ObeyAsync(step.Text) ?? valueName;
                        break;
                    case { Kernel: "csharp" }:
                        await RunCSharpAsync(step.Text, path);
                        break;
                    case { Kernel: "value" }:
                        state.Values[valueName
                            ?? throw new DirectiveException("Required option '--name' missing for '#!value'.")] =
                                step.Text.Trim('\n');
                        break;
                    default:
                        ShowText(step.Kernel, step.Text.Trim('\n'));
                        break;
                }
            }
            catch (DirectiveException e) when (e.Place is null)
            {
                throw new DirectiveException(e.Message, Place(step.Line));
            }
        }
        return timed;
    }

    /// <summary>A display's handle is no value to show: the display has been shown. So does the real kernel.</summary>
    private async Task RunCSharpAsync(string code, string path)
    {
        var (hasValue, value) = await csharp.RunAsync(code, path, stop);
        if (hasValue && value is not DisplayedValue) sink.Return(context, Displays.Format(value));
    }

    private void ShowText(string kernel, string text)
    {
        switch (kernel)
        {
            case "html":
                Show(Mime.Html, text);
                break;
            case "javascript":
                Show(Mime.Html, $"<script type=\"text/javascript\">{text}</script>");
                break;
            case "mermaid":
                Show(Mime.Mermaid, text);
                break;
            case "markdown":
                break;
            default:
                throw new DirectiveException(
                    $"Cells of the kernel '{kernel}' are not supported: this engine runs csharp, html, "
                        + "javascript, mermaid and value.");
        }
    }

    /// <summary>Obeys a directive; the answer is the name for a value that follows, if one does.</summary>
    private async Task<string?> ObeyAsync(string line)
    {
        var words = Directives.Words(line);
        switch (words[0])
        {
            case "#!import":
                await ImportAsync(words.Count > 1 ? words[1]
                    : throw new DirectiveException("#!import needs a file: #!import \"helpers.dib\"."));
                return null;
            case "#!who" or "#!whos":
                ShowVariables(withValues: words[0] == "#!whos");
                return null;
            case "#!value":
                return NameValue(words);
            case "#!share":
                await ShareAsync(words);
                return null;
            case "#!set":
                await SetAsync(words);
                return null;
            default:
                foreach (var reference in await state.Packages.RestoreAsync(line, stop))
                    csharp.AddReference(reference);
                return null;
        }
    }

    private async Task ImportAsync(string file)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
            throw new DirectiveException($"There is no file {file} in the notebook's folder to import.");
        if (state.Importing.Contains(path))
            throw new DirectiveException($"{file} imports itself: "
                + $"{string.Join(" → ", state.Importing.Reverse().Append(path).Select(Path.GetFileName))}.");
        state.Importing.Push(path);
        try
        {
            switch (Path.GetExtension(file).ToLowerInvariant())
            {
                case ".cs" or ".csx":
                    await RunAsync("csharp",
                        (await File.ReadAllTextAsync(path, stop)).Replace("\r\n", "\n", StringComparison.Ordinal),
                        file, 0, 1);
                    break;
                case ".dib" or ".ipynb":
                    await ImportNotebookAsync(file, NotebookSource.Load(path));
                    break;
                default:
                    throw new DirectiveException(
                        $"{file} cannot be imported: this engine imports .dib, .ipynb and .cs files.");
            }
        }
        finally
        {
            state.Importing.Pop();
        }
    }

    /// <summary>The real kernel says nothing when an imported notebook fails. Here the cell goes on too, but the reader
    /// is told.</summary>
    private async Task ImportNotebookAsync(string file, NotebookSource notebook)
    {
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            var imported = notebook.Cells[i];
            try
            {
                await RunAsync(imported.Kernel, imported.Source, file, i + 1, imported.FirstLine);
            }
            catch (Exception e) when (e is not OutputLimitException && !stop.IsCancellationRequested)
            {
                var report = ErrorReport.From(e, sources, cancelled: false);
                sink.Report(context, EventKind.Warning,
                    new(Mime.Text,
                        $"The imported notebook {file} failed and the rest of it did not run.\n{report.Text}"),
                        new(Mime.Error, report.ToJson()));
                return;
            }
        }
    }

    private string? NameValue(IReadOnlyList<string> words)
    {
        var name = Directives.Option(words, "--name")
            ?? throw new DirectiveException("Required option '--name' missing for '#!value'.");
        if (Directives.Option(words, "--from-file") is { } file)
            state.Values[name] = File.Exists(file) ? File.ReadAllText(file)
                : throw new DirectiveException($"There is no file {file} in the notebook's folder.");
        else if (Directives.Option(words, "--from-url") is { } url)
            throw new DirectiveException(
                $"#!value --from-url is not supported: this engine does not use the network. Save {url} as a "
                    + "file and use --from-file.");
        return name;
    }

    private Task ShareAsync(IReadOnlyList<string> words)
    {
        var from = Directives.Option(words, "--from");
        if (from != "value")
            throw new DirectiveException(
                $"#!share --from {from} is not supported: only values of #!value can be shared.");
        var name = words.Skip(1).Where((word, i) => !word.StartsWith('-') && !words[i].StartsWith('-')).FirstOrDefault()
            ?? throw new DirectiveException("#!share needs the name of a value: #!share --from value text.");
        return SetVariableAsync(Directives.Option(words, "--as") ?? name, ValueOf(name));
    }

    private Task SetAsync(IReadOnlyList<string> words)
    {
        var name = Directives.Option(words, "--name")
            ?? throw new DirectiveException("Required option '--name' missing for '#!set'.");
        var value = Directives.Option(words, "--value")
            ?? throw new DirectiveException("Required option '--value' missing for '#!set'.");
        if (value.StartsWith("@value:", StringComparison.Ordinal))
            value = ValueOf(value["@value:".Length..]);
        else if (value.StartsWith('@'))
            throw new DirectiveException(
                $"#!set --value {value} is not supported: this engine sets text and @value:name.");
        return SetVariableAsync(name, value);
    }

    private string ValueOf(string name) => state.Values.TryGetValue(name, out var value) ? value
        : throw new DirectiveException(
            $"There is no value '{name}'. There are: {string.Join(", ", state.Values.Keys.Order())}.");

    private async Task SetVariableAsync(string name, string value)
    {
        if (!SyntaxFacts.IsValidIdentifier(name))
            throw new DirectiveException($"'{name}' is no name for a variable.");
        await csharp.RunAsync($"string {name} = {SymbolDisplay.FormatLiteral(value, quote: true)};", $"#!set {name}",
            stop);
    }

    private void ShowVariables(bool withValues)
    {
        var variables = csharp.Variables();
        var text = withValues
            ? string.Join('\n', variables.Select(v => $"{v.Name}\t{v.Type}\t{v.Value}"))
            : string.Join(", ", variables.Select(v => v.Name));
        var html = new StringBuilder("<table><thead><tr><th>Variable</th>")
            .Append(withValues ? "<th>Type</th><th>Value</th>" : "").Append("</tr></thead><tbody>");
        foreach (var (name, type, value) in variables)
            html.Append("<tr><td>")
                .Append(WebUtility.HtmlEncode(name)).Append(withValues
                    ? $"</td><td>{WebUtility.HtmlEncode(type)}</td><td>{WebUtility.HtmlEncode(value)}" : "")
                    .Append("</td></tr>");
        context.Display(context.NextDisplay(),
            [new(Mime.Html, html.Append("</tbody></table>").ToString()), new(Mime.Text, text)]);
    }

    private void Show(string mime, string text) =>
        context.Display(context.NextDisplay(),
            mime == Mime.Text ? [new(mime, text)] : [new(mime, text), new(Mime.Text, text)]);
}
