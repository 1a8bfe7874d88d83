using System.Text.Json.Nodes;
using Microsoft.Playwright;
using RnnCourse.Browser.Tests.Book;
using Xunit;

namespace RnnCourse.Browser.Tests.Jupyter;

/// <summary>A notebook of the course in Jupyter Notebook, as a reader opens it.</summary>
[Trait("Suite", "Slow")]
public sealed class JupyterTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IDisposable
{
    private const string Name = "00-start-here.ipynb", Downloaded = "downloaded.ipynb";

    private const string LiveCurve = """
        var live = new LiveCurve(steps: 20);
        for (int step = 1; step <= 20; step++) { await Task.Delay(50); live.Report(step, 1.0 / step); }
        live.Finish();
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("rnncourse-notebooks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_notebook_runs_is_saved_and_is_there_again_and_one_that_is_not_trusted_shows_its_figures()
    {
        Assert.SkipWhen(JupyterServer.Missing is not null, JupyterServer.Missing ?? "");
        var cancellation = TestContext.Current.CancellationToken;
        var path = Path.Combine(_folder, Name);
        await ExportAsync("--out", path);
        await AddCellAsync(path, LiveCurve);
        await ExportAsync("--outputs", "--out", Path.Combine(_folder, Downloaded));
        using var server = await JupyterServer.StartAsync(_folder, cancellation);

        var page = await OpenAsync(server, Name);
        await page.WaitForFunctionAsync("() => Jupyter.notebook.kernel && Jupyter.notebook.kernel.is_connected()");
        await page.EvaluateAsync("""
            () => {
              const cells = Jupyter.notebook.get_cells(), last = cells[cells.length - 1].element[0];
              window.seen = new Set();
              new MutationObserver(() => window.seen.add(last.querySelector('.output svg')?.innerHTML))
                .observe(last, { childList: true, subtree: true });
              Jupyter.notebook.execute_all_cells();
            }
            """);
        await page.WaitForFunctionAsync("""
            () => Jupyter.notebook.get_cells().filter(cell => cell.cell_type === 'code')
              .every(cell => typeof cell.input_prompt_number === 'number')
            """, null, new() { Timeout = 240_000 });
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => Jupyter.notebook.get_cells().flatMap(cell => cell.output_area?.outputs ?? [])
              .filter(output => output.output_type === 'error' || output.name === 'stderr')
              .map(output => output.evalue ?? output.text)
            """));
        Assert.True(await page.EvaluateAsync<int>("() => window.seen.size") > 3, "The live curve was drawn once.");
        var figures = await page.Locator(".rnncourse-figure svg.rnncourse-svg:visible").CountAsync();
        Assert.True(figures > 3, $"{figures} figures are to be seen.");

        await page.EvaluateAsync("() => Jupyter.notebook.save_notebook()");
        await page.ReloadAsync();
        await LoadedAsync(page);
        Assert.True(await page.EvaluateAsync<bool>("() => Jupyter.notebook.trusted"));
        Assert.Equal(figures, await page.Locator(".rnncourse-figure svg.rnncourse-svg:visible").CountAsync());

        page = await OpenAsync(server, Downloaded);
        Assert.False(await page.EvaluateAsync<bool>("() => Jupyter.notebook.trusted"));
        var pictures = page.Locator("img.rc-picture:visible");
        Assert.Equal(figures - 1, await pictures.CountAsync()); // all but the live curve
        Assert.True(await pictures.EvaluateAllAsync<bool>("all => all.every(picture => picture.naturalWidth > 500)"));
        Assert.Equal(0, await page.Locator(".output svg").CountAsync());
    }

    private async Task<IPage> OpenAsync(JupyterServer server, string notebook)
    {
        var page = await browser.NewPage(width: 1100);
        await page.Context.UnrouteAllAsync();
        await page.Context.RouteAsync(url => !url.StartsWith(server.Address, StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal), route => route.AbortAsync());
        await page.GotoAsync($"{server.Address}/notebooks/{notebook}");
        await LoadedAsync(page);
        return page;
    }

    private static Task<IJSHandle> LoadedAsync(IPage page) => page.WaitForFunctionAsync(
        "() => window.Jupyter && Jupyter.notebook && Jupyter.notebook._fully_loaded");

    private static async Task ExportAsync(params string[] words)
    {
        var (code, _, errors) = await BookFixture.CourseAsync(["export", "notebooks/00-start-here.dib", .. words]);
        Assert.True(code == 0, errors);
    }

    private static async Task AddCellAsync(string path, string code)
    {
        var notebook = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
        notebook["cells"]!.AsArray().Add(new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["id"] = "live",
            ["metadata"] = new JsonObject(),
            ["outputs"] = new JsonArray(),
            ["source"] = code,
        });
        await File.WriteAllTextAsync(path, notebook.ToJsonString());
    }
}
