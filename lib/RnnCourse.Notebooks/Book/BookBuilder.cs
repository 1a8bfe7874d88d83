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
    private const string ReferencePart = "Reference", LecturerPart = "For lecturers";

    private readonly BookPlan _plan = BookPlan.Read(notebooksFolder);
    private readonly SiteFolder _folder = new(siteFolder);
    private readonly LinkedWords _words = LinkedWords.Read(notebooksFolder);
    private readonly List<BookProblem> _problems = [];

    /// <summary>The pages for lecturers, each a Markdown text.</summary>
    public IReadOnlyList<(string File, string Markdown)> Lecturer { get; init; } = [];

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
        using var highlighter = new CSharpHighlighter(libraries);
        var chapters = await ChaptersAsync(runs, highlighter, cancellation);
        foreach (var path in Directory.EnumerateFiles(notebooksFolder, "*.md")
            .Where(path => Path.GetFileName(path)[0] != '.').Order(StringComparer.Ordinal))
            chapters.Add(MarkdownPage(Path.ChangeExtension(Path.GetFileName(path), ".html"),
                (await File.ReadAllTextAsync(path, cancellation)).ReplaceLineEndings("\n"), ReferencePart));
        foreach (var (file, markdown) in Lecturer) chapters.Add(MarkdownPage(file, markdown, LecturerPart));

        var math = await MathTypesetter.ChooseAsync(cancellation);
        var plotly = await PlotlyScript.ChooseAsync(cancellation);
        var origin = await Origin.ReadAsync(notebooksFolder, cancellation);
        var pages = await PagesAsync(chapters, math, plotly, highlighter, origin, cancellation);
        KeepPages(chapters, pages);
        var site = new SiteWriter(_folder);
        foreach (var (file, html) in pages) pages[file] = site.WithFilesBeside(html);
        await site.AddAsync(pages, chapters, math, plotly, cancellation);
        foreach (var chapter in chapters)
        {
            AddPictures(site, chapter);
            if (CoverOf(chapter) is { } cover) site.Add(CoverFile(chapter), cover);
            else if (HasCover(chapter)) site.Keep(CoverFile(chapter));
            foreach (var missing in chapter.Prose.MissingReferences)
                Problem(chapter, $"{missing} is cited, but references.md has no such entry", missing);
        }

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

    private async Task<List<Chapter>> ChaptersAsync(IReadOnlyList<NotebookResult> runs, CSharpHighlighter highlighter,
        CancellationToken cancellation)
    {
        var renderer = new ChapterRenderer(highlighter, siteFolder, _words);
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
        PlotlyScript plotly, CSharpHighlighter highlighter, Origin origin, CancellationToken cancellation)
    {
        var references = Equations(chapters);
        var template = new PageTemplate(_plan, [.. chapters.Select(chapter => chapter.Entry)], math, plotly, origin);
        var formulas = await math.TypesetAsync([.. chapters.SelectMany((chapter, n) =>
            chapter.Prose.Formulas.Select(formula => formula with { Page = n }))], cancellation);
        var pages = new Dictionary<string, string>
        {
            ["index.html"] = template.Html(new("index.html", "", _plan.Title, ""), IndexBody(chapters, origin), [],
                _plan.Subtitle)
        };
        var next = 0;
        foreach (var chapter in chapters)
        {
            var own = formulas.Skip(next).Take(chapter.Prose.Formulas.Count)
                .Zip(chapter.Prose.Formulas, (made, formula) => FormulaHtml(chapter, formula, made)).ToList();
            next += own.Count;
            var body = Upgrade.WithoutCall(Prose.FillFormulas(Prose.FillCode(chapter.Body,
                await highlighter.HighlightAsync(chapter.Prose.Code, cancellation)), own));
            body = references.Resolve(body, chapter.Entry.File,
                number => Problem(chapter, $"equation ({number}) is referred to, but no notebook has it",
                    $"({number})"));
            pages[chapter.Entry.File] = template.Html(chapter.Entry, body, chapter.Prose.Headings,
                AboutOf(chapter) is { Length: > 0 } about ? about : Beginning(chapter));
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

    private Chapter MarkdownPage(string file, string markdown, string part)
    {
        var prose = new Prose();
        var body = _words.WithIds(file, ChapterRenderer.RewriteLinks(prose.Render(markdown)));
        prose.EndSection();
        var title = prose.Headings.FirstOrDefault(heading => heading.Level == 1)?.Text
            ?? Path.GetFileNameWithoutExtension(file);
        return new(new Entry(file, "", title, part), body, prose, null, [new(null, 1, markdown)]);
    }

    private string IndexBody(List<Chapter> chapters, Origin origin)
    {
        var parts = chapters.GroupBy(chapter => chapter.Entry.Part).Select(part => $"""
            <h2>{WebUtility.HtmlEncode(part.Key)}</h2>
            <ol class="contents">{string.Concat(part.Select(Item))}</ol>
            """);
        var first = chapters.Select(chapter => chapter.Run).OfType<NotebookResult>().FirstOrDefault();
        var name = first is null ? "" : WebUtility.HtmlEncode(Path.GetFileName(first.Path));
        var codespaces = origin.CodespacesAddress is { } address
            ? $""", or <a href="{address}">in GitHub Codespaces</a>, with nothing to install""" : "";
        var ways = first is null ? "" : $"""
            <ul class="ways on-screen">
            <li><strong>Read.</strong> From the top, or press / to search; the arrow keys turn the pages. The whole course is also <a href="{PrintEdition.PageFile}">one page</a>, to print.</li>
            <li><strong>Run it in a terminal.</strong> <code>course run notebooks/{name}</code> prints every output. Change the notebook in any editor, and run it again.</li>
            <li><strong>Open it in Jupyter or VS Code.</strong> Each chapter has its notebook to download, with its outputs{codespaces}.</li>
            </ul>
            """;
        var made = origin.Commit.Length > 0 ? $"<footer>Made of commit {WebUtility.HtmlEncode(origin.Commit)}.</footer>"
            : "";
        return $"<h1>{WebUtility.HtmlEncode(_plan.Title)}</h1><p>{WebUtility.HtmlEncode(
            _plan.Subtitle)}</p>{ways}{string.Concat(parts)}{made}";

        string Item(Chapter chapter)
        {
            var cover = !HasCover(chapter) ? "" : $"""<img src="assets/covers/{chapter.Entry.Address}.svg" alt="" loading="lazy" width="168" height="96">""";
            var about = AboutOf(chapter) is { Length: > 0 } text
                ? $"""<span class="abstract">{WebUtility.HtmlEncode(text)}</span>""" : "";
            return $"""<li>{cover}<span class="entry"><a href="{chapter.Entry.Address}"><span class="number">{chapter.Entry.Number}</span> {WebUtility.HtmlEncode(chapter.Entry.Title)}</a>{about}{Times(chapter)}</span></li>""";
        }
    }

    /// <summary>How long a chapter takes to read, at 200 words a minute, and how long it took to run.</summary>
    private static string Times(Chapter chapter)
    {
        if (chapter.Run is not { Status: not CellStatus.NotRun } run) return "";
        var words = chapter.Prose.Sections.Sum(section => section.Text.AsSpan().Count(' ') + 1);
        var seconds = run.Cells.Sum(cell => cell.Time.TotalSeconds);
        return string.Create(CultureInfo.InvariantCulture,
            $"""<span class="times">{Math.Max(1, words / 200)} min to read · {Math.Max(1, seconds):0} s to run</span>""");
    }

    private string AboutOf(Chapter chapter) => _plan.About.GetValueOrDefault(chapter.Entry.Number, "");

    /// <summary>The first words of a page, for those who list it.</summary>
    private static string Beginning(Chapter chapter)
    {
        var text = chapter.Prose.Sections.Select(section => section.Text).FirstOrDefault(text => text.Length > 0) ?? "";
        return text.Length <= 160 ? text
            : text[..(text.LastIndexOf(' ', 160) is var space and > 0 ? space : 160)] + " …";
    }

    private static string CoverFile(Chapter chapter) => $"assets/covers/{chapter.Entry.File}.svg";

    /// <summary>Whether the site has a drawing of a chapter, or will have it: one that was not run keeps its
    /// own.</summary>
    private bool HasCover(Chapter chapter) => CoverOf(chapter) is not null
        || chapter.Run?.Status == CellStatus.NotRun && _folder.ReadWhole(CoverFile(chapter)) is not null;

    /// <summary>The first drawing of a chapter, in light colours whatever the system's are.</summary>
    private static string? CoverOf(Chapter chapter) => chapter.Run is not null
        && Cover().Match(chapter.Body) is { Success: true } cover ? Dark().Replace(cover.Value, "") : null;

    [GeneratedRegex("""<svg [^>]*class="rnncourse-svg[^"]*".*?</svg>""", RegexOptions.Singleline)]
    private static partial Regex Cover();

    [GeneratedRegex(@"@media\s?\(prefers-color-scheme:\s?dark\)\{(?:[^{}]|\{[^{}]*\})*\}")]
    private static partial Regex Dark();

    [GeneratedRegex("""<img\b[^>]*?\bsrc="(?!data:|https?:)(?<file>[^"?#]+)|"""
        + """<a href="(?<file>[^":?#]+\.(?:png|jpe?g|gif|svg|webp))(?=")""")]
    private static partial Regex Pictures();
}
