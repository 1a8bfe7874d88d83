namespace RnnCourse.Notebooks.Export;

/// <summary>Links from one notebook to another.</summary>
public static partial class NotebookLinks
{
    /// <summary>The notebook with its links to notebooks that are exported with it leading to what becomes of
    /// them.</summary>
    /// <param name="exported">The files that are exported.</param>
    /// <param name="form">What they become: <c>ipynb</c>, <c>html</c>, <c>md</c>.</param>
    public static DibDocument ToExported(DibDocument notebook, IReadOnlyList<string> exported, string form)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var names = exported.Select(Path.GetFileName).ToHashSet(StringComparer.Ordinal);
        for (var n = 0; n < notebook.Cells.Count; n++)
        {
            var cell = notebook.Cells[n];
            if (!cell.IsMarkdown) continue;
            var text = Link().Replace(cell.Text, link => names.Contains(link.Groups["name"].Value + ".dib")
                ? $"]({link.Groups["name"].Value}.{form}{link.Groups["anchor"].Value})" : link.Value);
            if (text != cell.Text) notebook = notebook.WithText(n, text);
        }
        return notebook;
    }

    [GeneratedRegex(@"\]\((?<name>[^()/\s]+)\.dib(?<anchor>#[^()\s]*)?\)")]
    private static partial Regex Link();
}
