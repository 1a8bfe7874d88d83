namespace RnnCourse.Notebooks.Render;

/// <summary>A page's content; its formulas are still marks (see <see cref="Prose"/>).</summary>
/// <param name="Body">The content, HTML with formula marks.</param>
/// <param name="Prose">Headings, formulas, equations and search sections met on the way.</param>
/// <param name="Run">The notebook's run it was made from; null for a page that is no notebook.</param>
public sealed record Chapter(Entry Entry, string Body, Prose Prose, NotebookResult? Run);

/// <summary>An entry of the list of chapters.</summary>
/// <param name="Number">The chapter's number: 04, A1; empty for a page that is no chapter.</param>
public sealed record Entry(string File, string Number, string Title, string Part);
