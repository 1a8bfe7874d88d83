namespace RnnCourse.Notebooks.Export;

/// <summary>A notebook as one Markdown file: its prose as it is, its code fenced, its outputs below the code.</summary>
public static class MarkdownExport
{
    /// <summary>Writes a notebook.</summary>
    /// <param name="run">What came of running it; null writes no outputs.</param>
    public static string Write(DibDocument notebook, NotebookResult? run = null)
    {
        var text = new StringBuilder();
        foreach (var cell in notebook.Cells.Where(c => c.Text.Length > 0))
        {
            if (text.Length > 0) text.Append('\n');
            text.Append(cell.IsMarkdown ? cell.Text + "\n" : Fenced(cell.Kernel, cell.Text));
            var result = run?.Cells.FirstOrDefault(c => c.Index == cell.Index);
            foreach (var shown in RunOutputs.Settled(result?.Events ?? []))
                text.Append('\n').Append(Output(shown));
        }
        return text.ToString();
    }

    private static string Output(CellEvent shown) =>
        shown[Mime.Html] is { } html ? html.TrimEnd('\n') + "\n"
        : shown["image/svg+xml"] is { } svg ? svg.TrimEnd('\n') + "\n"
        : shown["image/png"] is { } png ? $"![](data:image/png;base64,{png})\n"
        : Fenced("text", shown.Text.TrimEnd('\n'));

    /// <summary>A fence longer than any run of marks in the text, so that nothing in it closes the fence.</summary>
    private static string Fenced(string language, string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text) longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text}\n{fence}\n";
    }
}
