using System.Diagnostics;
using RnnCourse.Notebooks.Execution.Protocol;

namespace RnnCourse.Notebooks.Execution.Session;

/// <summary>Thrown when a worker cannot be started.</summary>
public sealed class WorkerStartException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A running worker: the process, its pipe, its raw output, and the watch on its memory.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly FrameStream _channel;
    private readonly Timer _memoryWatch;
    private readonly Confined? _confined;
    private string? _killedFor;
    private int _disposed;

    private WorkerProcess(Process process, FrameStream channel, SessionOptions options, Confined? confined)
    {
        _process = process;
        _channel = channel;
        _confined = confined;
        Output = new RawOutput(process.StandardOutput.BaseStream, options.OutputLimit, Kill);
        Error = new RawOutput(process.StandardError.BaseStream, options.OutputLimit, Kill);
        _memoryWatch = new Timer(_ => WatchMemory(options.MemoryLimit), null, 100, 100);
    }

    /// <summary>What the process writes past the console of its cells.</summary>
    internal RawOutput Output { get; }

    /// <summary>What the process writes past the error console of its cells; the runtime's last words among
    /// it.</summary>
    internal RawOutput Error { get; }

    /// <summary>Why this process was killed by us, or null.</summary>
    internal string? KilledFor => _killedFor;

    /// <summary>Whether the process is gone.</summary>
    internal bool HasExited => _process.HasExited;

    /// <summary>The processor time it and its children have used; zero when it is gone.</summary>
    internal TimeSpan ProcessorTime => ProcessTree.Usage(_process).Processor;

    /// <summary>The most memory that it and its children have held so far, in bytes, as often as it was
    /// looked.</summary>
    internal long PeakMemory { get; private set; }

    internal static async Task<WorkerProcess> StartAsync(SessionOptions options, CancellationToken cancellation)
    {
        var (pipe, name) = WorkerPipe.Open();
        Process? process = null;
        Confined? confined = null;
        try
        {
            confined = options.Confine?.Invoke(name);
            process = Launcher.Start(WorkerStart.Create(options, name, confined));
            process.StandardInput.Close();
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            giveUp.CancelAfter(StartTimeout);
            var died = process.WaitForExitAsync(giveUp.Token);
            var connected = pipe.WaitForConnectionAsync(giveUp.Token);
            await (await Task.WhenAny(died, connected));
            if (!connected.IsCompletedSuccessfully)
                throw new WorkerStartException(
                    $"The notebook's process ended at once, with exit code {process.ExitCode}: "
                    + (await process.StandardError.ReadToEndAsync(giveUp.Token)).Trim());
            var channel = new FrameStream(pipe, options.MessageLimit);
            if (await channel.ReadAsync(giveUp.Token) is not { Kind: FrameKind.Ready })
                throw new WorkerStartException("The notebook's process ended before it was ready.");
            return new WorkerProcess(process, channel, options, confined);
        }
        catch (Exception e)
        {
            await pipe.DisposeAsync();
            if (process is not null) ProcessGroup.Kill(process);
            confined?.End();
            cancellation.ThrowIfCancellationRequested();
            throw e as WorkerStartException ?? new WorkerStartException(
                e is OperationCanceledException ? "The notebook's process was not ready within a minute."
                    : $"The notebook's process could not be started: {e.Message}", e);
        }
    }

    /// <summary>Sends a frame; the answer is false when the process is gone.</summary>
    internal bool TrySend(FrameKind kind, params ReadOnlySpan<string> fields)
    {
        try
        {
            _channel.Write(kind, fields);
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The next frame, or null when the process is gone. One that talks nonsense is killed.</summary>
    internal async Task<Frame?> ReadAsync()
    {
        try
        {
            return await _channel.ReadAsync(CancellationToken.None);
        }
        catch (InvalidDataException e)
        {
            Kill($"its process sent what no worker sends ({e.Message})");
            return null;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Ends the process and all it started; the first reason given is kept.</summary>
    internal void Kill(string reason)
    {
        Interlocked.CompareExchange(ref _killedFor, reason, null);
        ProcessGroup.Kill(_process);
    }

    /// <summary>Waits until the process is gone, and says with which exit code; null when it would not go.</summary>
    internal async Task<int?> WaitForExitAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(3));
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1) return;
        await _memoryWatch.DisposeAsync();
        ProcessGroup.Kill(_process);
        await WaitForExitAsync();
        // Once more: a child born while the group was being killed.
        ProcessGroup.Kill(_process);
        _confined?.End();
        _channel.Dispose();
        _process.Dispose();
    }

    private void WatchMemory(long limit)
    {
        if (_confined?.Excess() is { } excess) Kill(excess);
        var memory = ProcessTree.Usage(_process).Memory;
        PeakMemory = Math.Max(PeakMemory, memory);
        if (memory > limit + (512L << 20))
            Kill(string.Create(CultureInfo.InvariantCulture,
                $"its process used more memory than the limit of {limit / (double)(1 << 20):0} MB"));
    }
}
