using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace RnnCourse.Notebooks.Book;

/// <summary>The whole book as one page, and as one PDF with bookmarks, printed by a Chromium browser.</summary>
public static class PrintEdition
{
    /// <summary>The page within the site that holds all chapters.</summary>
    public const string PageFile = "print.html";

    /// <summary>Joins chapters into one page.</summary>
    /// <param name="first">The first page of the site: its head is that of the whole.</param>
    /// <param name="chapters">What <see cref="Chapter"/> made of the pages, in reading order.</param>
    internal static string Join(string first, IEnumerable<string> chapters)
    {
        const string place = "<!-- chapters -->";
        var document = new HtmlParser().ParseDocument(first);
        foreach (var script in document.QuerySelectorAll("script")) script.Remove();
        document.Body!.InnerHtml = $"<main><article class=\"page\">{place}</article></main>";
        document.DocumentElement.SetAttribute("data-theme", "light");
        return "<!DOCTYPE html>\n"
            + document.DocumentElement.OuterHtml.Replace(place, string.Concat(chapters), StringComparison.Ordinal);
    }

    /// <summary>The content of a page as a part of the whole. Anchors get the name of their page before them, and links
    /// follow.</summary>
    internal static string Chapter(string file, IHtmlDocument page, HashSet<string> files)
    {
        if (page.QuerySelector("article") is not { } article) return "";
        foreach (var element in article.QuerySelectorAll("[id]")
            .Where(element => element.Closest("svg, .rnncourse-figure") == null))
            element.Id = Name(file, element.Id!);
        foreach (var link in article.QuerySelectorAll("a[href]"))
            link.SetAttribute("href", Target(file, link.GetAttribute("href")!, files));
        // figures print as drawings
        foreach (var script in article.QuerySelectorAll("script, template, .on-screen")) script.Remove();
        // A PDF's bookmark has the words of a heading that are drawn and not hidden from screen readers: of a formula,
        // its letters in place of its MathML.
        foreach (var formula in article.QuerySelectorAll(":is(h1, h2, h3, h4) .katex"))
        {
            formula.QuerySelector(".katex-html")?.RemoveAttribute("aria-hidden");
            formula.QuerySelector(".katex-mathml")?.SetAttribute("aria-hidden", "true");
        }

        foreach (var folded in article.QuerySelectorAll("details")) folded.SetAttribute("open", "");
        return $"""<section class="print-chapter" id="{WebUtility.HtmlEncode(Name(file, "top"))}">{article.InnerHtml}</section>""";
    }

    /// <summary>Prints the joined page of a site to a PDF whose bookmarks are the headings.</summary>
    /// <exception cref="CourseException">There is no browser, or it printed nothing.</exception>
    public static Task PrintAsync(string siteFolder, string pdf, CancellationToken cancellation = default) =>
        Browser.WriteAsync(
    [
        "--generate-pdf-document-outline", "--no-pdf-header-footer", $"--print-to-pdf={Path.GetFullPath(pdf)}",
        new Uri(Path.GetFullPath(Path.Combine(siteFolder, PageFile))).AbsoluteUri,
    ], pdf, cancellation);

    private static string Name(string file, string id) => $"{Path.GetFileNameWithoutExtension(file)}--{id}";

    private static string Target(string file, string href, HashSet<string> files)
    {
        var parts = href.Split('#', 2);
        var page = parts[0].Length == 0 ? file : Uri.UnescapeDataString(parts[0]);
        return files.Contains(page)
            ? "#" + Uri.EscapeDataString(Name(page, "")) + (parts.Length > 1 ? parts[1] : "top") : href;
    }
}
