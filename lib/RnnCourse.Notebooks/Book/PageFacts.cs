using AngleSharp.Html.Parser;

namespace RnnCourse.Notebooks.Book;

/// <summary>What the book needs to know of a finished page. A page takes long to parse, so it is kept until the page changes.</summary>
/// <param name="File">The page's file name.</param>
/// <param name="Ids">Its anchors.</param>
/// <param name="Links">Where its links lead, each once.</param>
/// <param name="PrintChapter">Its content as a part of the page that holds all; empty for a page without an article.</param>
internal sealed record PageFacts(string File, IReadOnlyList<string> Ids, IReadOnlyList<string> Links, string PrintChapter)
{
    /// <summary>The facts of all pages of a site, in their order.</summary>
    public static async Task<IReadOnlyList<PageFacts>> OfAsync(IReadOnlyDictionary<string, string> pages, CancellationToken cancellation)
    {
        var files = pages.Keys.ToHashSet();
        return await Task.WhenAll(pages.Select(page => Task.Run(
            () => BookCache.GetAsync(new { page, files }, () => Task.FromResult(Read(page.Key, page.Value, files)), cancellation), cancellation)));
    }

    /// <summary>Parses a page.</summary>
    /// <param name="file">Its file name.</param>
    /// <param name="html">What it says.</param>
    /// <param name="files">The pages of the site: links between them become links within the page that holds all.</param>
    public static PageFacts Read(string file, string html, HashSet<string> files)
    {
        var document = new HtmlParser().ParseDocument(html);
        var ids = document.All.Select(element => element.Id).OfType<string>().Distinct().ToList();
        var links = document.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).Distinct().ToList();
        return new(file, ids, links, PrintEdition.Chapter(file, document, files));
    }
}
