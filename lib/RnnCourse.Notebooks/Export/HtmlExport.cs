using System.Net;
using AngleSharp.Html.Parser;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Export;

/// <summary>A notebook as one HTML file that needs no other: the notebook's page of the book, with its style, formulas
/// and fonts inside, without the book's lists and search.</summary>
public static partial class HtmlExport
{
    /// <summary>Writes a notebook.</summary>
    /// <param name="notebook">The notebook; it must have a path.</param>
    /// <param name="run">What came of running it; null writes no outputs.</param>
    /// <param name="libraries">Assemblies the notebook uses, so that their types are coloured as types.</param>
    public static async Task<string> WriteAsync(
        DibDocument notebook, NotebookResult? run, IEnumerable<string> libraries,
        CancellationToken cancellation = default)
    {
        run ??= NotRun(notebook);
        var folder = Path.GetDirectoryName(Path.GetFullPath(run.Path))!;
        using var highlighter = new CSharpHighlighter(libraries);
        var chapter = await new ChapterRenderer(highlighter, folder, LinkedWords.None)
            .RenderAsync(run, "", cancellation);

        var math = await MathTypesetter.ChooseAsync(cancellation);
        var formulas = await math.TypesetAsync([.. chapter.Prose.Formulas], cancellation);
        var code = await highlighter.HighlightAsync(chapter.Prose.Code, cancellation);
        var body = Prose.FillFormulas(Prose.FillCode(chapter.Body, code), [.. formulas.Zip(chapter.Prose.Formulas,
            (made, formula) => made.Error is null ? made.Html : $"<code>{WebUtility.HtmlEncode(formula.Tex)}</code>")]);

        var references = new CrossReferences();
        foreach (var number in chapter.Prose.Equations) references.Add(number, chapter.Entry.File);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{WebUtility.HtmlEncode(chapter.Entry.Title)}</title>
            <style>{string.Concat(chapter.Prose.Styles)}{BookAsset.Text("book.css")}</style>
            {Head(math)}
            </head>
            <body>
            <main id="content"><article class="page">
            {WithoutBook(references.Resolve(body, chapter.Entry.File, _ => { }))}
            </article></main>
            </body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    private static NotebookResult NotRun(DibDocument notebook) => new(
        notebook.Path ?? "notebook.dib", CellStatus.NotRun, null, TimeSpan.Zero,
        [.. notebook.Cells.Select(c =>
            new CellResult(c.Index, c.Kernel, c.Text, c.Line, CellStatus.NotRun, null, TimeSpan.Zero, false, []))], []);

    /// <summary>Drops the downloads and the buttons that need the book's script, and makes text of references to
    /// equations of other notebooks.</summary>
    private static string WithoutBook(string html)
    {
        var document = new HtmlParser().ParseDocument($"<body>{html}</body>");
        foreach (var part in document.QuerySelectorAll("p.open, button.copy")) part.Remove();
        foreach (var link in document.QuerySelectorAll("a.equation-reference[href='#']"))
            link.Replace(document.CreateTextNode(link.TextContent));
        return document.Body!.InnerHtml;
    }

    /// <summary>The head's style and script for formulas, with the files it names inside.</summary>
    private static string Head(MathTypesetter math)
    {
        var assets = math.Assets().ToDictionary(asset => "assets/" + asset.Name, asset => asset.Bytes);
        var head = OwnScript().Replace(math.HeadHtml,
            script => $"<script>{Encoding.UTF8.GetString(assets[script.Groups["file"].Value])}</script>");
        return StyleSheet().Replace(head, link =>
        {
            var sheet = link.Groups["file"].Value;
            var style = FontUrl().Replace(Encoding.UTF8.GetString(assets[sheet]), url =>
                url.Groups["file"].Value is var font && font.StartsWith("data:", StringComparison.Ordinal) ? url.Value
                : assets.TryGetValue($"{sheet[..sheet.LastIndexOf('/')]}/{font}", out var bytes)
                ? $"url(data:font/woff2;base64,{Convert.ToBase64String(bytes)})"
                : "url(data:,)");
            return $"<style>{style}</style>";
        });
    }

    [GeneratedRegex("""<script defer src="(?<file>assets/[^"]+)"></script>""")]
    private static partial Regex OwnScript();

    [GeneratedRegex("""<link rel="stylesheet" href="(?<file>assets/[^"]+)">""")]
    private static partial Regex StyleSheet();

    [GeneratedRegex("""url\((?<file>[^)]+)\)""")]
    private static partial Regex FontUrl();
}
