namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>A meta that keeps the notebook from opening, or that is read otherwise than it looks.</summary>
internal sealed class MetaRule : ILintRule
{
    public string Name => "meta";
    public string Description => "a #!meta that is not valid, stands after the first cell, or is not the only one";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        if (notebook.Document.Meta is not { } meta) yield break;
        if (meta.Problem is { } problem)
            yield return notebook.Error(meta.Line, Name,
                $"the notebook does not open: {problem.TrimEnd('.')}; correct the JSON after #!meta");
        var line = notebook.Document.Lines[meta.Line - 1];
        if (line != "#!meta")
            yield return notebook.Warning(meta.Line, Name,
                $"'{line}' opens the meta although more stands on the line; write '#!meta' alone");
        if (notebook.Document.Cells.Any(c => c.SelectorLine > 0 && c.SelectorLine < meta.Line
                || c.Text.Length > 0 && c.Line < meta.Line))
            yield return notebook.Error(meta.Line, Name,
                "the meta stands inside or after a cell; move it to the start of the file");
        foreach (var cell in notebook.Document.Cells)
        {
            var lines = cell.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
                if (lines[i].StartsWith("#!meta", StringComparison.Ordinal))
                    yield return notebook.Error(cell.LineInFile(i + 1), Name,
                        $"a second #!meta is text of the cell; join it with the one in line {meta.Line}");
        }
    }
}
