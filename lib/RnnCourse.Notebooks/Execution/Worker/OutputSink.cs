using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;
using RnnCourse.Notebooks.Execution.Protocol;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Thrown into code that writes more than its cell may.</summary>
internal sealed class OutputLimitException(long limit)
    : Exception($"The cell's output is longer than the limit of {limit / 1e6:0.#} MB; the rest is dropped.");

/// <summary>Sends what cells show to the tool, in order, at once. Outputs belong to the cell whose code made them, also
/// on threads it started; what comes after that cell has ended is dropped and counted.</summary>
internal sealed class OutputSink(FrameStream channel) : ICellOutput
{
    private readonly Lock _lock = new();
    private KernelInvocationContext? _running;
    private long _limit, _written, _updated;

    /// <summary>Whether the running cell went over its limit.</summary>
    internal bool LimitReached { get; private set; }

    /// <summary>Characters written since the last cell's end by code whose own cell had ended before.</summary>
    private long _dropped;

    internal void Begin(KernelInvocationContext cell, long limit)
    {
        lock (_lock)
            (_running, _limit, _written, _updated, LimitReached) = (cell, limit, 0, 0, false);
    }

    /// <summary>Ends the cell: from here on nothing more of it is shown.</summary>
    internal void End(KernelInvocationContext cell, string status, string reason)
    {
        lock (_lock)
        {
            cell.IsComplete = true;
            _running = null;
            channel.Write(FrameKind.Done, Text(cell.Cell), status, reason,
                _dropped.ToString(CultureInfo.InvariantCulture));
            _dropped = 0;
        }
    }

    internal void Write(EventKind kind, string text)
    {
        if (text.Length > 0)
            Send(KernelInvocationContext.Current, kind, "", [new FormattedValue(Mime.Text, text)]);
    }

    /// <summary>An output that counts against no limit: an error, a warning.</summary>
    internal void Report(KernelInvocationContext cell, EventKind kind, params FormattedValue[] values)
    {
        lock (_lock)
            if (!cell.IsComplete) channel.Write(FrameKind.Event, Fields(cell.Cell, kind, "", values));
    }

    internal void Return(KernelInvocationContext cell, IReadOnlyList<FormattedValue> values) =>
        Send(cell, EventKind.Return, "", values);

    public void Display(KernelInvocationContext cell, string id, IReadOnlyList<FormattedValue> values) =>
        Send(cell, EventKind.Display, id, values);

    public void Update(KernelInvocationContext cell, string id, IReadOnlyList<FormattedValue> values) =>
        Send(cell, EventKind.Update, id, values);

    private void Send(KernelInvocationContext? cell, EventKind kind, string id, IReadOnlyList<FormattedValue> values)
    {
        lock (_lock)
        {
            var size = values.Sum(v => (long)v.Value.Length);
            cell ??= _running;
            if (cell is null || cell != _running)
            {
                _dropped += size;
                return;
            }
            // An update replaces what it updates: many may pass, as long as they are no flood.
            var total = kind == EventKind.Update ? (_updated += size) / 20 : _written += size;
            if (total > _limit)
            {
                if (!LimitReached && kind is EventKind.Stdout or EventKind.Stderr && values is [var only]
                    && size > total - _limit)
                    channel.Write(FrameKind.Event,
                        Fields(cell.Cell, kind, id,
                            [new FormattedValue(Mime.Text, Cut(only.Value, (int)(size - (total - _limit))))]));
                LimitReached = true;
                throw new OutputLimitException(_limit);
            }
            channel.Write(FrameKind.Event, Fields(cell.Cell, kind, id, values));
        }
    }

    private static string Cut(string text, int length) =>
        char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];

    private static string[] Fields(int cell, EventKind kind, string id, IReadOnlyList<FormattedValue> values)
    {
        var fields = new string[3 + 2 * values.Count];
        (fields[0], fields[1], fields[2]) = (Text(cell), Text((int)kind), id);
        for (var i = 0; i < values.Count; i++)
            (fields[3 + 2 * i], fields[4 + 2 * i]) = (values[i].MimeType, values[i].Value);
        return fields;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The console of a cell: every write is an output, at once.</summary>
internal sealed class CellConsole(OutputSink sink, EventKind kind) : TextWriter(CultureInfo.InvariantCulture)
{
    public override Encoding Encoding => Encoding.UTF8;
    public override string NewLine => "\n";

    public override void Write(char value) => sink.Write(kind, value.ToString());

    public override void Write(string? value) => sink.Write(kind, value ?? "");

    public override void Write(char[] buffer, int index, int count) =>
        sink.Write(kind, new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => sink.Write(kind, new string(buffer));

    public override void WriteLine() => sink.Write(kind, "\n");

    public override void WriteLine(string? value) => sink.Write(kind, value + "\n");

    public override void WriteLine(char[] buffer, int index, int count) =>
        sink.Write(kind, new string(buffer, index, count) + "\n");

    public override void WriteLine(ReadOnlySpan<char> buffer) => sink.Write(kind, string.Concat(buffer, "\n"));
}
