namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>A place in a file, as a person finds it.</summary>
/// <param name="Cell">The cell's number from 1, or 0 in a file without cells.</param>
/// <param name="Line">The line in the cell (or file), from 1.</param>
internal sealed record SourcePlace(string File, int Cell, int Line, int FileLine, string Code)
{
    public override string ToString() =>
        Cell == 0 ? FormattableString.Invariant($"{File}, line {Line}")
        : FileLine == Line ? FormattableString.Invariant($"{File}, cell {Cell}, line {Line}")
        : FormattableString.Invariant($"{File}, cell {Cell}, line {Line} (line {FileLine} of the file)");
}

/// <summary>Remembers which compiled code came from which cell, so that errors can name cell and line.</summary>
internal sealed class SourceMap
{
    private readonly Dictionary<string, (string File, int Cell, int FirstLine, string[] Lines)> _sources = [];

    /// <summary>Adds a cell; the answer is what its code is to be called in the compiler.</summary>
    internal string Add(string file, int cell, int firstLine, string source)
    {
        var path = cell == 0 ? file : FormattableString.Invariant($"{file}, cell {cell}");
        _sources[path] = (file, cell, firstLine, source.Split('\n'));
        return path;
    }

    /// <summary>Adds a file that code loads, under its full path.</summary>
    internal void AddFile(string path, string text) =>
        _sources[path] = (Path.GetRelativePath(Environment.CurrentDirectory, path), 0, 1, text.Split('\n'));

    /// <summary>Where a line of compiled code stands, or null when it is of no cell.</summary>
    internal SourcePlace? Find(string? path, int line)
    {
        if (path is null || !_sources.TryGetValue(path, out var source)) return null;
        var code = line >= 1 && line <= source.Lines.Length ? source.Lines[line - 1].TrimEnd('\r') : "";
        return new SourcePlace(source.File, source.Cell, line, source.FirstLine + line - 1, code);
    }
}
