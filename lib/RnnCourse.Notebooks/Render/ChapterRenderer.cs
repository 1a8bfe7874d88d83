using System.Net;

namespace RnnCourse.Notebooks.Render;

/// <summary>Makes a page's content of a notebook that was run: prose, highlighted code, outputs.</summary>
/// <param name="siteFolder">Where the page will lie, for the link that opens the notebook itself.</param>
/// <param name="words">Words that lead to other pages.</param>
public sealed partial class ChapterRenderer(CSharpHighlighter highlighter, string siteFolder, LinkedWords words)
{
    /// <summary>Renders one notebook.</summary>
    /// <param name="part">The part of the book it stands in.</param>
    public async Task<Chapter> RenderAsync(NotebookResult run, string part, CancellationToken cancellation = default)
    {
        var name = Path.GetFileNameWithoutExtension(run.Path);
        var prose = new Prose(words);
        var folder = NotebookImports.FolderOf(run.Path)!;
        var cells = run.Cells.Select(cell => cell with { Source = Shown(cell.Kernel, cell.Source, folder) }).ToList();
        var code = await HighlightAsync(cells, folder, cancellation);

        var body = new StringBuilder();
        if (run is { Status: CellStatus.Skipped, Reason: { } reason })
            body.Append(
                $"""<div class="skipped" role="note"><p><strong>This notebook was not run.</strong> {WebUtility.HtmlEncode(reason)}</p></div>""");
        foreach (var cell in cells)
            body.Append(cell.Kernel == "markdown"
                ? RewriteLinks(WithHeadingLinks(prose.Render(cell.Source)))
                : CodeCell(cell, code, prose, NotebookImports.IsOnlyImport(run.Cells[cell.Index].Source),
                    NumberOf(name)));
        prose.EndSection();
        var html = Style().Replace(body.ToString(), style =>
        {
            prose.Styles.Add(style.Groups["css"].Value);
            return "";
        });
        // A page cannot be written in.
        html = ToDo().Replace(html, $"<a href=\"notebooks/{Uri.EscapeDataString(name)}.dib\" download>"
            + "Write your answer in the notebook.</a>");

        var title = prose.Headings.FirstOrDefault(heading => heading.Level == 1)?.Text ?? name;
        var number = NumberOf(name);
        var entry = new Entry(name + ".html", number, WithoutNumber(title, number), part);
        return new Chapter(entry, AfterTitle(html, OpenLinks(run, name)), prose, run,
            [.. run.Cells.Select(cell => new SourcePiece(cell.Number, cell.FirstLine, cell.Source))]);
    }

    /// <summary>The code of a notebook's cells as a page shows it: what can be coloured before the notebook has
    /// run.</summary>
    internal static IReadOnlyList<string> CodeOf(IEnumerable<(string Kernel, string Source)> cells, string folder) =>
        [.. cells.Where(cell => cell.Kernel == "csharp").Select(cell => Shown(cell.Kernel, cell.Source, folder))
            .Distinct()];

    /// <summary>A cell's text without its solution, and with what it imports.</summary>
    private static string Shown(string kernel, string source, string folder) =>
        kernel == "csharp" ? NotebookImports.Expand(StudentEdition.Strip(source), folder)
            : StudentEdition.Strip(source);

    private async Task<Dictionary<string, string>> HighlightAsync(
        IReadOnlyList<CellResult> cells, string folder, CancellationToken cancellation)
    {
        var own = CodeOf(cells.Select(cell => (cell.Kernel, cell.Source)), folder);
        var shown = cells.SelectMany(cell => cell.Events).Select(e => e[OutputHtml.CSharpMime]).OfType<string>()
            .Distinct().Except(own).ToList();
        var html = await Task.WhenAll(
            highlighter.HighlightAsync(own, cancellation), highlighter.HighlightAsync(shown, cancellation));
        return own.Concat(shown).Zip(html[0].Concat(html[1])).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    // What a cell imports is the same everywhere: it is folded away, and not searched. A cell that begins with
    // //| folded is plumbing: it is folded too.
    private static string CodeCell(CellResult cell, Dictionary<string, string> code, Prose prose, bool onlyImport,
        string chapter)
    {
        if (!onlyImport) prose.AddCode(cell.Source);
        var folded = onlyImport || Folded().IsMatch(cell.Source);
        var highlighted = FoldedMark().Replace(
            code.TryGetValue(cell.Source, out var html) ? html : WebUtility.HtmlEncode(cell.Source), "");
        // The ledger's tables link to cells of other notebooks.
        var outputs = RewriteLinks(OutputHtml.Render(cell.Events,
            source => code.TryGetValue(source, out var known) ? known : WebUtility.HtmlEncode(source), prose.Render,
            () => ($"figure-{++prose.Figures}", $"Figure {(chapter.Length > 0 ? chapter + "." : "")}{prose.Figures}")));
        return $"""
            <section class="cell{(folded ? " setup" : "")}" id="cell-{cell.Number}" aria-label="Cell {cell.Number}">
            <div class="code"><details{(folded ? "" : " open")}><summary>{(onlyImport ? "Set-up" : folded ? "C#, folded" : cell.Kernel == "csharp" ? "C#" : cell.Kernel)} · cell {cell.Number} · {State(cell)}</summary><pre tabindex="0"><code>{highlighted}</code></pre></details><button class="copy" type="button">Copy</button></div>
            {outputs}
            </section>

            """;
    }

    private static string State(CellResult cell) => cell.Status == CellStatus.Succeeded ? Time(cell.Time)
        : cell.Status == CellStatus.Failed ? $"failed after {Time(cell.Time)}"
        : cell.Status == CellStatus.Cancelled ? "cancelled"
        : "not run";

    private static string Time(TimeSpan time) => time.TotalSeconds >= 1
        ? time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture)
        : time.TotalMilliseconds.ToString("0 ms", CultureInfo.InvariantCulture);

    private string OpenLinks(NotebookResult run, string name)
    {
        var failed = run.Failures.Count();
        var seconds = run.Cells.Sum(cell => cell.Time.TotalSeconds).ToString("0.0", CultureInfo.InvariantCulture);
        var address = "notebooks/" + Uri.EscapeDataString(name);
        var source = string.Join('/',
            Path.GetRelativePath(siteFolder, run.Path).Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
        return $"""
            <p class="open"><span>Ran in {seconds} s</span><a href="{address}.dib" download>{WebUtility.HtmlEncode(name)}.dib</a><a href="{address}.ipynb" download>.ipynb</a><span class="in-editor" data-source="{source}" hidden></span><button class="fold" type="button" hidden>Show all code</button></p>
            {(failed == 0 ? "" : $"""<div class="failed" role="alert"><p><strong>{(failed == 1 ? "One cell" : $"{failed} cells")} of this notebook failed.</strong> {(failed == 1 ? "The error is" : "The errors are")} shown below.</p></div>""")}
            """;
    }

    // The line of facts about the notebook stands below its title.
    private static string AfterTitle(string body, string line) =>
        EndOfTitle().Replace(body, end => end.Value + line, 1);

    // Links between notebooks name the .dib files, which is what works in an editor.
    internal static string RewriteLinks(string html) => NotebookLink().Replace(html, "href=\"$1.html$2\"");

    private static string WithHeadingLinks(string html) => SubHeading().Replace(html,
        heading =>
            $"""{heading.Groups[1].Value}<a class="heading-link" href="#{heading.Groups[3].Value}" aria-label="Link to this section">#</a></h{heading.Groups[2].Value}>""");

    private static string NumberOf(string name) =>
        name.IndexOf('-', StringComparison.Ordinal) is var hyphen and > 0 and <= 3 ? name[..hyphen] : "";

    private static string WithoutNumber(string title, string number) =>
        number.Length > 0 && title.StartsWith(number, StringComparison.Ordinal)
            ? title[number.Length..].TrimStart(' ', '·', '.', ':') : title;

    /// <summary>The style sheet of a claim, a table, a text or a drawing of the course.</summary>
    [GeneratedRegex("""(?<=<(?:div|details) class="[^"<>]*rnncourse-[^<>]*>|</desc>)<style>(?<css>.*?)</style>""",
        RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"^//\| folded[^\n]*$", RegexOptions.Multiline)] private static partial Regex Folded();
    [GeneratedRegex(@"(?:<span class=""c"">)?//\| folded[^\n<]*(?:</span>)?\n?")]
    private static partial Regex FoldedMark();
    [GeneratedRegex("<span class=\"rnncourse-todo\">[^<]*</span>")] private static partial Regex ToDo();
    [GeneratedRegex("</h1>")] private static partial Regex EndOfTitle();
    [GeneratedRegex("href=\"([^\"/:#]+)\\.(?:dib|md)(#[^\"]*)?\"")] private static partial Regex NotebookLink();
    [GeneratedRegex("""(<h([2-4]) id="([^"]+)">.*?)</h\2>""",
        RegexOptions.Singleline)]
    private static partial Regex SubHeading();
}
