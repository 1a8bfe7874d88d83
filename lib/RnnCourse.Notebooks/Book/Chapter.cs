using RnnCourse.Notebooks.Execution;

namespace RnnCourse.Notebooks.Book;

/// <summary>A page's content; its formulas are still marks (see <see cref="Prose"/>).</summary>
/// <param name="Entry">Its place in the book.</param>
/// <param name="Body">The content, HTML with formula marks.</param>
/// <param name="Prose">Headings, formulas, equations and search sections met on the way.</param>
/// <param name="Run">The notebook's run it was made from; null for a page that is no notebook.</param>
public sealed record Chapter(Entry Entry, string Body, Prose Prose, NotebookResult? Run);
