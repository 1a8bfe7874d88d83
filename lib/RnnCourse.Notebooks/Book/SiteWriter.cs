using System.Security.Cryptography;
using System.Text.Encodings.Web;
using RnnCourse.Figures.Display;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Render;

namespace RnnCourse.Notebooks.Book;

/// <summary>Gathers the files of the site, by path, and publishes them together.</summary>
internal sealed partial class SiteWriter(SiteFolder site)
{
    private static readonly JsonSerializerOptions ForScript = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase
    };

    private const string OutputStyles = "assets/outputs.css";

    /// <summary>Finds words in the site; the version the search is tested with.</summary>
    internal static readonly NpmPackage MiniSearch = new("minisearch", "7.2.0",
        "sha512-dqT2XBYUOZOiC5t2HRnwADjhNS2cecp9u+TJRiJ1Qp/f5qjkeT5APcGPjHw+bz89Ms8Jp+cG4AlE+QZ/QnDglg==");

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
        // Pages that are kept have the styles they had.
        var kept = chapters.Any(chapter => chapter.Run?.Status == CellStatus.NotRun)
            ? site.ReadWhole(OutputStyles) : null;
        Add(OutputStyles, string.Join('\n', chapters.SelectMany(chapter => chapter.Prose.Styles)
            .Concat(kept?.Split('\n') ?? []).Distinct().Order(StringComparer.Ordinal)));
        await AddNotebooksAsync(chapters, cancellation);
        Add("assets/search-index.js", "window.searchIndex = " + Script(SearchIndex.Of(chapters, pages)) + ";\n");
        Add("assets/cards.js", "window.cards = " + Script(Cards.Of(pages)) + ";\n");
        if (await SearchScriptAsync(cancellation) is { } search) Add("assets/minisearch.js", search);
        foreach (var (file, html) in pages) Add(file, html);
    }

    /// <summary>The script that finds words; null where npm cannot bring it: then the page finds whole words by
    /// itself.</summary>
    internal static async Task<byte[]?> SearchScriptAsync(CancellationToken cancellation)
    {
        try
        {
            return (await MiniSearch.FilesAsync(cancellation))["dist/umd/index.js"];
        }
        catch (NpmException)
        {
            return null;
        }
    }

    /// <summary>A page whose pictures, and whose numbers for plotly, are in files of their own: it loads without the
    /// latter, and a picture takes a quarter less than within it. A page that is kept keeps its own.</summary>
    public string WithFilesBeside(string html) => Beside().Replace(html, found =>
        found.Groups["png"] is { Success: true } png ? File(Convert.FromBase64String(png.Value), "png")
        : found.Groups["json"] is { Success: true } json
            ? $" data-file=\"{File(Encoding.UTF8.GetBytes($"document.currentScript.figure={json};\n"), "js")}\">"
        : Kept(found.Value));

    private string File(byte[] bytes, string kind)
    {
        var file = $"assets/figures/{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}.{kind}";
        Add(file, bytes);
        return file;
    }

    private string Kept(string file)
    {
        _files.TryAdd(file, null);
        return file;
    }

    /// <summary>Adds one more file.</summary>
    public void Add(string file, string text) => Add(file, Encoding.UTF8.GetBytes(text));

    /// <summary>Leaves a file of the site as it is.</summary>
    public void Keep(string file) => _files[file] = null;

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

    [GeneratedRegex("""(?<= (?:src|href)=")data:image/png;base64,(?<png>[A-Za-z0-9+/]+={0,2})(?=")|"""
        + """(?<=<script type="application/vnd\.plotly\.v1\+json")>(?<json>\{.*?)(?=</script>)|"""
        + """(?<=")assets/figures/[0-9a-f]{16}\.(?:png|js)(?=")""", RegexOptions.Singleline)]
    private static partial Regex Beside();

    // A script, not JSON: a page opened as a file may not fetch, but may load scripts.
    private static string Script(object value) => JsonSerializer.Serialize(value, ForScript);
}
