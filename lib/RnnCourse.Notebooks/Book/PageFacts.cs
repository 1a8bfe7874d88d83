using AngleSharp.Html.Parser;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>What the book needs to know of a finished page. A page takes long to parse, so it is kept until the page
/// changes.</summary>
/// <param name="Links">Where its links lead, each once.</param>
/// <param name="PrintChapter">Its content as a part of the page that holds all; empty for a page without an
/// article.</param>
internal sealed record PageFacts(string File, IReadOnlyList<string> Ids, IReadOnlyList<string> Links,
    string PrintChapter)
{
    /// <summary>The facts of all pages of a site, in their order.</summary>
    public static async Task<IReadOnlyList<PageFacts>> OfAsync(IReadOnlyDictionary<string, string> pages,
        CancellationToken cancellation)
    {
        var files = pages.Keys.ToHashSet();
        return await Task.WhenAll(pages.Select(page => Task.Run(
            () => RenderCache.GetAsync(new { page, files }, () => Task.FromResult(Read(page.Key, page.Value, files))),
            cancellation)));
    }

    /// <summary>Parses a page.</summary>
    /// <param name="files">The pages of the site: links between them become links within the page that holds
    /// all.</param>
    public static PageFacts Read(string file, string html, HashSet<string> files)
    {
        var document = new HtmlParser().ParseDocument(html);
        var ids = document.All.Select(element => element.Id).OfType<string>().Distinct().ToList();
        var links = document.QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).Distinct().ToList();
        return new(file, ids, links, PrintEdition.Chapter(file, document, files));
    }

    /// <summary>Finds the links that lead nowhere within the site. Links to other sites are not followed.</summary>
    /// <param name="exists">Whether another file of the site is there.</param>
    public static IEnumerable<(string Page, string Link)> Dangling(IReadOnlyList<PageFacts> pages,
        Func<string, bool> exists)
    {
        var ids = pages.ToDictionary(page => page.File, page => page.Ids.ToHashSet());
        foreach (var page in pages)
            foreach (var link in page.Links)
            {
                if (link.Contains("://", StringComparison.Ordinal)
                    || link.StartsWith("mailto:", StringComparison.Ordinal)
                    || link.StartsWith("vscode:", StringComparison.Ordinal)) continue;
                var parts = link.Split('#', 2);
                var target =
                    parts[0].Length == 0 ? page.File : Uri.UnescapeDataString(parts[0].Split('?')[0]);
                var ok = ids.TryGetValue(target, out var known)
                    ? parts.Length == 1 || known.Contains(Uri.UnescapeDataString(parts[1]))
                    : parts[0].Length > 0 && exists(target);
                if (!ok) yield return (page.File, link);
            }
    }
}
