namespace RnnCourse.Notebooks.Render;

/// <summary>A page's content; its formulas are still marks (see <see cref="Prose"/>).</summary>
/// <param name="Body">The content, HTML with formula marks.</param>
/// <param name="Prose">Headings, formulas, equations and search sections met on the way.</param>
/// <param name="Run">The notebook's run it was made from; null for a page that is not a notebook.</param>
/// <param name="Source">What the author wrote, piece by piece.</param>
public sealed record Chapter(
    Entry Entry, string Body, Prose Prose, NotebookResult? Run, IReadOnlyList<SourcePiece> Source);

/// <summary>A piece of what an author wrote: a cell, or a whole page.</summary>
/// <param name="Cell">The cell's number; null for a page.</param>
/// <param name="FirstLine">The line of its first line in the file, from 1.</param>
public sealed record SourcePiece(int? Cell, int FirstLine, string Text);

/// <summary>An entry of the list of chapters.</summary>
/// <param name="Number">The chapter's number: 04, A1; empty for a page that is not a chapter.</param>
public sealed record Entry(string File, string Number, string Title, string Part)
{
    /// <summary>How a link writes the file: a notebook's name may hold any character.</summary>
    public string Address => Uri.EscapeDataString(File);
}
