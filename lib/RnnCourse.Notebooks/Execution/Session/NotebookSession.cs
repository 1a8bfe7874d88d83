using System.Diagnostics;
using RnnCourse.Notebooks.Execution.Protocol;
using RnnCourse.Notebooks.Execution.Worker;

namespace RnnCourse.Notebooks.Execution.Session;

/// <summary>What came of a cell in a session.</summary>
/// <param name="Status">Succeeded, Failed or Cancelled.</param>
/// <param name="StateLost">Whether its process is gone, with all variables.</param>
/// <param name="Dropped">How many characters code of earlier cells, left running, has written meanwhile.</param>
public sealed record CellOutcome(CellStatus Status, string? Reason, TimeSpan Time, IReadOnlyList<CellEvent> Events,
    bool StateLost, long Dropped = 0)
{
    /// <summary>Whether the process had died before the cell began: what an earlier cell left running took it
    /// down.</summary>
    public bool NotBegun { get; init; }

    /// <summary>The most memory that the process had held when the cell ended, in bytes; 0 when that is not
    /// known.</summary>
    public long Memory { get; init; }

    /// <summary>The files that the cell's code names, as it names them.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>What it reads that its code does not name, in words; empty when there is nothing of the kind.</summary>
    public string Unknown { get; init; } = "";
}

/// <summary>Where a cell stands.</summary>
/// <param name="Notebook">The notebook's file name, for messages.</param>
/// <param name="Index">The cell's place among all cells, from 0, for messages.</param>
/// <param name="Ordinal">Its place among the cells that run, from 0; displays are named after it.</param>
public sealed record CellPlace(string Notebook, int Index, int Ordinal);

/// <summary>A notebook's process and the state in it. Cells run one at a time. Whatever a cell does, <see
/// cref="RunAsync"/> comes back: within the cell's time, or a moment after.</summary>
public sealed class NotebookSession : IAsyncDisposable
{
    /// <summary>How long a cell that was asked to stop may take to do so before its process is killed.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    private readonly WorkerProcess _worker;
    private readonly SessionOptions _options;

    private NotebookSession(WorkerProcess worker, SessionOptions options) => (_worker, _options) = (worker, options);

    /// <summary>Starts a process for a notebook.</summary>
    /// <exception cref="WorkerStartException">It does not start.</exception>
    public static async Task<NotebookSession> StartAsync(SessionOptions options,
        CancellationToken cancellation = default) =>
        new(await WorkerProcess.StartAsync(options, cancellation), options);

    /// <summary>Whether the process lost its state: no more cells can run in it.</summary>
    public bool IsDead { get; private set; }

    /// <summary>Runs a cell.</summary>
    /// <param name="onEvent">Receives each output as it arrives.</param>
    public async Task<CellOutcome> RunAsync(
        NotebookCell cell, CellPlace place, TimeSpan timeout, Action<CellEvent>? onEvent = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(place);
        ObjectDisposedException.ThrowIf(IsDead, this);
        var log = new EventLog();
        void Add(CellEvent output)
        {
            log.Add(output);
            onEvent?.Invoke(output);
        }

        if (_worker.HasExited)
            return await AfterDeathAsync(log, Add, TimeSpan.Zero, Stop.No) with { NotBegun = true };
        var clock = Stopwatch.StartNew();
        var mark = $"\u0003{Guid.NewGuid():N}\u0003";
        var request = new CellRequest(place.Index, place.Ordinal, cell.Kernel, cell.Source, place.Notebook,
            cell.FirstLine, _options.OutputLimit, mark);
        _worker.TrySend(FrameKind.Run, request.ToFields());
        var done = ReadUntilDoneAsync(Add);
        var stopped = await WaitAsync(done, timeout, cancellation);
        var end = await done;
        var time = clock.Elapsed;
        return end is null
            ? await AfterDeathAsync(log, Add, time, stopped)
            : await AfterEndAsync(end, mark, log, Add, time, stopped);
    }

    public ValueTask DisposeAsync()
    {
        IsDead = true;
        return _worker.DisposeAsync();
    }

    private enum Stop { No, TimeUp, Cancelled }

    /// <summary>Waits for the cell's end; when its time is up, asks it to stop, and kills the process when it does
    /// not.</summary>
    private async Task<Stop> WaitAsync(Task done, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            await done.WaitAsync(timeout, cancellation);
            return Stop.No;
        }
        catch (TimeoutException)
        {
            await StopAsync(done,
                string.Create(CultureInfo.InvariantCulture,
                    $"it ran longer than the limit of {timeout.TotalSeconds:0.#} s"));
            return Stop.TimeUp;
        }
        catch (OperationCanceledException)
        {
            await StopAsync(done, "Command cancelled.");
            return Stop.Cancelled;
        }
    }

    private async Task StopAsync(Task done, string reason)
    {
        // A process that takes no message is asked in vain: the kill comes all the same.
        var asked = Task.Run(() => _worker.TrySend(FrameKind.Cancel));
        await Task.WhenAny(done, Task.Delay(Grace));
        if (!done.IsCompleted) _worker.Kill(reason);
        await Task.WhenAny(asked, Task.Delay(Grace));
    }

    private async Task<Frame?> ReadUntilDoneAsync(Action<CellEvent> add)
    {
        while (await _worker.ReadAsync() is { } frame)
            if (frame is { Kind: FrameKind.Done, Fields.Count: >= 5 })
                return frame;
            else if (frame is { Kind: FrameKind.Event, Fields: { Count: >= 5 } fields }
                && int.TryParse(fields[1], CultureInfo.InvariantCulture, out var kind)
                && Enum.IsDefined((EventKind)kind))
                add(new CellEvent((EventKind)kind, fields[2].Length == 0 ? null : fields[2],
                    [.. Enumerable.Range(0, (fields.Count - 3) / 2)
                        .Select(i => new MimeValue(fields[3 + 2 * i], fields[4 + 2 * i]))]));
            else
                _worker.Kill("its process sent what no worker sends");
        return null;
    }

    private async Task<CellOutcome> AfterEndAsync(Frame end, string mark, EventLog log, Action<CellEvent> add,
        TimeSpan time, Stop stopped)
    {
        var patience = TimeSpan.FromSeconds(1);
        AddText(add, EventKind.Stdout, await _worker.Output.TakeUntilAsync(mark, patience));
        AddText(add, EventKind.Stderr, await _worker.Error.TakeUntilAsync(mark, patience));
        var (status, reason) = (end.Fields[1], end.Fields[2]) switch
        {
            _ when stopped == Stop.Cancelled => (CellStatus.Cancelled, "Command cancelled."),
            var (_, why) when stopped == Stop.TimeUp =>
                (CellStatus.Failed, "The cell ran longer than its time limit and stopped when asked to."
                    + (why.Contains(PackageRestore.Waiting, StringComparison.Ordinal) ? " " + why : "")),
            ("ok", _) => (CellStatus.Succeeded, null),
            var (_, why) => (CellStatus.Failed, why),
        };
        if (stopped == Stop.TimeUp) add(CellEvent.OfText(EventKind.Error, reason!));
        var dropped = long.TryParse(end.Fields[3], CultureInfo.InvariantCulture, out var count) ? count : 0;
        return new CellOutcome(status, reason, time, log.ToList(), StateLost: false, dropped)
        {
            Memory = _worker.PeakMemory,
            Unknown = end.Fields[4],
            Paths = [.. end.Fields.Skip(5)],
        };
    }

    private async Task<CellOutcome> AfterDeathAsync(EventLog log, Action<CellEvent> add, TimeSpan time, Stop stopped)
    {
        IsDead = true;
        var exitCode = await _worker.WaitForExitAsync();
        var killedFor = _worker.KilledFor;
        await _worker.DisposeAsync();
        var lastWords = await _worker.Error.TakeAllAsync();
        AddText(add, EventKind.Stdout, await _worker.Output.TakeAllAsync());
        AddText(add, EventKind.Stderr, Death.WithoutEngine(lastWords));
        if (stopped == Stop.Cancelled)
            return new CellOutcome(CellStatus.Cancelled, "Command cancelled.", time, log.ToList(), StateLost: true);
        var reason =
            killedFor is null ? Death.Describe(exitCode, lastWords) : $"The cell's process was killed: {killedFor}.";
        add(CellEvent.OfText(EventKind.Error, reason));
        return new CellOutcome(CellStatus.Failed, reason, time, log.ToList(), StateLost: true);
    }

    private static void AddText(Action<CellEvent> add, EventKind kind, string text)
    {
        if (text.Length > 0) add(CellEvent.OfText(kind, text));
    }
}
