using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace RnnCourse.Notebooks.Book;

/// <summary>The whole book as one page, and as one PDF with bookmarks, printed by a Chromium browser.</summary>
public static class PrintEdition
{
    /// <summary>The page within the site that holds all chapters.</summary>
    public const string PageFile = "print.html";

    /// <summary>Joins the pages of a site into one. Anchors get the name of their page before them, and links follow.</summary>
    /// <param name="pages">File name → HTML, in reading order.</param>
    public static string Join(IEnumerable<KeyValuePair<string, string>> pages)
    {
        var parser = new HtmlParser();
        var parsed = pages.Select(page => (File: page.Key, Document: parser.ParseDocument(page.Value))).ToList();
        var files = parsed.Select(page => page.File).ToHashSet();
        var body = new StringBuilder();
        foreach (var (file, document) in parsed)
        {
            var article = document.QuerySelector("article")!;
            foreach (var element in article.QuerySelectorAll("[id]").Where(element => element.Closest("svg, .rnncourse-figure") == null))
                element.Id = Name(file, element.Id!);
            foreach (var link in article.QuerySelectorAll("a[href]"))
                link.SetAttribute("href", Target(file, link.GetAttribute("href")!, files));
            foreach (var script in article.QuerySelectorAll("script, .on-screen")) script.Remove(); // figures print as drawings
            foreach (var folded in article.QuerySelectorAll("details"))
                folded.SetAttribute("open", "");
            body.Append($"""<section class="print-chapter" id="{Name(file, "top")}">{article.InnerHtml}</section>""");
        }

        var first = parsed[0].Document;
        foreach (var script in first.QuerySelectorAll("script")) script.Remove();
        first.Body!.InnerHtml = $"<main><article class=\"page\">{body}</article></main>";
        first.DocumentElement.SetAttribute("data-theme", "light");
        return "<!DOCTYPE html>\n" + first.DocumentElement.OuterHtml;
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
