using System.Diagnostics;
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

    /// <summary>Prints a page to a PDF whose bookmarks are the page's headings.</summary>
    /// <param name="browser">A Chromium browser's program.</param>
    /// <param name="page">The page, a file.</param>
    /// <param name="pdf">The PDF to write.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <exception cref="BookException">The browser printed nothing.</exception>
    public static async Task PrintAsync(string browser, string page, string pdf, CancellationToken cancellation = default)
    {
        var profile = Directory.CreateTempSubdirectory("rnncourse-print-").FullName;
        try
        {
            var start = new ProcessStartInfo(browser,
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={profile}", "--generate-pdf-document-outline", "--no-pdf-header-footer", $"--print-to-pdf={Path.GetFullPath(pdf)}",
                new Uri(Path.GetFullPath(page)).AbsoluteUri,
            ]) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start) ?? throw new BookException($"{browser} did not start.");
            await using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0 || !File.Exists(pdf))
                throw new BookException($"{browser} printed no PDF (exit code {process.ExitCode}): {(await errors).Trim().Split('\n')[^1]}");
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static string Name(string file, string id) => $"{Path.GetFileNameWithoutExtension(file)}--{id}";

    private static string Target(string file, string href, HashSet<string> files)
    {
        var parts = href.Split('#', 2);
        var page = parts[0].Length == 0 ? file : parts[0];
        return files.Contains(page) ? "#" + Name(page, parts.Length > 1 ? parts[1] : "top") : href;
    }
}
