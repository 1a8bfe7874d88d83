using Spectre.Console;

namespace RnnCourse.Tool;

/// <summary>Shows a run while it goes on: results on the standard output, cell by cell, notebook after notebook in the
/// order asked for also when they run side by side; what happens meanwhile on the error output.</summary>
internal sealed class RunReport : IProgress<RunProgress>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly IReadOnlyList<NotebookSource> _notebooks;
    private readonly Dictionary<NotebookSource, Queue<CellResult>> _waiting = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<NotebookSource> _named = new(ReferenceEqualityComparer.Instance);
    private readonly bool _showResults;
    private readonly IAnsiConsole _errors =
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly bool _live = !Console.IsErrorRedirected;
    private int _current;

    internal RunReport(IReadOnlyList<NotebookSource> notebooks, bool showResults)
    {
        (_notebooks, _showResults) = (notebooks, showResults);
        foreach (var notebook in notebooks) _waiting[notebook] = new Queue<CellResult>();
        Prepare(AnsiConsole.Profile, Console.IsOutputRedirected);
        Prepare(_errors.Profile, Console.IsErrorRedirected);
    }

    public void Report(RunProgress value)
    {
        lock (_lock)
        {
            ClearLine();
            if (value.Note is { } note)
                _errors.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                    $"[yellow]{value.Notebook.Name}[/]: {note}");
            if (value.Result is { } result)
            {
                _waiting[value.Notebook].Enqueue(result);
                while (_current < _notebooks.Count && ShowWaiting(_notebooks[_current])) _current++;
            }
            if (_live)
                Console.Error.Write($"{value.Notebook.Name}: cell {value.Cell + 1} of {value.Notebook.Cells.Count} …");
        }
    }

    /// <summary>The last lines: each notebook's end, and the failures once more, where they are found at
    /// once.</summary>
    internal void Finish(IReadOnlyList<NotebookResult> results)
    {
        ClearLine();
        if (!_showResults) return;
        AnsiConsole.WriteLine();
        foreach (var notebook in results)
        {
            var ran = notebook.Cells.Count(cell => cell.Kernel != "markdown");
            var cached = notebook.Cells.Count(cell => cell.FromCache);
            var time = string.Create(CultureInfo.InvariantCulture, $"{notebook.Time.TotalSeconds:0.00} s");
            var cells = $"{Counted.Of(ran, "cell")}{(cached > 0 ? $", {cached} from the cache" : "")}";
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"[bold]{notebook.Path}[/]: {Styled(notebook.Status)} · {cells} · {time}");
            if (notebook.Status == CellStatus.Skipped)
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"  {notebook.Reason}");
            foreach (var cell in notebook.Failures)
                AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                    $"  [red]cell {cell.Number}, line {cell.FirstLine}[/]: {cell.Reason}");
        }
    }

    public void Dispose() => ClearLine();

    /// <summary>A pipe takes lines as they are: no colours, no width to break them at. NO_COLOR takes the colours from
    /// a terminal too.</summary>
    internal static void Prepare(Profile profile, bool redirected)
    {
        if (redirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 })
            profile.Capabilities.Ansi = false;
        if (redirected) profile.Width = int.MaxValue;
    }

    /// <summary>Shows what has come of a notebook; the answer is whether that was all of it.</summary>
    private bool ShowWaiting(NotebookSource notebook)
    {
        if (_showResults && _named.Add(notebook))
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{notebook.Path}[/]");
        var last = -1;
        while (_waiting[notebook].TryDequeue(out var cell))
        {
            last = cell.Index;
            if (_showResults && cell.Kernel != "markdown") Show(cell);
        }
        return last == notebook.Cells.Count - 1;
    }

    private static void Show(CellResult cell)
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{cell.Time.TotalSeconds:0.000} s");
        var from = cell.FromCache ? " · from the cache" : "";
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
            $"  [grey]{cell.Number,3}[/] {cell.Kernel} line {cell.FirstLine} · {Styled(cell.Status)} · {time}{from}");
        foreach (var output in cell.Events) Show(output);
        if (cell.Reason is { } reason && cell.Status is CellStatus.NotRun or CellStatus.Skipped or CellStatus.Cancelled)
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"      {cell.Reason}");
        else if (cell.Status == CellStatus.Failed && cell.Events.All(e => e.Kind != EventKind.Error))
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"      [red]{cell.Reason}[/]");
    }

    private static void Show(CellEvent output)
    {
        var colour = output.Kind switch
        {
            EventKind.Error => Color.Red,
            EventKind.Stderr or EventKind.Warning => Color.Yellow,
            _ => Color.Default
        };
        // Text goes out as it is: an output that looks like markup is none.
        foreach (var line in output.Text.TrimEnd('\n').Split('\n'))
            AnsiConsole.Write(new Spectre.Console.Text("      " + line.TrimEnd('\r') + "\n", new Style(colour)));
    }

    private static string Styled(CellStatus status) => status switch
    {
        CellStatus.Succeeded => "ok",
        CellStatus.Failed => "FAILED",
        CellStatus.NotRun => "not run",
        _ => status.ToString().ToLowerInvariant(),
    };

    private void ClearLine()
    {
        if (_live) Console.Error.Write("\r\u001b[K");
    }
}
