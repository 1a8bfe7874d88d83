using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace RnnCourse.Notebooks.Book;

/// <summary>Pictures of the book for the README: a section with a plot, in the light and in the dark theme.</summary>
public static class Screenshots
{
    /// <summary>The number of the chapter that is shown.</summary>
    public const string Chapter = "10";

    /// <summary>The anchor of the section that is shown.</summary>
    public const string Section = "where-it-explodes";

    /// <summary>Takes the pictures with the machine's browser, network off.</summary>
    /// <param name="folder">Where <c>light.png</c> and <c>dark.png</c> are written.</param>
    /// <exception cref="CourseException">The book has no such section, there is no browser, or it took no
    /// picture.</exception>
    public static async Task TakeAsync(string siteFolder, IEnumerable<Render.Chapter> chapters, string folder,
        CancellationToken cancellation = default)
    {
        var chapter = chapters.FirstOrDefault(chapter => chapter.Entry.Number == Chapter
                && chapter.Prose.Headings.Any(heading => heading.Id == Section))
            ?? throw new CourseException($"The pictures show the section '{Section}' of chapter {Chapter}, and "
                + "the book has none: name another one in lib/RnnCourse.Notebooks/Book/Screenshots.cs.");
        Directory.CreateDirectory(folder);
        // The browser paints a page from its top, whatever the address says: so it gets one that begins with the
        // section.
        var page = Path.Combine(siteFolder, $"screenshot-{Guid.NewGuid():N}.html");
        var whole = await File.ReadAllTextAsync(Path.Combine(siteFolder, chapter.Entry.File), cancellation);
        await File.WriteAllTextAsync(page, From(Section, whole), cancellation);
        try
        {
            foreach (var theme in (string[])["light", "dark"])
            {
                var picture = Path.GetFullPath(Path.Combine(folder, theme + ".png"));
                await Browser.WriteAsync(
                [
                    "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=8000",
                    "--window-size=1280,900", $"--screenshot={picture}",
                    $"{new Uri(Path.GetFullPath(page)).AbsoluteUri}?theme={theme}",
                ], picture, cancellation);
            }
        }
        finally
        {
            File.Delete(page);
        }
    }

    /// <summary>The page without what its article says before a heading.</summary>
    internal static string From(string section, string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        while (document.GetElementById(section)!.PreviousSibling is { } before) before.RemoveFromParent();
        return "<!DOCTYPE html>\n" + document.DocumentElement.OuterHtml;
    }
}
