namespace RnnCourse.Notebooks.Dib;

/// <summary>A cell of a notebook, as .NET Interactive's own parser sees it.</summary>
public sealed class DibCell
{
    internal DibCell(int index, string kernel, string? selector, int selectorLine, string text, int[] lines)
    {
        Index = index;
        Kernel = kernel;
        Selector = selector;
        SelectorLine = selectorLine;
        Text = text;
        Lines = lines;
    }

    /// <summary>The cell's place among the notebook's cells, from 0.</summary>
    public int Index { get; }

    /// <summary>The kernel's name: <c>csharp</c>, <c>markdown</c>, …</summary>
    public string Kernel { get; }

    /// <summary>The selector as the file spells it, without <c>#!</c> (<c>c#</c>, <c>md</c>); null when the cell has
    /// none.</summary>
    public string? Selector { get; }

    /// <summary>The line of the selector in the file, from 1; 0 when the cell has none.</summary>
    public int SelectorLine { get; }

    /// <summary>The cell's text, its lines joined by <c>\n</c>, without empty lines at either end.</summary>
    public string Text { get; }

    /// <summary>The line of the text's first line in the file, from 1.</summary>
    public int Line => Lines.Length > 0 ? Lines[0] + 1 : SelectorLine + 1;

    /// <summary>Whether no kernel runs the cell.</summary>
    public bool IsMarkdown => Kernel == KernelNames.Markdown;

    /// <summary>Indices, from 0, of the file's lines that are the text.</summary>
    internal int[] Lines { get; }

    /// <summary>The line in the file of a line of the text; both from 1. A line past the text counts on from its
    /// end.</summary>
    public int LineInFile(int lineOfText) => lineOfText switch
    {
        < 1 => throw new ArgumentOutOfRangeException(nameof(lineOfText), lineOfText, "Lines of a cell count from 1."),
        _ when lineOfText <= Lines.Length => Lines[lineOfText - 1] + 1,
        _ when Lines.Length > 0 => Lines[^1] + 1 + lineOfText - Lines.Length,
        _ => Line + lineOfText - 1,
    };

    public override string ToString() => $"[{Index}] #!{Kernel}, line {Line}";
}
