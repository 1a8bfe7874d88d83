namespace RnnCourse.Notebooks.Dib;

/// <summary>Finds the cells that .NET Interactive's parser finds, oddities included: a selector is a whole line
/// wherever it stands, the first line that starts with <c>#!meta</c> opens JSON up to the next line that starts with
/// <c>#!</c> even in the middle of a cell, and when the file ends inside the meta, its last line is content as
/// well.</summary>
internal sealed class DibParser
{
    private readonly string[] _lines;
    private readonly List<DibCell> _cells = [];
    private readonly List<int> _current = [];
    private KernelNames _kernels = new();
    private string _kernel = KernelNames.CSharp;
    private int _selector = -1;

    private DibParser(RawText text) => _lines = [.. Enumerable.Range(0, text.Lines.Count).Select(text.Text)];

    internal sealed record Result(IReadOnlyList<DibCell> Cells, DibMeta? Meta, Range MetaLines, KernelNames Kernels);

    internal static Result Parse(RawText text) => new DibParser(text).Parse();

    private Result Parse()
    {
        DibMeta? meta = null;
        var metaLines = 0..0;
        for (var i = 0; i < _lines.Length; i++)
        {
            if (meta is null && LinePrefix.IsMeta(_lines[i]))
            {
                var start = i;
                while (i < _lines.Length - 1 && !LinePrefix.IsCommand(_lines[++i]))
                {
                }
                var endsInMeta = i == start || !LinePrefix.IsCommand(_lines[i]);
                metaLines = start..(endsInMeta ? i + 1 : i);
                meta = DibMeta.Read(start + 1, string.Join('\n', _lines[metaLines][1..]), ref _kernels);
            }

            if (_kernels.IsSelector(_lines[i], out var kernel))
            {
                AddCell();
                (_kernel, _selector) = (kernel, i);
            }
            else
                _current.Add(i);
        }
        AddCell();
        if (_cells.Count == 0) _cells.Add(Cell([]));
        return new Result(_cells, meta, metaLines, _kernels);
    }

    private void AddCell()
    {
        var first = _current.FindIndex(i => _lines[i].Length > 0);
        if (first >= 0)
        {
            var last = _current.FindLastIndex(i => _lines[i].Length > 0);
            _cells.Add(Cell([.. _current[first..(last + 1)]]));
        }
        _current.Clear();
    }

    private DibCell Cell(int[] lines) => new(
        _cells.Count,
        _kernel,
        _selector >= 0 ? _lines[_selector][2..] : null,
        _selector + 1,
        string.Join('\n', lines.Select(i => _lines[i])),
        lines);
}
