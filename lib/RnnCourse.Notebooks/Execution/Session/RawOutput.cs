namespace RnnCourse.Notebooks.Execution.Session;

/// <summary>What a worker's process writes to its own output past the console of its cells: native code, child
/// processes, the runtime's last words. It is always read, so that nobody blocks on a full pipe, and kept up to a
/// limit.</summary>
internal sealed class RawOutput
{
    private readonly Lock _lock = new();
    private readonly long _limit;
    private readonly Action<string> _kill;
    private readonly Task _reading;
    private readonly List<byte> _kept = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _ended;

    internal RawOutput(Stream stream, long limit, Action<string> kill)
    {
        (_limit, _kill) = (limit, kill);
        _reading = ReadAsync(stream);
    }

    /// <summary>The text up to <paramref name="mark"/>, once it has come; what there is when it does not come in
    /// time.</summary>
    internal async Task<string> TakeUntilAsync(string mark, TimeSpan patience)
    {
        var wanted = Encoding.UTF8.GetBytes(mark);
        var deadline = Task.Delay(patience);
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                var at = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_kept).LastIndexOf(wanted);
                if (at >= 0) return Take(at, at + wanted.Length);
                if (_ended || deadline.IsCompleted) return Take(_kept.Count, _kept.Count);
                changed = _changed.Task;
            }
            await Task.WhenAny(changed, deadline);
        }
    }

    /// <summary>All there is once the process is gone.</summary>
    internal async Task<string> TakeAllAsync()
    {
        await Task.WhenAny(_reading, Task.Delay(1000));
        lock (_lock)
            return Take(_kept.Count, _kept.Count);
    }

    private string Take(int end, int removed)
    {
        var text = Encoding.UTF8.GetString(_kept[..end].ToArray());
        _kept.RemoveRange(0, removed);
        return text;
    }

    private async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[16384];
        try
        {
            while (await stream.ReadAsync(buffer) is > 0 and var count) Add(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone.
        }
        lock (_lock)
        {
            _ended = true;
            _changed.TrySetResult();
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bool flooded;
        lock (_lock)
        {
            flooded = _kept.Count + bytes.Length > _limit + 4096;
            if (!flooded) _kept.AddRange(bytes);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        if (flooded)
            _kill(
                FormattableString.Invariant(
                    $"its process wrote more than the limit of {_limit / 1e6:0.#} MB past the console"));
    }
}
