using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Notebooks.Execution;

/// <summary>A cell to run.</summary>
/// <param name="Kernel">The kernel's name: csharp, markdown, html, …</param>
/// <param name="Source">Its text, lines joined by <c>\n</c>.</param>
/// <param name="FirstLine">The line of its first line in the file, from 1.</param>
public sealed record NotebookCell(string Kernel, string Source, int FirstLine = 1)
{
    /// <summary>Whether no kernel runs the cell.</summary>
    public bool IsMarkdown => Kernel == "markdown";
}

/// <summary>A notebook to run.</summary>
/// <param name="Path">Its file. It need not exist; its folder is the working directory.</param>
public sealed record NotebookSource(string Path, IReadOnlyList<NotebookCell> Cells)
{
    /// <summary>The notebook's folder, absolute: where <c>#r</c>, <c>#!import</c> and the files of its code are looked
    /// for.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The file's name without folder.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The notebook of a <c>.dib</c> or <c>.ipynb</c> file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">It is not a notebook, or one that .NET Interactive would refuse.</exception>
    public static NotebookSource Load(string path)
    {
        var source = From(NotebookFiles.Read(path));
        // The lines of a JSON file say nothing to a reader: only those of the cell count.
        return NotebookFiles.IsIpynb(path)
            ? source with { Cells = [.. source.Cells.Select(cell => cell with { FirstLine = 1 })] } : source;
    }

    /// <summary>The cells of a document that has been read.</summary>
    /// <exception cref="FormatException">.NET Interactive would refuse the file: its meta is wrong.</exception>
    public static NotebookSource From(DibDocument document) => document.Problem is { } problem
        ? throw new FormatException($"{document.Path}: {problem}")
        : new(document.Path ?? "notebook.dib",
            [.. document.Cells.Select(cell => new NotebookCell(cell.Kernel, cell.Text, cell.Line))]);
}
