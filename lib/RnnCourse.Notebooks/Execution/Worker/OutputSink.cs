using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;
using Microsoft.DotNet.Interactive.ValueSharing;
using RnnCourse.Notebooks.Execution.Protocol;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Thrown into code that writes more than its cell may.</summary>
internal sealed class OutputLimitException(long limit)
    : Exception($"The cell's output is longer than the limit of {limit / 1e6:0.#} MB; the rest is dropped.");

/// <summary>Sends what cells show to the tool, in order, at once. Outputs belong to the cell whose code made them, also
/// on threads it started; what comes after that cell has ended is dropped and counted.</summary>
internal sealed class OutputSink(FrameStream channel) : IObserver<KernelEvent>
{
    private readonly Lock _lock = new();

    /// <summary>The displays' names in the notebook, by those that .NET Interactive gave them.</summary>
    private readonly Dictionary<string, string> _displays = [];
    private KernelInvocationContext? _running;
    private int _cell, _shown;
    private long _limit, _written, _updated;

    /// <summary>Whether the running cell went over its limit.</summary>
    internal bool LimitReached { get; private set; }

    /// <summary>Characters written since the last cell's end by code whose own cell had ended before.</summary>
    private long _dropped;

    internal void Begin(KernelInvocationContext context, CellRequest cell)
    {
        lock (_lock)
            (_running, _cell, _limit, _shown, _written, _updated, LimitReached) =
                (context, cell.Ordinal, cell.OutputLimit, 0, 0, 0, false);
    }

    /// <summary>Ends the cell: from here on nothing more of it is shown.</summary>
    /// <param name="paths">The files that its code names.</param>
    /// <param name="unknown">What it reads besides, in words.</param>
    internal void End(string status, string reason, IReadOnlyList<string> paths, IReadOnlyList<string> unknown)
    {
        lock (_lock)
        {
            _running = null;
            channel.Write(FrameKind.Done,
            [
                Text(_cell), status, reason, _dropped.ToString(CultureInfo.InvariantCulture),
                string.Join(", ", unknown), .. paths,
            ]);
            _dropped = 0;
        }
    }

    internal void Write(EventKind kind, string text)
    {
        if (text.Length > 0) Send(KernelInvocationContext.Current, kind, "", [new FormattedValue(Mime.Text, text)]);
    }

    /// <summary>An output that counts against no limit: an error, a warning.</summary>
    internal void Report(KernelInvocationContext context, EventKind kind, params FormattedValue[] values)
    {
        lock (_lock)
            if (context == _running) channel.Write(FrameKind.Event, Fields(kind, "", values));
    }

    /// <summary>Counts what nobody sees.</summary>
    internal void Drop(DisplayedValue late)
    {
        lock (_lock)
            _dropped += late.FormattedValues.Sum(v => (long)v.Value.Length);
    }

    /// <summary>What the running cell shows. The code that shows too much is stopped by an exception from
    /// here.</summary>
    /// <exception cref="OutputLimitException">It is more than the cell may.</exception>
    public void OnNext(KernelEvent value)
    {
        switch (value)
        {
            case DisplayedValueUpdated { ValueId: { } id } update when _displays.TryGetValue(id, out var name):
                Send(_running, EventKind.Update, name, Values(update));
                break;
            case DisplayedValueProduced or DisplayedValueUpdated:
                var shown = (DisplayEvent)value;
                Send(_running, EventKind.Display, NewDisplay(shown.ValueId), Values(shown));
                break;
            case ReturnValueProduced result:
                Send(_running, EventKind.Return, "", Values(result));
                break;
            case StandardOutputValueProduced or StandardErrorValueProduced:
                Send(_running, value is StandardOutputValueProduced ? EventKind.Stdout : EventKind.Stderr, "",
                    [.. ((DisplayEvent)value).FormattedValues]);
                break;
            default:
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private string NewDisplay(string? id)
    {
        lock (_lock)
        {
            var name = FormattableString.Invariant($"display-{_cell + 1}-{++_shown}");
            if (id is not null) _displays[id] = name;
            return name;
        }
    }

    /// <summary>Every output has plain text as well, unless it is text shown as something else by wish.</summary>
    private static IReadOnlyList<FormattedValue> Values(DisplayEvent shown) => shown.FormattedValues.ToArray() switch
    {
        [{ MimeType: Mime.Markdown or Mime.Mermaid } only] => [only, new(Mime.Text, only.Value)],
        [_] when shown.Value is string => [.. shown.FormattedValues],
        var values when values.Any(value => value.MimeType == Mime.Text) => [.. values],
        var values => [.. values, new(Mime.Text, PlainText(shown))],
    };

    private static string PlainText(DisplayEvent shown) => shown.Value switch
    {
        // #!whos shows a table, #!who a line.
        IEnumerable<KernelValue> values when shown.FormattedValues.First().Value.Contains(
            "<table", StringComparison.Ordinal)
            => string.Join('\n', values.Select(v => $"{v.Name}\t{v.Type}\t{v.Value.ToDisplayString(Mime.Text)}")),
        IEnumerable<KernelValue> values => string.Join(", ", values.Select(v => v.Name)),
        // What was formatted before it came has no value to format.
        null when shown.FormattedValues.First() is var only
            && only.Value != Formatter.ToDisplayString(null, only.MimeType) => only.Value,
        var value => value.ToDisplayString(Mime.Text),
    };

    private void Send(KernelInvocationContext? context, EventKind kind, string id, IReadOnlyList<FormattedValue> values)
    {
        lock (_lock)
        {
            var size = values.Sum(v => (long)v.Value.Length);
            context ??= _running;
            if (context is null || context != _running)
            {
                _dropped += size;
                return;
            }
            // An update replaces what it updates: many may pass, as long as they do not flood the page.
            var total = kind == EventKind.Update ? (_updated += size) / 20 : _written += size;
            if (total > _limit)
            {
                if (!LimitReached && kind is EventKind.Stdout or EventKind.Stderr && values is [var only]
                    && size > total - _limit)
                    channel.Write(FrameKind.Event,
                        Fields(kind, id, [new(Mime.Text, Cut(only.Value, (int)(size - (total - _limit))))]));
                LimitReached = true;
                throw new OutputLimitException(_limit);
            }
            channel.Write(FrameKind.Event, Fields(kind, id, values));
        }
    }

    private static string Cut(string text, int length) =>
        char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];

    private string[] Fields(EventKind kind, string id, IReadOnlyList<FormattedValue> values)
    {
        var fields = new string[3 + 2 * values.Count];
        (fields[0], fields[1], fields[2]) = (Text(_cell), Text((int)kind), id);
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
