using AngleSharp.Dom;

namespace RnnCourse.Notebooks.Book;

/// <summary>The whole book as one page, and as one PDF with bookmarks, printed by a Chromium browser.</summary>
public static class PrintEdition
{
    /// <summary>The page within the site that holds all chapters.</summary>
    public const string PageFile = "print.html";

    /// <summary>Joins the pages of a site into one. Anchors get the name of their page before them, and links follow.</summary>
    /// <param name="pages">The pages, in reading order. They are used up.</param>
    internal static string Join(IReadOnlyList<ParsedPage> pages)
    {
        const string place = "<!-- chapters -->";
        var files = pages.Select(page => page.File).ToHashSet();
        var chapters = string.Concat(pages.AsParallel().AsOrdered().Select(page => Chapter(page, files)));
        var first = pages[0].Document;
        foreach (var script in first.QuerySelectorAll("script")) script.Remove();
        first.Body!.InnerHtml = $"<main><article class=\"page\">{place}</article></main>";
        first.DocumentElement.SetAttribute("data-theme", "light");
        return "<!DOCTYPE html>\n" + first.DocumentElement.OuterHtml.Replace(place, chapters, StringComparison.Ordinal);
    }

    private static string Chapter(ParsedPage page, HashSet<string> files)
    {
        var article = page.Document.QuerySelector("article")!;
        foreach (var element in article.QuerySelectorAll("[id]").Where(element => element.Closest("svg, .rnncourse-figure") == null))
            element.Id = Name(page.File, element.Id!);
        foreach (var link in article.QuerySelectorAll("a[href]"))
            link.SetAttribute("href", Target(page.File, link.GetAttribute("href")!, files));
        foreach (var script in article.QuerySelectorAll("script, .on-screen")) script.Remove(); // figures print as drawings
        foreach (var folded in article.QuerySelectorAll("details"))
            folded.SetAttribute("open", "");
        return $"""<section class="print-chapter" id="{Name(page.File, "top")}">{article.InnerHtml}</section>""";
    }

    /// <summary>Prints the joined page of a site to a PDF whose bookmarks are the headings.</summary>
    /// <param name="siteFolder">The site.</param>
    /// <param name="pdf">The PDF to write.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <exception cref="BookException">There is no browser, or it printed nothing.</exception>
    public static Task PrintAsync(string siteFolder, string pdf, CancellationToken cancellation = default) => Browser.WriteAsync(
    [
        "--generate-pdf-document-outline", "--no-pdf-header-footer", $"--print-to-pdf={Path.GetFullPath(pdf)}",
        new Uri(Path.GetFullPath(Path.Combine(siteFolder, PageFile))).AbsoluteUri,
    ], pdf, cancellation);

    private static string Name(string file, string id) => $"{Path.GetFileNameWithoutExtension(file)}--{id}";

    private static string Target(string file, string href, HashSet<string> files)
    {
        var parts = href.Split('#', 2);
        var page = parts[0].Length == 0 ? file : parts[0];
        return files.Contains(page) ? "#" + Name(page, parts.Length > 1 ? parts[1] : "top") : href;
    }
}
