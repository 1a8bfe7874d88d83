using Microsoft.Playwright;
using RnnCourse.Browser.Tests.Book;
using RnnCourse.Figures;
using RnnCourse.Notebooks.Tests.Ipynb;
using Xunit;

namespace RnnCourse.Browser.Tests.Figures;

/// <summary>The static drawing and the interactive plot of each kind, in a real browser.</summary>
public sealed class TwoDrawingsTests(BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    public static TheoryData<string> Plots => [.. Gallery.Plots.Keys];

    public static TheoryData<string> Others => [.. Gallery.Others.Keys];

    public static TheoryData<string> All => [.. Gallery.All.Select(item => item.Key)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Without_network_the_drawing_shows(string kind)
    {
        (var page, var errors) = await Shared();
        await Show(page, Figure(kind));
        var figure = page.Locator(".rnncourse-figure > :is(svg, table, p.rc-tokens)").First;
        await Assertions.Expect(figure).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator(".rnncourse-plotly").CountAsync());
        Assert.True(await page.EvaluateAsync<bool>("() => window.hacked === undefined"));
        Assert.Empty(errors);
    }

    [Theory]
    [MemberData(nameof(Plots))]
    [InlineData("surface")]
    public async Task The_interactive_plot_takes_the_drawings_place_and_shows_the_same_points_over_the_same_ranges(
        string kind)
    {
        (var page, var errors) = await Shared();
        await Show(page, Figure(kind));
        var before = (await page.Locator(".rnncourse-svg:not(.rc-narrow)").BoundingBoxAsync())!;
        var svg = await Shown.FromSvg(page);

        await Upgrade(page);
        await Assertions.Expect(page.Locator(".rnncourse-svg:not(.rc-narrow)")).ToBeHiddenAsync();
        var after = (await page.Locator(".rnncourse-plotly").BoundingBoxAsync())!;
        Assert.InRange(after.Height, before.Height - 2, before.Height + 2);
        Assert.InRange(after.X, before.X - 2, before.X + 2);
        Assert.True(await page.EvaluateAsync<bool>("() => window.hacked === undefined"));
        Assert.Empty(errors);
        if (kind != "surface") AssertSame(kind, svg, await Shown.FromPlotly(page));
    }

    [Theory]
    [InlineData("surface")]
    [InlineData("surface over a log scale")]
    public async Task A_surface_has_the_same_cells_paths_and_three_axis_ranges_in_both_drawings(string kind)
    {
        (var page, var errors) = await Shared();
        await Show(page, Figure(kind));
        var svg = await ShownSurface.FromSvg(page);
        await Upgrade(page);
        var plotly = await ShownSurface.FromPlotly(page);
        Assert.Empty(errors);
        Assert.Equal(plotly.Cells, svg.Cells);
        Assert.Equal(plotly.Marks, svg.Marks);
        for (var axis = 0; axis < 3; axis++)
        {
            double[] drawn = svg.Ranges[axis], interactive = plotly.Ranges[axis];
            var tolerance = 0.01 * Math.Abs(interactive[1] - interactive[0]);
            Assert.InRange(drawn[0], interactive[0] - tolerance, interactive[0] + tolerance);
            Assert.InRange(drawn[1], interactive[1] - tolerance, interactive[1] + tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Plotly_draws_the_json_of_figures_that_are_not_upgraded_too(string kind)
    {
        (var page, var errors) = await Shared();
        var parts = await page.EvaluateAsync<int>("""
            json => { const f = JSON.parse(json); document.body.innerHTML = '<div id=plot></div>'; return Plotly.newPlot('plot', f.data, f.layout, f.config)
              .then(plot => plot._fullData.length + (plot._fullLayout.shapes || []).length); }
            """, Figure(kind).ToPlotlyJson());
        Assert.True(parts > 0);
        Assert.Empty(errors);
    }

    // Python's plotly refuses what is not in this schema. Attributes that have no effect in this figure are not errors.
    [Theory]
    [MemberData(nameof(All))]
    public async Task The_json_is_valid_by_plotlys_own_schema(string kind)
    {
        (var page, _) = await Shared();
        var wrong = await page.EvaluateAsync<string[]>(
            "json => { const f = JSON.parse(json); return (Plotly.validate(f.data, f.layout) || []).filter(e => "
                + "!['unused', 'dynamic', 'invisible'].includes(e.code)).map(e => e.msg); }",
                Figure(kind).ToPlotlyJson());
        Assert.Empty(wrong);
    }

    [Fact]
    public void Pythons_plotly_opens_the_json_of_every_kind_and_changes_nothing_in_it()
    {
        Assert.SkipUnless(Python.Has("plotly"), "python3-plotly is not installed");
        var folder = Directory.CreateTempSubdirectory("rnncourse-plotly-").FullName;
        foreach ((var kind, var figure) in Gallery.All) figure.Save(Path.Combine(folder, kind + ".json"));

        var opened = Python.Run("""
            import glob, json, sys, plotly, plotly.io as pio
            def layout(value):
                return {k: v for k, v in value.items() if k != 'template' and v != []}
            old = tuple(map(int, plotly.__version__.split('.')[:2])) < (5, 5)   # numbers in the cells of a heat map came with 5.5
            late = ['texttemplate'] if old else []
            for path in glob.glob(sys.argv[1] + '/*.json'):
                text = open(path, encoding='utf-8').read()
                wanted = json.loads(text)
                figure = json.loads(pio.from_json(text, skip_invalid=old and '"texttemplate"' in text).to_json())
                assert figure['data'] == [{k: v for k, v in trace.items() if k not in late} for trace in wanted['data']], path
                got, want = layout(figure['layout']), layout(wanted['layout'])
                assert got == want, (path, [(k, want.get(k), got.get(k)) for k in {*want, *got} if got.get(k) != want.get(k)])
                print(path)
            """, folder);

        Directory.Delete(folder, recursive: true);
        Assert.Equal(Gallery.All.Count(), opened.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("heatmap", "large heat map", 2400)]
    [InlineData("contour", "contour", 61 * 61)]
    [InlineData("surface", "surface", 41 * 41)]
    public async Task Grids_reach_plotly_whole(string type, string kind, int cells)
    {
        (var page, _) = await Shared();
        await Show(page, Figure(kind));
        await Upgrade(page);
        Assert.Equal(cells,
            await page.EvaluateAsync<int>(
                "type => { const t = document.querySelector('.rnncourse-plotly')._fullData.find(t => t.type === "
                    + "type); return t.z.length * t.z[0].length; }", type));
    }

    [Fact]
    public async Task A_surface_has_a_tile_for_each_cell_of_the_grid()
    {
        (var page, _) = await Shared();
        await Show(page, Figure("surface"));
        Assert.Equal(40 * 40, await page.Locator(".rnncourse-svg:not(.rc-narrow) .rc-trace path").CountAsync());
    }

    private static Figure Figure(string kind) => Gallery.All.Single(item => item.Key == kind).Value;

    // plotly is large: one page starts it once for all tests of this class, which run one after the other.
    private async Task<(IPage Page, List<string> Errors)> Shared()
    {
        (var page, var errors) = await browser.SharedPage(async fresh =>
        {
            await fresh.SetContentAsync("<!doctype html><html lang=en><title>t</title><body></body></html>");
            await fresh.AddScriptTagAsync(new PageAddScriptTagOptions { Content = PlotlyPackage.Read() });
            await fresh.EvaluateAsync(
                "() => { window.rnncourseFigures = { adopt(div) { window.adopted.push(div); } }; }");
        });
        errors.Clear();
        return (page, errors);
    }

    // As VS Code and JupyterLab do it: the HTML is set, then its scripts are created anew so that they run.
    private static async Task Show(IPage page, Figure figure) => await page.EvaluateAsync("""
        html => {
          window.adopted = [];
          document.querySelectorAll('.rnncourse-plotly').forEach(plot => Plotly.purge(plot));
          document.body.innerHTML = html;
          document.querySelectorAll('script').forEach(old => {
            if (!document.body.contains(old)) return;
            const script = document.createElement('script');
            for (const attribute of old.attributes) script.setAttribute(attribute.name, attribute.value);
            script.textContent = old.textContent;
            old.replaceWith(script);
          });
        }
        """, figure.ToHtml());

    private static async Task Upgrade(IPage page) =>
        await page.EvaluateAsync("""
            async () => {
              while (adopted.length === 0) await new Promise(requestAnimationFrame); // once there is room
              await Promise.all(adopted.map(div => div.rnncourseDraw(Plotly)));
            }
            """);

    private static void AssertSame(string kind, Shown svg, Shown plotly)
    {
        // A contour plot's bands are not points; the next test counts its grid.
        if (kind != "contour") Assert.Equal(Plotted(plotly.Points), Plotted(svg.Points));
        Assert.Equal(svg.X.Length, plotly.X.Length);
        var compared = 0;
        for (var panel = 0; panel < svg.X.Length; panel++)
            compared += Same(svg.X[panel], plotly.X[panel]) + Same(svg.Y[panel], plotly.Y[panel]);
        if (kind is not ("diverging heat map" or "attention"))
            Assert.True(compared > 0, "No axis of the drawing could be read back.");

        static int[] Plotted(int[] points) => [.. points.Where(n => n > 0)];
    }

    // Named positions have no numbers to read back: then there is nothing to compare.
    private static int Same(double[] svg, double[] plotly)
    {
        if (svg.Length == 0) return 0;
        var tolerance = 0.01 * Math.Abs(plotly[1] - plotly[0]);
        Assert.Equal(plotly[0], svg[0], tolerance);
        Assert.Equal(plotly[1], svg[1], tolerance);
        return 1;
    }
}
