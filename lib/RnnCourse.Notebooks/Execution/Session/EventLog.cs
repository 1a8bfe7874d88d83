namespace RnnCourse.Notebooks.Execution.Session;

/// <summary>The outputs of a cell in order. Neighbouring texts of one kind are joined, and an update directly after an
/// update of the same display replaces it: what a reader sees in the end is the same.</summary>
internal sealed class EventLog
{
    private readonly List<Entry> _entries = [];

    internal void Add(CellEvent output)
    {
        var last = _entries.Count > 0 ? _entries[^1] : null;
        if (output.Kind is EventKind.Stdout or EventKind.Stderr)
        {
            if (last is null || last.Kind != output.Kind) _entries.Add(last = new Entry(output.Kind, null));
            last.Text!.Append(output.Text);
        }
        else if (output.Kind == EventKind.Update && last?.Event is { Kind: EventKind.Update } update
            && update.DisplayId == output.DisplayId)
            last.Event = output;
        else
            _entries.Add(new Entry(output.Kind, output));
    }

    internal IReadOnlyList<CellEvent> ToList() =>
        [.. _entries.Select(entry => entry.Event ?? CellEvent.OfText(entry.Kind, entry.Text!.ToString()))];

    private sealed class Entry(EventKind kind, CellEvent? output)
    {
        internal EventKind Kind { get; } = kind;
        internal CellEvent? Event { get; set; } = output;
        internal System.Text.StringBuilder? Text { get; } = output is null ? new() : null;
    }
}
