using System.Text.Encodings.Web;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>Writes the files of the site.</summary>
internal sealed class SiteWriter(string siteFolder)
{
    private static readonly JsonSerializerOptions ForScript = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase
    };

    /// <summary>Whether the site has a file of this name, relative to its folder.</summary>
    public bool Has(string file) => File.Exists(Path.Combine(siteFolder, file));

    /// <summary>Writes the pages and all they need. A chapter that was not run this time keeps the page it
    /// has.</summary>
    public async Task WriteAsync(IReadOnlyDictionary<string, string> pages, IReadOnlyList<Chapter> chapters,
        MathTypesetter math, PlotlyScript plotly, CancellationToken cancellation)
    {
        var assets = Path.Combine(siteFolder, "assets");
        Directory.CreateDirectory(assets);
        foreach (var name in new[] { "book.css", "book.js", "figures.js" }) WriteResource(name, assets);
        math.WriteAssets(assets);
        plotly.WriteAssets(assets);
        WriteNotebooks(chapters);
        await File.WriteAllTextAsync(Path.Combine(assets, "search-index.js"), SearchIndex(chapters), cancellation);
        var kept = chapters.Where(chapter => chapter.Run?.Status == CellStatus.NotRun)
            .Select(chapter => chapter.Entry.File).Where(Has).ToHashSet();
        foreach (var (file, html) in pages.Where(page => !kept.Contains(page.Key)))
            await File.WriteAllTextAsync(Path.Combine(siteFolder, file), html, cancellation);
    }

    /// <summary>Writes one more file.</summary>
    public Task WriteTextAsync(string file, string text, CancellationToken cancellation) =>
        File.WriteAllTextAsync(Path.Combine(siteFolder, file), text, cancellation);

    private static void WriteResource(string name, string folder)
    {
        using var resource = typeof(SiteWriter).Assembly.GetManifestResourceStream($"book/{name}")!;
        using var file = File.Create(Path.Combine(folder, name));
        resource.CopyTo(file);
    }

    private void WriteNotebooks(IEnumerable<Chapter> chapters)
    {
        var folder = Path.Combine(siteFolder, "notebooks");
        Directory.CreateDirectory(folder);
        foreach (var run in chapters.Select(chapter => chapter.Run).OfType<NotebookResult>())
        {
            var file = Path.Combine(folder, Path.GetFileName(run.Path));
            if (run.Status == CellStatus.NotRun && File.Exists(file)) continue;
            var notebook = NotebookImports.Inline(StudentEdition.Of(DibDocument.Load(run.Path)));
            File.WriteAllBytes(file, notebook.ToBytes());
            File.WriteAllBytes(Path.ChangeExtension(file, ".ipynb"),
                DibToIpynb.Convert(notebook, RunOutputs.Of(run)).ToBytes());
        }
    }

    // A script, not JSON: a page opened as a file may not fetch, but may load scripts.
    private static string SearchIndex(IEnumerable<Chapter> chapters) =>
        "window.searchIndex = " + JsonSerializer.Serialize(
        from chapter in chapters
        from section in chapter.Prose.Sections
        select new
        {
            Url = chapter.Entry.File + (section.Id.Length > 0 ? "#" + section.Id : ""),
            Page = $"{chapter.Entry.Number} {chapter.Entry.Title}".Trim(),
            Title = section.Title.Length > 0 ? section.Title : chapter.Entry.Title,
            section.Text,
        }, ForScript) + ";\n";
}
