namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>A selector inside a string, a comment or a Markdown fence: the file has no escapes, so it splits the cell
/// there.</summary>
internal sealed class SelectorInTextRule : ILintRule
{
    /// <summary>Roslyn's errors for a text that the end of the cell cuts off.</summary>
    private static readonly Dictionary<string, string> CutOff = new()
    {
        ["CS1035"] = "comment",
        ["CS1039"] = "string",
        ["CS8997"] = "string",
    };

    public string Name => "selector-in-text";
    public string Description => "a selector inside a string, a comment or a Markdown fence, which splits the cell";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        var cells = notebook.Document.Cells;
        foreach (var cell in cells.Where(c => c.IsMarkdown))
            if (OpenFence(cell) is { } opened)
                yield return cell.Index + 1 < cells.Count
                    ? Split(notebook, cells[cell.Index + 1], "Markdown fence", opened)
                    : notebook.Warning(opened, Name,
                        "the Markdown fence is not closed; add a line with the same marks at its end");
        foreach (var cell in notebook.CSharp)
            if (cell.Tree.GetDiagnostics().FirstOrDefault(d => CutOff.ContainsKey(d.Id)) is { } cut
                && cell.Cell.Index + 1 < cells.Count)
                yield return Split(notebook, cells[cell.Cell.Index + 1], CutOff[cut.Id], cell.Line(cut.Location));
    }

    private LintFinding Split(LintedNotebook notebook, DibCell next, string what, int opened) => notebook.Error(
        next.SelectorLine,
        Name,
        $"'#!{next.Selector}' splits the {what} that starts in line {opened}, because a selector starts a "
            + "cell wherever it stands; "
        + $"close the {what}, or put a space before the '#!'");

    /// <summary>The line in the file where a fence starts that the cell does not close, or null.</summary>
    private static int? OpenFence(DibCell cell)
    {
        var lines = cell.Text.Split('\n');
        var (mark, length, opened) = ('\0', 0, 0);
        for (var i = 0; i < lines.Length; i++)
        {
            var text = lines[i].TrimStart(' ');
            if (lines[i].Length - text.Length > 3 || text.Length < 3 || text[0] is not ('`' or '~')) continue;
            var run = text.Length - text.TrimStart(text[0]).Length;
            var rest = text[run..];
            if (opened == 0 && run >= 3 && !(text[0] == '`' && rest.Contains('`')))
                (mark, length, opened) = (text[0], run, i + 1);
            else if (opened > 0 && text[0] == mark && run >= length && string.IsNullOrWhiteSpace(rest))
                opened = 0;
        }
        return opened > 0 ? cell.LineInFile(opened) : null;
    }
}
