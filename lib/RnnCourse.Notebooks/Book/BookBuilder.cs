using System.Net;
using RnnCourse.Figures.Display;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>Makes a static web site of notebooks that were run, and of the Markdown pages beside them.</summary>
/// <param name="notebooksFolder">The folder with the notebooks, <c>book.json</c> and reference pages
/// (<c>*.md</c>).</param>
/// <param name="siteFolder">Where the site is written, all of it or nothing. No other file is touched.</param>
public sealed partial class BookBuilder(string notebooksFolder, string siteFolder)
{
    private const string ReferencePart = "Reference";

    private readonly BookPlan _plan = BookPlan.Read(notebooksFolder);
    private readonly SiteFolder _folder = new(siteFolder);
    private readonly List<BookProblem> _problems = [];

    /// <summary>The notebooks of a folder, in reading order.</summary>
    public static IReadOnlyList<string> NotebooksIn(string folder) =>
        [.. BookPlan.Read(folder)
            .InReadingOrder(NotebookFiles.In(folder).Where(file => !NotebookImports.IsSetup(file)))];

    /// <summary>Renders the pages and writes the site.</summary>
    /// <param name="runs">The notebooks' results, in reading order.</param>
    /// <param name="libraries">Assemblies the notebooks use, so that their types are coloured as types.</param>
    /// <exception cref="CourseException">The site cannot be written; it is as it was.</exception>
    public async Task<BuiltBook> BuildAsync(IReadOnlyList<NotebookResult> runs, IEnumerable<string> libraries,
        CancellationToken cancellation = default)
    {
        await _folder.RecoverAsync(cancellation);
        var chapters = await ChaptersAsync(runs, libraries, cancellation);
        foreach (var path in Directory.EnumerateFiles(notebooksFolder, "*.md")
            .Where(path => Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal))
            chapters.Add(MarkdownPage(Path.ChangeExtension(Path.GetFileName(path), ".html"),
                (await File.ReadAllTextAsync(path, cancellation)).ReplaceLineEndings("\n")));

        var math = await MathTypesetter.ChooseAsync(cancellation);
        var plotly = await PlotlyScript.ChooseAsync(cancellation);
        var pages = await PagesAsync(chapters, math, plotly, cancellation);
        KeepPages(chapters, pages);
        var site = new SiteWriter(_folder);
        await site.AddAsync(pages, chapters, math, plotly, cancellation);
        foreach (var chapter in chapters) AddPictures(site, chapter);

        var facts = await PageFacts.OfAsync(pages, cancellation);
        foreach (var (page, link) in PageFacts.Dangling(facts,
            file => file == PrintEdition.PageFile || site.Has(file)))
        {
            var source = chapters.FirstOrDefault(chapter => chapter.Entry.File == page)?.Source ?? [];
            _problems.Add(new(page, $"the link {link} leads nowhere{SourcePlace.OfLink(source, link)}"));
        }

        site.Add(PrintEdition.PageFile,
            PrintEdition.Join(pages["index.html"], facts.Select(page => page.PrintChapter)));
        site.Add("report.json", BuildReport.Json(runs, _problems));
        await site.PublishAsync(cancellation);
        return new(Path.GetFullPath(Path.Combine(siteFolder, "index.html")), chapters,
            runs, _problems, math.Description, plotly.Description);
    }

    private async Task<List<Chapter>> ChaptersAsync(IReadOnlyList<NotebookResult> runs, IEnumerable<string> libraries,
        CancellationToken cancellation)
    {
        using var highlighter = new CSharpHighlighter(libraries);
        var renderer = new ChapterRenderer(highlighter, siteFolder);
        var chapters = new Chapter[runs.Count];
        await Parallel.ForAsync(0, runs.Count, cancellation,
            async (n,
                stop) => chapters[n] = await renderer.RenderAsync(runs[n],
                    _plan.PartOf(Path.GetFileNameWithoutExtension(runs[n].Path)), stop));
        foreach (var run in runs)
            _problems.AddRange(run.Failures.Select(cell =>
                new BookProblem(Path.GetFileName(run.Path),
                    $"cell {cell.Number}, which begins at line {cell.FirstLine}, failed: {cell.Reason}")));
        return [.. chapters];
    }

    private async Task<Dictionary<string, string>> PagesAsync(List<Chapter> chapters, MathTypesetter math,
        PlotlyScript plotly, CancellationToken cancellation)
    {
        var references = Equations(chapters);
        var template = new PageTemplate(_plan, [.. chapters.Select(chapter => chapter.Entry)], math, plotly);
        var formulas =
            await math.TypesetAsync([.. chapters.SelectMany(chapter => chapter.Prose.Formulas)], cancellation);
        var pages = new Dictionary<string, string>
        {
            ["index.html"] = template.Html(new("index.html", "", _plan.Title, ""), IndexBody(chapters), [])
        };
        var next = 0;
        foreach (var chapter in chapters)
        {
            var own = formulas.Skip(next).Take(chapter.Prose.Formulas.Count)
                .Zip(chapter.Prose.Formulas, (made, formula) => FormulaHtml(chapter, formula, made)).ToList();
            next += own.Count;
            var body = Upgrade.WithoutCall(Prose.FillFormulas(chapter.Body, own));
            body = references.Resolve(body, chapter.Entry.File,
                number => Problem(chapter, $"equation ({number}) is referred to, but no notebook has it",
                    $"({number})"));
            pages[chapter.Entry.File] = template.Html(chapter.Entry, body, chapter.Prose.Headings);
        }

        return pages;
    }

    /// <summary>A chapter that was not run this time keeps the page it has, if that is the page that was
    /// written.</summary>
    private void KeepPages(List<Chapter> chapters, Dictionary<string, string> pages)
    {
        foreach (var chapter in chapters.Where(chapter => chapter.Run?.Status == CellStatus.NotRun))
            if (_folder.ReadWhole(chapter.Entry.File) is { } kept)
                pages[chapter.Entry.File] = kept;
            else if (_folder.Has(chapter.Entry.File))
                Problem(chapter, "the page in the site was damaged, or made by another version of this tool: it has no "
                    + "outputs until its notebook is among those to run");
    }

    private CrossReferences Equations(List<Chapter> chapters)
    {
        var references = new CrossReferences();
        foreach (var chapter in chapters)
            foreach (var number in chapter.Prose.Equations)
                if (references.Add(number, chapter.Entry.File) is { } other)
                    Problem(chapter, $"equation ({number}) stands in {other} too; a number may be given once",
                        $"\\tag{{{number}}}");
        return references;
    }

    private string FormulaHtml(Chapter chapter, Formula formula, TypesetFormula made)
    {
        if (made.Error == null) return made.Html;
        Problem(chapter, $"the formula {formula.Tex} does not typeset: {made.Error}", formula.Tex);
        return $"<code>{WebUtility.HtmlEncode(formula.Tex)}</code>";
    }

    private void Problem(Chapter chapter, string message, string? about = null) =>
        _problems.Add(new(chapter.Entry.File, message + (about is null ? "" : SourcePlace.Of(chapter.Source, about))));

    /// <summary>Puts the files that a page shows into the site: what lies in the notebooks' folder.</summary>
    private void AddPictures(SiteWriter site, Chapter chapter)
    {
        foreach (var file in Pictures().Matches(chapter.Body).Select(match => match.Groups["file"].Value).Distinct())
        {
            var path = Path.GetFullPath(Path.Combine(notebooksFolder, Uri.UnescapeDataString(file)));
            var inside = Path.GetRelativePath(notebooksFolder, path).Replace('\\', '/');
            if (inside.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(inside))
                Problem(chapter, $"the picture {file} is outside the notebooks' folder", file);
            else if (!File.Exists(path)) Problem(chapter, $"there is no picture {file}", file);
            else site.Add(inside, File.ReadAllBytes(path));
        }
    }

    private static Chapter MarkdownPage(string file, string markdown)
    {
        var prose = new Prose();
        var body = ChapterRenderer.RewriteLinks(prose.Render(markdown));
        prose.EndSection();
        var title = prose.Headings.FirstOrDefault(heading => heading.Level == 1)?.Text
            ?? Path.GetFileNameWithoutExtension(file);
        return new(new Entry(file, "", title, ReferencePart), body, prose, null, [new(null, 1, markdown)]);
    }

    private string IndexBody(List<Chapter> chapters)
    {
        var parts = chapters.GroupBy(chapter => chapter.Entry.Part).Select(part => $"""
            <h2>{WebUtility.HtmlEncode(part.Key)}</h2>
            <ol class="contents">{string.Concat(part.Select(Item))}</ol>
            """);
        var how =
            $"""<p class="on-screen">Read from the top, or press / to search; the arrow keys turn the pages. The whole course is also <a href="{PrintEdition.PageFile}">one page</a>, to print.</p>""";
        return $"<h1>{WebUtility.HtmlEncode(_plan.Title)}</h1><p>{WebUtility.HtmlEncode(
            _plan.Subtitle)}</p>{how}{string.Concat(parts)}";

        static string Item(Chapter chapter) =>
            $"""<li><a href="{chapter.Entry.Address}"><span class="number">{chapter.Entry.Number}</span> {WebUtility.HtmlEncode(chapter.Entry.Title)}</a></li>""";
    }

    [GeneratedRegex("""<img\b[^>]*?\bsrc="(?!data:|https?:)(?<file>[^"?#]+)|"""
        + """<a href="(?<file>[^":?#]+\.(?:png|jpe?g|gif|svg|webp))(?=")""")]
    private static partial Regex Pictures();
}
