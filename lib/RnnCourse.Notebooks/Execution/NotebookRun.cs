using System.Diagnostics;
using RnnCourse.Notebooks.Execution.Cache;
using RnnCourse.Notebooks.Execution.Session;
using RnnCourse.Notebooks.Execution.Worker;

namespace RnnCourse.Notebooks.Execution;

/// <summary>One run of one notebook. A process is started when the first cell has to run. When a cell takes its process
/// down, that cell has failed, and the cells after it go on in a fresh process in which the cells before it have run
/// again. The same is done when the cells before the first changed one are known from an earlier run: their results are
/// shown as they were.</summary>
internal sealed class NotebookRun(NotebookSource notebook, RunOptions options, IProgress<RunProgress>? progress)
    : IAsyncDisposable
{
    private static readonly TimeSpan PackagePatience = TimeSpan.FromSeconds(8);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly CellResult?[] _results = new CellResult?[notebook.Cells.Count];
    private readonly List<string> _notes = [];
    /// <summary>The cells whose effects make up the state at this point; they run again when it is lost.</summary>
    private readonly List<int> _state = [];
    private CellCache? _cache;
    private IReadOnlyList<string?> _keys = [];
    private NotebookSession? _session;
    private int _rebuilt;

    internal async Task<NotebookResult> RunAsync(CancellationToken cancellation)
    {
        await using (this)
        {
            ShowKnownResults();
            var skip =
                _results.Count(result => result is not null) == notebook.Cells.Count(cell => !cell.IsMarkdown) ? null
                : await Needs.UnmetAsync(notebook, cancellation);
            if (skip is not null) Array.Clear(_results);
            string? end = null;
            for (var i = 0; i < notebook.Cells.Count; i++)
            {
                var result = _results[i]
                    ?? (notebook.Cells[i].IsMarkdown ? Result(i, CellStatus.Succeeded)
                    : skip is var (status, reason) ? Result(i, status, reason)
                    : end is not null ? Result(i, CellStatus.NotRun, end)
                    : await RunCellAsync(i, cancellation));
                _results[i] = result;
                progress?.Report(new RunProgress(notebook, i, Result: result));
                end ??= EndAfter(result, cancellation);
            }
            return Summary();
        }
    }

    public ValueTask DisposeAsync() => _session?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Takes the results of the first cells from the cache, as far as nothing they depend on has
    /// changed.</summary>
    private void ShowKnownResults()
    {
        if (!options.UseCache) return;
        _cache = new CellCache(options.CacheFolder ?? CellCache.FolderFor(notebook.Folder));
        _keys = CacheKeys.Of(notebook, options);
        for (var i = 0; i < notebook.Cells.Count; i++)
            if (_keys[i] is { } key)
            {
                if (_cache.Find(key) is not { } known) return;
                _results[i] = Result(i, CellStatus.Succeeded, null, known.Time, known.Events) with
                {
                    Memory = known.Memory,
                    FromCache = true,
                };
                _state.Add(i);
            }
    }

    private string? EndAfter(CellResult result, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested || result.Status == CellStatus.Cancelled ? "The run was cancelled."
        : result.Status == CellStatus.NotRun ? result.Reason
        : _clock.Elapsed > options.NotebookTimeout
        ? FormattableString.Invariant(
            $"The notebook ran longer than the limit of {options.NotebookTimeout.TotalSeconds:0.#} s.")
        : result.Status == CellStatus.Failed && options.StopOnError
        ? $"The run stops at the first failure, cell {result.Number}."
        : null;

    private async Task<CellResult> RunCellAsync(int index, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            if (await PrepareAsync(index, cancellation) is { } obstacle)
                return Result(index, CellStatus.NotRun, obstacle);
        }
        catch (OperationCanceledException)
        {
            return Result(index, CellStatus.NotRun, "The run was cancelled.");
        }
        var outcome = await RunInSessionAsync(index, e => progress?.Report(new RunProgress(notebook, index, Event: e)),
            cancellation);
        if (outcome.NotBegun && _state.Count > 0)
        {
            FailLastCell(outcome);
            return await RunCellAsync(index, cancellation);
        }
        var (status, reason) = (outcome.Status, outcome.Reason);
        if (status == CellStatus.Succeeded && RunClaims.Failure(outcome.Events) is { } claim)
            (status, reason) = (CellStatus.Failed, claim);
        var result = Result(index, status, reason, outcome.Time, outcome.Events) with { Memory = outcome.Memory };
        if (status == CellStatus.Succeeded && _results.Take(index).All(r => r!.Status == CellStatus.Succeeded))
            Keep(result, outcome);
        return result;
    }

    /// <summary>The process died when no cell ran: what the last cell to run had left running is that cell's
    /// failure.</summary>
    private void FailLastCell(CellOutcome death)
    {
        var last = _state[^1];
        _state.RemoveAt(_state.Count - 1);
        var result = _results[last]!;
        _results[last] = result with
        {
            Status = CellStatus.Failed,
            Reason = $"After the cell had ended: {death.Reason}",
            Events = [.. result.Events, .. death.Events]
        };
        progress?.Report(new RunProgress(notebook, last, Result: _results[last]));
    }

    /// <summary>Keeps a result for later runs. A failure is not kept but tried again, and what comes after it with it;
    /// nor is a result that depends on what its key does not hold, or whose inputs changed while it was made, for it is
    /// not known which of them it saw.</summary>
    private void Keep(CellResult result, CellOutcome outcome)
    {
        var fetches = result.Source.Contains("--from-url", StringComparison.Ordinal);
        if (_cache is not null && outcome.Unknown.Length == 0 && !fetches && _keys[result.Index] is { } key
            && CacheKeys.Hold(notebook, result.Index, outcome.Paths)
            && key == CacheKeys.Of(notebook, options)[result.Index])
            _cache.Store(key, result);
    }

    /// <summary>Ensures that there is a process with the state of the cells before <paramref name="index"/>; says
    /// why when there cannot be.</summary>
    private async Task<string?> PrepareAsync(int index, CancellationToken cancellation)
    {
        if (_session is { IsDead: false }) return null;
        if (_session is not null && ++_rebuilt > options.Rebuilds)
            return $"The notebook lost its process {_rebuilt} times; its state is not rebuilt once more.";
        await DisposeAsync();
        _session = await NotebookSession.StartAsync(SessionOptions(), cancellation);
        return _state.Count == 0 ? null : await RebuildAsync(index, cancellation);
    }

    private async Task<string?> RebuildAsync(int index, CancellationToken cancellation)
    {
        var again = _state.ToArray();
        Note($"{Cells(again)} run{(again.Length == 1 ? "s" : "")} again to rebuild the state for cell {index + 1}"
            + (_results[again[0]]!.FromCache
                ? $"; what is shown of {(again.Length == 1 ? "it" : "them")} is from the earlier run."
                : ", after its process was lost."));
        _state.Clear();
        foreach (var earlier in again)
        {
            var outcome = await RunInSessionAsync(earlier, null, cancellation);
            if (outcome.Status == CellStatus.Cancelled) return "The run was cancelled.";
            if (outcome.StateLost)
                return $"The state could not be rebuilt: cell {earlier + 1}, which had run before, took its "
                    + $"process down when it ran again. {outcome.Reason}";
            if (outcome.Status == CellStatus.Failed && _results[earlier] is { Status: CellStatus.Succeeded })
                Note($"Cell {earlier + 1}, which had succeeded, failed when it ran again: {outcome.Reason}");
        }
        return null;
    }

    private async Task<CellOutcome> RunInSessionAsync(int index, Action<CellEvent>? onEvent,
        CancellationToken cancellation)
    {
        var left = options.NotebookTimeout - _clock.Elapsed;
        var timeout = left < TimeSpan.Zero ? TimeSpan.Zero : left < options.CellTimeout ? left : options.CellTimeout;
        var place = new CellPlace(notebook.Name, index, notebook.Cells.Take(index).Count(cell => !cell.IsMarkdown));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _ = TellOfPackagesAsync(index, timeout, ended.Token);
        var outcome = await _session!.RunAsync(notebook.Cells[index], place, timeout, onEvent, cancellation);
        await ended.CancelAsync();
        if (!outcome.StateLost) _state.Add(index);
        if (outcome.Dropped > 0)
            Note(
                string.Create(CultureInfo.InvariantCulture,
                    $"Code that an earlier cell had left running wrote "
                        + $"{Counted.Of(outcome.Dropped, "character")} by the end of cell {index + 1}; "
                        + $"{(outcome.Dropped == 1 ? "it is" : "they are")} not shown."));
        return outcome;
    }

    /// <summary>A cell that asks for packages says nothing while they are waited for.</summary>
    private async Task TellOfPackagesAsync(int index, TimeSpan timeout, CancellationToken ended)
    {
        var code = NotebookImports.Expand(notebook.Cells[index].Source, notebook.Folder);
        if (code.Split('\n').FirstOrDefault(line => Directives.Package().IsMatch(line)
            && line.StartsWith("#r", StringComparison.Ordinal)) is not { } asked)
            return;
        await Task.Delay(PackagePatience, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCancellationRequested)
            Note(string.Create(CultureInfo.InvariantCulture,
                $"Cell {index + 1} may be waiting for NuGet ({asked.Trim()}). It has {timeout.TotalSeconds:0} s in "
                    + $"all; 'course doctor' says whether the feeds answer."));
    }

    private SessionOptions SessionOptions() => new()
    {
        Folder = notebook.Folder,
        Environment = options.WorkerEnvironment,
        MemoryLimit = options.MemoryLimit,
        OutputLimit = options.OutputLimit,
        IsolateNetwork = options.IsolateNetwork,
        LanguageVersion = options.LanguageVersion,
        Seed = options.Seed,
        Full = options.Full,
        Worker = options.Worker,
    };

    private void Note(string text)
    {
        _notes.Add(text);
        progress?.Report(new RunProgress(notebook, -1, Note: text));
    }

    private CellResult Result(int index, CellStatus status, string? reason = null, TimeSpan time = default,
        IReadOnlyList<CellEvent>? events = null)
    {
        var cell = notebook.Cells[index];
        return new CellResult(index, cell.Kernel, cell.Source, cell.FirstLine, status, reason, time, FromCache: false,
            events ?? []);
    }

    /// <summary>Updates that a cell made of what an earlier one shows go to that cell: there they are seen.</summary>
    private void BringUpdatesHome()
    {
        var shownBy = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _results.Length; i++)
        {
            foreach (var display in _results[i]!.Events.Where(e => e.Kind == EventKind.Display))
                shownBy[display.DisplayId!] = i;
            var away = _results[i]!.Events.Where(e =>
                e.Kind == EventKind.Update && shownBy.GetValueOrDefault(e.DisplayId!, i) != i).ToArray();
            if (away.Length == 0) continue;
            _results[i] = _results[i]! with { Events = [.. _results[i]!.Events.Except(away)] };
            foreach (var update in away)
            {
                ref var home = ref _results[shownBy[update.DisplayId!]];
                home = home! with { Events = [.. home.Events, update] };
            }
        }
    }

    private NotebookResult Summary()
    {
        BringUpdatesHome();
        var results = _results.Select(result => result!).ToArray();
        CellResult? First(CellStatus status) => results.FirstOrDefault(r => r.Status == status);
        var worst = First(CellStatus.Cancelled)
            ?? First(CellStatus.Failed) ?? First(CellStatus.NotRun) ?? First(CellStatus.Skipped);
        return new NotebookResult(notebook.Path, worst?.Status ?? CellStatus.Succeeded, worst?.Reason, _clock.Elapsed,
            results, _notes);
    }

    /// <summary>Cells by number: "Cell 3", "Cells 1–8", "8 cells up to cell 12" when Markdown lies between.</summary>
    private static string Cells(int[] indices) => indices switch
    {
        [var only] => FormattableString.Invariant($"Cell {only + 1}"),
        [var first, .., var last] when last - first == indices.Length - 1 =>
            FormattableString.Invariant($"Cells {first + 1}–{last + 1}"),
        _ => FormattableString.Invariant($"{indices.Length} cells up to cell {indices[^1] + 1}"),
    };
}
