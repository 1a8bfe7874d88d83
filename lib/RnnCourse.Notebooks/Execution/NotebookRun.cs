using System.Diagnostics;
using RnnCourse.Notebooks.Execution.Session;

namespace RnnCourse.Notebooks.Execution;

/// <summary>
/// One run of one notebook. When a cell takes its process down, that cell has failed, and the cells after it go on in a
/// fresh process in which the cells before it have run again.
/// </summary>
internal sealed class NotebookRun(NotebookSource notebook, RunOptions options, IProgress<RunProgress>? progress) : IAsyncDisposable
{
    readonly Stopwatch _clock = Stopwatch.StartNew();
    readonly List<CellResult> _results = [];
    readonly List<string> _notes = [];
    readonly List<int> _state = [];
    NotebookSession? _session;
    int _rebuilt;

    internal async Task<NotebookResult> RunAsync(CancellationToken cancellation)
    {
        await using (this)
        {
            string? end = null;
            for (var i = 0; i < notebook.Cells.Count; i++)
            {
                var result = notebook.Cells[i].IsMarkdown ? Result(i, CellStatus.Succeeded)
                    : end is not null ? Result(i, CellStatus.NotRun, end)
                    : await RunCellAsync(i, cancellation).ConfigureAwait(false);
                _results.Add(result);
                progress?.Report(new RunProgress(notebook, i, Result: result));
                end ??= EndAfter(result, cancellation);
            }
            return Summary();
        }
    }

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? ValueTask.CompletedTask;

    string? EndAfter(CellResult result, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested || result.Status == CellStatus.Cancelled ? "The run was cancelled."
        : result.Status == CellStatus.NotRun ? result.Reason
        : _clock.Elapsed > options.NotebookTimeout ? FormattableString.Invariant($"The notebook ran longer than the limit of {options.NotebookTimeout.TotalSeconds:0.#} s.")
        : result.Status == CellStatus.Failed && options.StopOnError ? $"The run stops at the first failure, cell {result.Number}."
        : null;

    async Task<CellResult> RunCellAsync(int index, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Result(index, CellStatus.NotRun, "The run was cancelled.");
        try
        {
            if (await PrepareAsync(index, cancellation).ConfigureAwait(false) is { } obstacle)
                return Result(index, CellStatus.NotRun, obstacle);
        }
        catch (OperationCanceledException)
        {
            return Result(index, CellStatus.NotRun, "The run was cancelled.");
        }
        var outcome = await RunInSessionAsync(index, e => progress?.Report(new RunProgress(notebook, index, Event: e)), cancellation).ConfigureAwait(false);
        var (status, reason) = (outcome.Status, outcome.Reason);
        if (status == CellStatus.Succeeded && ClaimCheck.Failure(outcome.Events) is { } claim)
            (status, reason) = (CellStatus.Failed, claim);
        return Result(index, status, reason, outcome.Time, outcome.Events);
    }

    /// <summary>Sees to it that there is a process with the state of the cells before <paramref name="index"/>; says why when there cannot be.</summary>
    async Task<string?> PrepareAsync(int index, CancellationToken cancellation)
    {
        if (_session is { IsDead: false })
            return null;
        var again = _state.ToArray();
        if (_session is not null && ++_rebuilt > options.Rebuilds)
            return $"The notebook lost its process {_rebuilt} times; its state is not rebuilt once more.";
        await DisposeAsync().ConfigureAwait(false);
        _session = await NotebookSession.StartAsync(SessionOptions(), cancellation).ConfigureAwait(false);
        if (again.Length == 0)
            return null;
        Note($"Running {Plural(again.Length, "earlier cell")} again to rebuild the state for cell {index + 1}.");
        _state.Clear();
        foreach (var earlier in again)
        {
            var outcome = await RunInSessionAsync(earlier, null, cancellation).ConfigureAwait(false);
            if (outcome.Status == CellStatus.Cancelled)
                return "The run was cancelled.";
            if (outcome.StateLost)
                return $"The state could not be rebuilt: cell {earlier + 1}, which had run before, took its process down when it ran again. {outcome.Reason}";
            if (outcome.Status != _results.FirstOrDefault(r => r.Index == earlier)?.Status && outcome.Status != CellStatus.Succeeded)
                Note($"Cell {earlier + 1}, which had succeeded, failed when it was run again: {outcome.Reason}");
        }
        return null;
    }

    async Task<CellOutcome> RunInSessionAsync(int index, Action<CellEvent>? onEvent, CancellationToken cancellation)
    {
        var left = options.NotebookTimeout - _clock.Elapsed;
        var timeout = left < TimeSpan.Zero ? TimeSpan.Zero : left < options.CellTimeout ? left : options.CellTimeout;
        var outcome = await _session!.RunAsync(index, notebook.Cells[index], notebook.Name, timeout, onEvent, cancellation).ConfigureAwait(false);
        if (!outcome.StateLost)
            _state.Add(index);
        return outcome;
    }

    SessionOptions SessionOptions() => new()
    {
        Folder = notebook.Folder,
        Environment = options.WorkerEnvironment,
        MemoryLimit = options.MemoryLimit,
        OutputLimit = options.OutputLimit,
        IsolateNetwork = options.IsolateNetwork,
        LanguageVersion = options.LanguageVersion,
        Seeds = options.Seeds,
        Full = options.Full,
        Worker = options.Worker,
    };

    void Note(string text)
    {
        _notes.Add(text);
        progress?.Report(new RunProgress(notebook, -1, Note: text));
    }

    CellResult Result(int index, CellStatus status, string? reason = null, TimeSpan time = default, IReadOnlyList<CellEvent>? events = null)
    {
        var cell = notebook.Cells[index];
        return new CellResult(index, cell.Kernel, cell.Source, cell.FirstLine, status, reason, time, FromCache: false, events ?? []);
    }

    NotebookResult Summary()
    {
        var worst = _results.FirstOrDefault(r => r.Status == CellStatus.Cancelled) ?? _results.FirstOrDefault(r => r.Status == CellStatus.Failed)
            ?? _results.FirstOrDefault(r => r.Status is CellStatus.Skipped or CellStatus.NotRun);
        var status = worst?.Status switch
        {
            null => CellStatus.Succeeded,
            CellStatus.NotRun => CellStatus.Cancelled,
            var same => same.Value,
        };
        return new NotebookResult(notebook.Path, status, worst?.Reason, _clock.Elapsed, _results, _notes);
    }

    static string Plural(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");
}
