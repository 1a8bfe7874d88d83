using System.Net;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>The frame around every page: bar, list of chapters, "on this page", turning links.</summary>
public sealed class PageTemplate(BookPlan plan, IReadOnlyList<Entry> entries, MathTypesetter math, PlotlyScript plotly,
    Origin origin)
{
    /// <summary>Makes a whole page.</summary>
    /// <param name="page">The page's entry; it need not be in the list of chapters.</param>
    /// <param name="headings">For "on this page"; levels 2 and 3 are shown.</param>
    /// <param name="about">What the page is about, for those who list it.</param>
    public string Html(Entry page, string body, IReadOnlyList<Heading> headings, string about)
    {
        var at = entries.ToList().FindIndex(entry => entry.File == page.File);
        var previous = at > 0 ? entries[at - 1] : null;
        var next = at >= 0 && at + 1 < entries.Count ? entries[at + 1] : null;
        var title = page.File == "index.html" ? plan.Title : $"{page.Title} · {plan.Title}";
        return $"""
            <!DOCTYPE html>
            <html lang="en" data-theme="light" data-plotly="{plotly.Source}" data-plotly-integrity="{plotly.Integrity}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)}</title>
            <meta name="description" content="{Text(about)}">
            <script src="assets/theme.js"></script>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="assets/outputs.css">
            <link rel="stylesheet" href="assets/book.css">
            {math.HeadHtml}
            <script src="assets/figures.js" defer></script>
            <script src="assets/book.js" defer></script>
            </head>
            <body>
            <a class="skip" href="#content">Skip to the text</a>
            <header class="bar">
              <button id="menu" class="menu-button" aria-expanded="false" aria-controls="chapters">Chapters</button>
              <a class="title" href="index.html">{Text(plan.Title)}</a>
              <span class="space"></span>
              <search class="search">
                <label class="visually-hidden" for="search">Search the course</label>
                <input id="search" type="search" placeholder="Search ( / )" autocomplete="off" role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list">
                <ul class="results" id="results" role="listbox" aria-label="Search results" hidden></ul>
              </search>
              <button id="theme" aria-label="Light or dark theme">◐</button>
            </header>
            <div class="frame">
            <nav class="chapters" id="chapters" aria-label="Chapters">{Chapters(page)}</nav>
            <main id="content">
            <article class="page">
            {Crumbs(page)}
            {Here(headings)}
            {body}
            {Turn(previous, next)}
            {Edit(page)}
            </article>
            </main>
            <nav class="on-this-page" aria-label="On this page">{OnThisPage(headings)}</nav>
            </div>
            </body>
            </html>

            """;
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private string Chapters(Entry page) => string.Concat(entries.GroupBy(entry => entry.Part).Select(part =>
        $"<h2>{Text(part.Key)}</h2><ol>{string.Concat(part.Select(entry =>
            $"<li>{ChapterLink(entry, page)}</li>"))}</ol>"));

    private static string ChapterLink(Entry entry, Entry page) =>
        $"""<a href="{entry.Address}"{(entry.File == page.File ? " aria-current=\"page\""
            : "")}>{Number(entry)}{Text(entry.Title)}</a>""";

    private static string Number(Entry entry) =>
        entry.Number.Length > 0 ? $"""<span class="number">{Text(entry.Number)}</span> """ : "";

    // A part of one chapter has its name.
    private static string Crumbs(Entry page) => page.File == "index.html" ? "" :
        $"""<nav class="crumbs" aria-label="Breadcrumbs"><ol><li><a href="index.html">Course</a></li>{(
            page.Part == page.Title ? "" : $"<li>{Text(page.Part)}</li>")}<li aria-current="page">{Text(page.Title)}</li></ol></nav>""";

    private static string Turn(Entry? previous, Entry? next) =>
        $"""<nav class="turn" aria-label="Previous and next">{Link(previous, "prev", "← ")}{Link(next, "next",
            "→ ")}</nav>""";

    private static string Link(Entry? entry, string rel, string arrow) => entry == null ? "" :
        $"""<a rel="{rel}" href="{entry.Address}"><span aria-hidden="true">{arrow}</span>{Number(entry)}{Text(
            entry.Title)}</a>""";

    // Where there is no room for it beside the text.
    private static string Here(IReadOnlyList<Heading> headings) => OnThisPage(headings) is { Length: > 0 } list
        ? $"""<details class="here"><summary>On this page</summary>{list["<h2>On this page</h2>".Length..]}</details>"""
        : "";

    private string Edit(Entry page) => page.File != "index.html" && origin.EditAddress(
        Path.ChangeExtension(page.File, page.Number.Length > 0 ? ".dib" : ".md")) is { } address
        ? $"""<p class="edit"><a href="{address}">Edit this page</a></p>""" : "";

    private static string OnThisPage(IReadOnlyList<Heading> headings)
    {
        var shown = headings.Where(heading => heading.Level is 2 or 3).ToList();
        return shown.Count == 0 ? "" : $"<h2>On this page</h2><ol>{string.Concat(shown.Select(Item))}</ol>";

        static string Item(Heading heading) =>
            $"""<li class="level-{heading.Level}"><a href="#{Uri.EscapeDataString(heading.Id)}">{Text(
                heading.Text)}</a></li>""";
    }
}
