using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using RnnCourse.Browser.Tests.Book;
using RnnCourse.Figures;
using RnnCourse.Figures.Display;
using Xunit;

namespace RnnCourse.Browser.Tests.Figures;

/// <summary>The pages figures stand in: where plotly comes from, light and dark, several on a page, readers with a
/// screen reader.</summary>
public sealed class HostTests(BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    private static readonly Figure Curve = Gallery.Plots["line"];

    [Fact]
    public async Task A_host_page_adopts_each_figure_and_nothing_is_loaded()
    {
        var page = await browser.NewPage();
        var requests = Requests(page);
        await page.SetContentAsync(Page(Curve.ToHtml() + Gallery.Plots["bars"].ToHtml(),
            "<script>window.n=0;window.rnncourseFigures={adopt(div){n++}}</script>"));
        Assert.Equal(2, await page.EvaluateAsync<int>("() => n"));
        Assert.Empty(requests);
    }

    [Fact]
    public async Task A_page_with_plotly_draws_with_it()
    {
        var page = await browser.NewPage();
        var requests = Requests(page);
        await OpenAsync(page, Page(Curve.ToHtml(), PlotlyPackage.Element));
        await page.Locator(".rc-upgraded .main-svg").First.WaitForAsync();
        Assert.Empty(requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_without_plotly_loads_the_pinned_one_once(bool withAmdLoader)
    {
        var script = PlotlyPackage.Read();
        var page = await browser.NewPage();
        var requests = Requests(page);
        await page.RouteAsync(Upgrade.PlotlyAddress, route => route.FulfillAsync(new RouteFulfillOptions
        {
            Body = script,
            ContentType = "text/javascript; charset=utf-8",
            Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
        }));
        var loader = withAmdLoader
            ? "<script>window.define=function(){};window.define.amd={};"
                + "window.require=window.requirejs=function(){}</script>" : "";
        await page.SetContentAsync(Page(Curve.ToHtml() + Gallery.Plots["bars"].ToHtml(), loader));
        await Assertions.Expect(page.Locator(".rc-upgraded")).ToHaveCountAsync(2);
        Assert.Equal([Upgrade.PlotlyAddress], requests);
    }

    [Fact]
    public async Task Another_file_than_the_pinned_one_is_refused_and_the_drawing_stays()
    {
        var page = await browser.NewPage();
        await page.RouteAsync(Upgrade.PlotlyAddress, route => route.FulfillAsync(new RouteFulfillOptions
        {
            Body = "window.Plotly = { newPlot() { window.hacked = 1; return Promise.resolve(); } };",
            ContentType = "text/javascript",
            Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" },
        }));
        await page.SetContentAsync(Page(Curve.ToHtml()));
        await page.WaitForTimeoutAsync(200);
        await Assertions.Expect(page.Locator(".rnncourse-svg:not(.rc-narrow)")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => window.hacked === undefined"));
    }

    [Fact]
    public async Task The_same_figure_twice_on_a_page_draws_twice()
    {
        var page = await browser.NewPage();
        await OpenAsync(page, Page(Curve.ToHtml() + Curve.ToHtml(), PlotlyPackage.Element));
        await Assertions.Expect(page.Locator(".rc-upgraded")).ToHaveCountAsync(2);
    }

    [Theory]
    [InlineData("<html lang=en data-theme=dark>", "<body>", false, true)]
    [InlineData("<html lang=en data-theme=light>", "<body>", true, false)]
    [InlineData("<html lang=en>", "<body class=vscode-dark>", false, true)]
    [InlineData("<html lang=en>", "<body class=vscode-light>", true, false)]
    [InlineData("<html lang=en>", "<body data-jp-theme-light=false>", false, true)]
    [InlineData("<html lang=en data-theme=auto>", "<body>", true, true)]
    [InlineData("<html lang=en>", "<body>", true, false)]
    [InlineData("<html lang=en>", "<body>", false, false)]
    public async Task Both_drawings_follow_the_theme(string html, string body, bool systemDark, bool expectDark)
    {
        var page = await browser.NewPage(dark: systemDark);
        await OpenAsync(page, "<!doctype "
            + $"html>{html}<meta charset=utf-8><title>t</title>{body}{PlotlyPackage.Element}"
            + $"{Curve.ToHtml()}</body></html>");
        await page.Locator(".rc-upgraded .main-svg").First.WaitForAsync();
        var expected = expectDark ? "rgb(22, 24, 29)" : "rgb(255, 255, 255)";
        Assert.Equal(expected,
            await page.EvaluateAsync<string>(
                "() => getComputedStyle(document.querySelector('.rnncourse-svg rect')).fill"));
        Assert.Equal(expectDark ? "#16181d" : "#ffffff",
            await page.EvaluateAsync<string>(
                "() => document.querySelector('.rnncourse-plotly')._fullLayout.paper_bgcolor"));
        Assert.Equal(expectDark ? "#6cb2ff" : "#1857b6",
            await page.EvaluateAsync<string>(
                "() => document.querySelector('.rnncourse-plotly')._fullData[0].line.color"));
    }

    [Fact]
    public async Task A_change_of_theme_is_followed_at_once()
    {
        var page = await browser.NewPage();
        await OpenAsync(page, Page(Curve.ToHtml(), PlotlyPackage.Element));
        await page.Locator(".rc-upgraded .main-svg").First.WaitForAsync();
        await page.EvaluateAsync("() => document.documentElement.setAttribute('data-theme', 'dark')");
        await page.WaitForFunctionAsync(
            "() => document.querySelector('.rnncourse-plotly')._fullLayout.paper_bgcolor === '#16181d'");
    }

    [Fact]
    public async Task A_part_of_a_plot_has_marks_of_its_own_and_the_whole_the_drawings()
    {
        var page = await browser.NewPage();
        await OpenAsync(page, Page(Curve.ToHtml(), PlotlyPackage.Element));
        await page.Locator(".rc-upgraded .main-svg").First.WaitForAsync();
        const string marks = "[...document.querySelectorAll('.rnncourse-plotly .xtick text')]"
            + ".map(text => text.textContent).sort().join()";
        var whole = await page.EvaluateAsync<string>(marks);

        var box = (await page.Locator(".nsewdrag").First.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + box.Width * 0.4f, box.Y + box.Height / 2);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 0.45f, box.Y + box.Height / 2, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await page.WaitForFunctionAsync(
            $"whole => {marks} !== whole && document.querySelectorAll('.rnncourse-plotly .xtick').length > 1", whole);
        var part = await page.EvaluateAsync<string>(marks);

        await page.EvaluateAsync("() => document.documentElement.setAttribute('data-theme', 'dark')");
        await page.WaitForFunctionAsync("part => document.querySelector('.rnncourse-plotly')._fullLayout.paper_bgcolor"
            + $" === '#16181d' && {marks} === part", part);

        await page.EvaluateAsync("() => document.querySelector('[data-title=\"Reset axes\"]').click()");
        await page.WaitForFunctionAsync($"whole => {marks} === whole", whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Words_on_data_have_paper_around_them_in_both_drawings(bool dark)
    {
        var page = await browser.NewPage(dark);
        var figure = Figure.Line([1.0, 4, 2]).HorizontalLine(2.5, "a level").VerticalLine(1, "a place");
        await OpenAsync(page, Page(figure.ToHtml(), PlotlyPackage.Element).Replace("<html ", "<html data-theme=auto ",
            StringComparison.Ordinal));
        await page.Locator(".rc-upgraded .main-svg").First.WaitForAsync();
        foreach (var drawing in (string[])[".rnncourse-svg:not(.rc-narrow)", ".rnncourse-plotly"])
            Assert.Equal(["a level", "a place"], (await page.EvaluateAsync<string[]>("""
                drawing => [...document.querySelectorAll(drawing + ' text')].filter(text => {
                  const style = getComputedStyle(text);
                  return style.paintOrder.startsWith('stroke') && parseFloat(style.strokeWidth) >= 3
                    && style.stroke === getComputedStyle(document.querySelector('.rnncourse-figure')).backgroundColor;
                }).map(text => text.textContent)
                """, drawing)).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Drawings_and_texts_pass_axe(bool dark)
    {
        var page = await browser.NewPage(dark);
        await page.SetContentAsync(Page("<main><h1>Figures</h1>"
            + string.Concat(Gallery.All.Select(item => item.Value.ToHtml()))
            + "</main>", "<script>window.rnncourseFigures={adopt(){}}</script>"));
        await AssertAccessible(page, dark);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Interactive_plots_pass_axe(bool dark)
    {
        var page = await browser.NewPage(dark);
        string[] kinds = ["line", "bars", "diverging heat map", "small multiples", "contour"];
        await OpenAsync(page, Page("<main><h1>Figures</h1>"
            + string.Concat(kinds.Select(kind => Gallery.Plots[kind].ToHtml())) + "</main>", PlotlyPackage.Element));
        await Assertions.Expect(page.Locator(".rc-upgraded")).ToHaveCountAsync(kinds.Length);
        await AssertAccessible(page, dark);
    }

    [Fact]
    public async Task A_saved_page_draws_without_network()
    {
        var path = Path.Combine(Path.GetTempPath(), $"figure-{Guid.NewGuid():N}.html");
        try
        {
            Curve.Save(path);
            var page = await browser.NewPage();
            await page.SetContentAsync(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
            await Assertions.Expect(page.Locator(".rnncourse-svg:not(.rc-narrow)")).ToBeVisibleAsync();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task AssertAccessible(IPage page, bool dark)
    {
        // The fragment stands in a page of its own here, so only rules on the figures count; in the dark theme only
        // colours differ.
        var result = await page.RunAxe(dark ? new AxeRunOptions { RunOnly = RunOnlyOptions.Rules("color-contrast") }
            : null);
        Assert.Empty(result.Violations.Select(v => $"{v.Id} ({v.Impact}): {v.Help}: "
            + $"{string.Join(" | ", v.Nodes.Take(3).Select(node => node.Html[..Math.Min(160, node.Html.Length)]))}"));
    }

    /// <summary>Opens a page from disk, where plotly.js is, too.</summary>
    private static async Task OpenAsync(IPage page, string html)
    {
        await page.Context.UnrouteAllAsync();
        await page.Context.RouteAsync(url => !url.StartsWith("file:", StringComparison.Ordinal),
            route => route.AbortAsync());
        var file = Path.Combine(Path.GetTempPath(), $"figures-{Guid.NewGuid():N}.html");
        try
        {
            await File.WriteAllTextAsync(file, html, TestContext.Current.CancellationToken);
            await page.GotoAsync(new Uri(file).AbsoluteUri);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Page(string content, string head = "") =>
        "<!doctype html><html "
            + "lang=en><head><meta charset=utf-8><title>Figures</title><style>"
            + $"@media(prefers-color-scheme:dark){{body{{background:#16181d;color:#e6e8eb}}}}</style>"
            + $"{head}</head><body>{content}</body></html>";

    private static List<string> Requests(IPage page)
    {
        var requests = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("about:", StringComparison.Ordinal)
                && !request.Url.StartsWith("file:", StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)) requests.Add(request.Url);
        };
        return requests;
    }
}
