using System.Text.Encodings.Web;
using RnnCourse.Figures.Display;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>Gathers the files of the site, by path, and publishes them together.</summary>
internal sealed class SiteWriter(SiteFolder site)
{
    private static readonly JsonSerializerOptions ForScript = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase
    };

    private readonly Dictionary<string, byte[]?> _files = [];

    /// <summary>Whether the site will have a file of this name, relative to its folder.</summary>
    public bool Has(string file) => _files.ContainsKey(file) || site.Has(file);

    /// <summary>Adds the pages and all they need.</summary>
    public async Task AddAsync(IReadOnlyDictionary<string, string> pages, IReadOnlyList<Chapter> chapters,
        MathTypesetter math, PlotlyScript plotly, CancellationToken cancellation)
    {
        foreach (var name in new[] { "book.css", "book.js", "theme.js" }) Add($"assets/{name}", BookAsset.Bytes(name));
        Add("assets/figures.js", BookAsset.Text("figures.js") + Upgrade.ForPage);
        foreach (var (name, bytes) in math.Assets().Concat(plotly.Assets())) Add($"assets/{name}", bytes);
        await AddNotebooksAsync(chapters, cancellation);
        Add("assets/search-index.js", SearchIndex(chapters));
        foreach (var (file, html) in pages) Add(file, html);
    }

    /// <summary>Adds one more file.</summary>
    public void Add(string file, string text) => Add(file, Encoding.UTF8.GetBytes(text));

    /// <summary>Makes what was added the site.</summary>
    public Task PublishAsync(CancellationToken cancellation) => site.PublishAsync(_files, cancellation);

    /// <inheritdoc cref="Add(string, string)"/>
    public void Add(string file, byte[] bytes) => _files[file] = bytes;

    /// <summary>Adds the notebooks to download, as they are and as Jupyter opens them: with their outputs, and with a
    /// picture of each figure where there is a browser to make one.</summary>
    private async Task AddNotebooksAsync(IEnumerable<Chapter> chapters, CancellationToken cancellation)
    {
        var ran = new Dictionary<string, (DibDocument Notebook, IReadOnlyDictionary<int, IReadOnlyList<JsonObject>>)>();
        foreach (var run in chapters.Select(chapter => chapter.Run).OfType<NotebookResult>())
        {
            var file = "notebooks/" + Path.GetFileName(run.Path);
            if (run.Status == CellStatus.NotRun && site.ReadWhole(file) is not null)
                // As the page it belongs to: from the run that made it.
                _files[file] = _files[Path.ChangeExtension(file, ".ipynb")] = null;
            else
                ran[file] = (NotebookImports.Inline(StudentEdition.Of(DibDocument.Load(run.Path))), RunOutputs.Of(run));
        }
        await FigurePictures.AddPngAsync(ran.Values.SelectMany(made => made.Item2.Values).SelectMany(cell => cell),
            cancellation);
        foreach (var (file, (notebook, outputs)) in ran)
        {
            Add(file, notebook.ToBytes());
            Add(Path.ChangeExtension(file, ".ipynb"), DibToIpynb.Convert(notebook, outputs).ToBytes());
        }
    }

    // A script, not JSON: a page opened as a file may not fetch, but may load scripts.
    private static string SearchIndex(IEnumerable<Chapter> chapters) =>
        "window.searchIndex = " + JsonSerializer.Serialize(
        from chapter in chapters
        from section in chapter.Prose.Sections
        select new
        {
            Url = chapter.Entry.Address + (section.Id.Length > 0 ? "#" + section.Id : ""),
            Page = $"{chapter.Entry.Number} {chapter.Entry.Title}".Trim(),
            Title = section.Title.Length > 0 ? section.Title : chapter.Entry.Title,
            section.Text,
        }, ForScript) + ";\n";
}
