using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;

namespace RnnCourse.Browser.Tests.Book;

/// <summary>The book as a reader meets it: from disk, in a browser, with the network off.</summary>
public sealed partial class BookTests(BookFixture book, BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    private const string Chapter = "04-backpropagation-through-time.html";

    [Theory]
    [InlineData("light.png")]
    [InlineData("dark.png")]
    public void The_pictures_for_the_README_are_taken_of_this_book(string file)
    {
        var png = File.ReadAllBytes(Path.Combine(book.Pictures, file));
        int Number(int at) => System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
        Assert.Equal((1280, 900), (Number(16), Number(20)));
        Assert.True(png.Length > 60_000, $"{png.Length} bytes: a page without text and plot?");
        Assert.False(File.Exists(Path.Combine(book.Site, "screenshot.html")));
    }

    [Fact]
    public void The_book_builds_without_a_problem_and_names_the_page_to_open()
    {
        Assert.True(book.Build.Code == 0, book.Build.Errors);
        Assert.Contains($"Open {Path.Combine(book.Site, "index.html")}", book.Build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_run_finds_every_cell_kept()
    {
        var (code, output, errors) = await BookFixture.CourseAsync(["run", "--json", .. BookFixture.Notebooks]);
        Assert.True(code == 0, errors);
        var ran = JsonNode.Parse(output)!["notebooks"]!.AsArray().SelectMany(notebook => notebook!["cells"]!.AsArray()
            .Where(cell => cell!["kernel"]!.GetValue<string>() != "markdown" && !cell["cached"]!.GetValue<bool>())
            .Select(cell => $"{notebook["path"]}, cell {cell!["number"]}")).ToList();
        Assert.True(ran.Count == 0, "These ran again: " + string.Join("; ", ran));
    }

    [Fact]
    public void Notebooks_to_download_have_a_picture_and_a_drawing_of_each_figure()
    {
        Assert.SkipWhen(!browser.IsHere, "Pictures need a Chromium browser.");
        var outputs = Directory.GetFiles(Path.Combine(book.Site, "notebooks"), "*.ipynb")
            .SelectMany(path => JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray())
            .SelectMany(cell => cell!["outputs"] as JsonArray ?? [])
            .Select(output => output!["data"] as JsonObject)
            .Where(data => data?["text/html"]?.AsArray() is [var first, ..]
                && Figure().IsMatch(first!.GetValue<string>())).ToList();
        Assert.True(outputs.Count > 100, $"There are {outputs.Count} figures.");
        Assert.All(outputs, data => Assert.True(data!.ContainsKey("image/png") && data.ContainsKey("image/svg+xml"),
            $"It has {string.Join(", ", data.Select(value => value.Key))}."));
    }

    [GeneratedRegex("^<div class=\"rnncourse-figure rc-theme(?: rc-(?:one|two))?(?: rc-explore)?\"")]
    private static partial Regex Figure();

    [Theory]
    [InlineData("A1-plotly-net-and-xplot.html", "A tanh unit and its slope", ".slider-group",
        "noise", ".scatterlayer .points", "Weights of a cell", ".barlayer .points")]
    [InlineData("09-relu-against-tanh-and-sigmoid.html", "Each training", ".parcoords")]
    [InlineData("11-gru.html", "Updates of each training", ".boxlayer .points")]
    [InlineData("13-inside-the-hidden-state.html", "cell states along the tale", ".gl-container canvas")]
    public async Task Charts_of_Plotly_NET_and_XPlot_are_pictures_with_words_and_then_drawn_by_the_pages_own_plotly(
        string file, params string[] wordsAndDrawn)
    {
        var requests = new List<string>();
        var page = await book.OpenAsync(browser, file, requests);
        var charts = new List<ILocator>();
        foreach (var pair in wordsAndDrawn.Chunk(2))
        {
            var chart = page.Locator(".rnncourse-figure:has(> svg.rc-words)").Filter(new()
            {
                Has = page.Locator("svg > title, svg > desc").Filter(new() { HasText = pair[0] }),
            }).First;
            await Assertions.Expect(chart.Locator("svg.rc-words image")).ToHaveCountAsync(1);
            await chart.ScrollIntoViewIfNeededAsync();
            await Assertions.Expect(chart.Locator(pair[1]).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
            charts.Add(chart);
        }

        await page.EvaluateAsync("() => document.documentElement.setAttribute('data-theme', 'dark')");
        foreach (var chart in charts)
            await Assertions.Expect(chart.Locator(".main-svg").First)
                .ToHaveCSSAsync("background-color", "rgb(16, 21, 27)", new() { Timeout = 30_000 });
        // Lines and boxes can be told from the dark paper, and grids are the theme's.
        var faint = await page.EvaluateAsync<string[]>("""
            () => {
              const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
              const light = color => {
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const paper = light('#10151b'), contrast = color => (light(color) + 0.05) / (paper + 0.05);
              const faint = [];
              for (const plot of document.querySelectorAll('.rc-upgraded:has(> svg.rc-words) .rnncourse-plotly')) {
                for (const trace of plot._fullData) for (const part of [trace.line, trace.marker])
                  if (part && typeof part.color === 'string' && contrast(part.color) < 3) faint.push(`${plot.parentElement.id}: ${trace.type} ${part.color}`);
                const { xaxis, yaxis, scene } = plot._fullLayout;
                for (const axis of [xaxis, yaxis, scene?.xaxis, scene?.yaxis, scene?.zaxis].filter(axis => axis?.showgrid))
                  if (axis.gridcolor !== getComputedStyle(plot).getPropertyValue('--rc-grid').trim()) faint.push(`${plot.parentElement.id}: grid ${axis.gridcolor}`);
              }
              return faint;
            }
            """);
        Assert.Empty(faint);
        Assert.Empty(requests);
    }

    [Fact]
    public async Task Mathematics_is_typeset_for_the_eye_and_for_a_screen_reader()
    {
        var page = await book.OpenAsync(browser, Chapter);

        Assert.True(await page.Locator(".katex-display .katex-html").First.IsVisibleAsync());
        Assert.True(await page.Locator("math").CountAsync() > 20);
        Assert.True(
            await page.EvaluateAsync<bool>("document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Math'))"));
    }

    [Fact]
    public async Task Figures_become_interactive_when_they_come_into_view()
    {
        var page = await book.OpenAsync(browser, Chapter);
        var last = page.Locator(".rnncourse-figure.rc-two").Last; // tables stay text
        Assert.Equal(0, await last.Locator(".js-plotly-plot").CountAsync());

        await last.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(last.Locator(".js-plotly-plot")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Figures_stay_drawings_where_plotly_cannot_be_loaded()
    {
        var page = await book.OpenAsync(browser, Chapter);
        var refused = new TaskCompletionSource();
        page.RequestFailed += (_, _) => refused.TrySetResult();
        await page.Context.RouteAsync("**/plotly.min.js", route => route.AbortAsync());
        await page.ReloadAsync();
        await page.Locator(".rnncourse-figure").First.ScrollIntoViewIfNeededAsync();
        await refused.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(0, await page.Locator(".js-plotly-plot").CountAsync());
        Assert.True(await page.Locator(".rnncourse-figure svg").First.IsVisibleAsync());
    }

    [Fact]
    public async Task Chapters_are_reached_by_links_and_by_arrow_keys()
    {
        var page = await book.OpenAsync(browser, "index.html");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Glossary" }).ClickAsync();
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Glossary"));
        Assert.Equal("page", await page.Locator(".chapters a[href='glossary.html']").GetAttributeAsync("aria-current"));

        await page.WaitForLoadStateAsync(); // the keys are bound when the page has loaded
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Homework"));
        await page.WaitForLoadStateAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Assertions.Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex("^Glossary"));
    }

    [Theory]
    [InlineData("recursion", Chapter)]
    [InlineData("W_{hh}", Chapter)]
    [InlineData("PointwiseTanh", Chapter)]
    [InlineData("scheduled sampling", "glossary.html")]
    public async Task Search_finds_words_formulas_and_code_from_a_page_on_disk(string words, string expected)
    {
        var page = await book.OpenAsync(browser, "symbols.html");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(words);
        await Assertions.Expect(page.Locator($"#results a[href^='{expected}']").First).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#results")).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("(4.7)", "#eq-4.7")]
    [InlineData("equation 4.7", "#eq-4.7")]
    [InlineData("forgetting gate", "forget-gate")]
    [InlineData("vanising gradient", "vanishing")]
    [InlineData("순환", "recurrent-neural-network")]
    [InlineData("Pascanu", "references.html#pascanu-2013")]
    [InlineData("exercise 4.4", "04-backpropagation-through-time.html#cell-")]
    public async Task The_first_result_is_what_was_meant(string words, string expected)
    {
        var page = await book.OpenAsync(browser, "symbols.html");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(words);
        await Assertions.Expect(page.Locator("#results a").First).ToHaveAttributeAsync("href",
            new System.Text.RegularExpressions.Regex(System.Text.RegularExpressions.Regex.Escape(expected)));
    }

    [Fact]
    public async Task A_symbol_is_found_however_it_is_spelt()
    {
        var page = await book.OpenAsync(browser, "symbols.html");
        var found = new List<string>();
        foreach (var spelling in (string[])["W_hh", "Whh", "W_{hh}"])
        {
            await page.Locator("#search").FillAsync("");
            await page.Locator("#search").FillAsync(spelling);
            await Assertions.Expect(page.Locator("#results a").First).ToBeVisibleAsync();
            found.Add(await page.EvaluateAsync<string>(
                "[...document.querySelectorAll('#results a')].map(link => link.getAttribute('href')).join(' ')"));
        }

        Assert.Single(found.Distinct());
    }

    [Theory]
    [InlineData("a.equation-reference", "math")]
    [InlineData("a.citation", "em")]
    [InlineData("a.term", "strong")]
    public async Task A_card_shows_what_a_link_leads_to_by_pointer_and_by_keyboard(string link, string shown)
    {
        var page = await book.OpenAsync(browser, "10-lstm.html");
        var card = page.Locator($".card {shown}").First;
        await page.Locator(link).First.FocusAsync();
        await Assertions.Expect(card).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(card).ToBeHiddenAsync();
        await page.Locator(link).First.HoverAsync();
        await Assertions.Expect(card).ToBeVisibleAsync();
        var box = (await page.Locator(".card").BoundingBoxAsync())!;
        Assert.True(box.X >= 0 && box.X + box.Width <= 1300, $"{box.X}, {box.Width}");
    }

    [Fact]
    public async Task What_the_reader_folds_and_has_read_is_remembered()
    {
        var page = await book.OpenAsync(browser, Chapter);
        await page.Locator("button.fold").ClickAsync();
        await Assertions.Expect(page.Locator(".setup .code pre").First).ToBeVisibleAsync();
        // Cells that come into view find their height then, so the end may move away: a reader scrolls on.
        await page.WaitForFunctionAsync("""
            () => {
              document.querySelector('.turn').scrollIntoView();
              return document.querySelector('.chapters a.read');
            }
            """);
        await Assertions.Expect(page.Locator($".chapters a[href='{Chapter}'].read")).ToHaveCountAsync(1);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".setup .code pre").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".chapters a.read")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData(375)]
    [InlineData(1100)]
    public async Task The_headings_are_listed_at_every_width_and_the_one_that_is_read_is_marked(int width)
    {
        var page = await book.OpenAsync(browser, Chapter, width: width);
        await page.Locator(".here summary").ClickAsync();
        Assert.True(await page.Locator(".here a").CountAsync() > 5);
        Assert.True(await page.Locator(".here a").First.IsVisibleAsync());

        await page.SetViewportSizeAsync(1400, 900);
        await page.GotoAsync(page.Url + "#eq-4.7");
        await Assertions.Expect(page.Locator(".on-this-page [aria-current]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Every_page_is_HTML_that_a_parser_has_nothing_to_mend_in()
    {
        var found = new List<string>();
        foreach (var file in book.Pages)
        {
            var context = AngleSharp.BrowsingContext.New(AngleSharp.Configuration.Default);
            var parser = new AngleSharp.Html.Parser.HtmlParser(new(), context);
            context.AddEventListener("parseerror", (_, e) =>
            {
                if (e is AngleSharp.Html.Dom.Events.HtmlErrorEvent problem)
                    found.Add($"{file}, line {problem.Position.Line}: {problem.Message}");
            });
            parser.ParseDocument(await File.ReadAllTextAsync(Path.Combine(book.Site, file),
                TestContext.Current.CancellationToken));
        }

        Assert.True(found.Count == 0, $"{found.Count}\n{string.Join('\n', found.Take(60))}");
    }

    [Fact]
    public async Task Enter_opens_the_first_result()
    {
        var page = await book.OpenAsync(browser, "index.html");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("beam search");
        await Assertions.Expect(page.Locator("#results a").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("index\\.html$"));
    }

    [Fact]
    public async Task The_theme_follows_the_system_and_then_the_reader()
    {
        var page = await book.OpenAsync(browser, "index.html", dark: true);
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));

        await page.Locator("#theme").ClickAsync();
        Assert.Equal("light", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        await page.ReloadAsync();
        Assert.Equal("light", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
    }

    [Fact]
    public async Task Code_folds_and_copies()
    {
        var page = await book.OpenAsync(browser, Chapter);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await Assertions.Expect(page.Locator(".setup .code pre").First).ToBeHiddenAsync(); // folded from the start
        var cell = page.Locator(".cell:not(.setup) .code").First;
        await cell.Locator(".copy").ClickAsync();
        await Assertions.Expect(cell.Locator(".copy")).ToHaveTextAsync("Copied");
        Assert.Equal(await cell.Locator("pre").TextContentAsync(),
            await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await cell.Locator("summary").ClickAsync();
        await Assertions.Expect(cell.Locator("pre")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Print_shows_the_chapter_and_its_figures_without_the_frame()
    {
        var page = await book.OpenAsync(browser, Chapter);
        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.All([".bar", ".chapters", ".on-this-page", ".copy", ".turn"],
            frame => Assert.False(page.Locator(frame).First.IsVisibleAsync().GetAwaiter().GetResult(), frame));
        Assert.True(await page.Locator(".rnncourse-figure").First.IsVisibleAsync());
        Assert.True(await page.Locator(".equation").First.IsVisibleAsync());
    }

    [Fact]
    public async Task Print_from_the_dark_theme_is_dark_on_white()
    {
        const string colours = """
            () => ['.rnncourse-figure', '.rnncourse-figure text', '.rnncourse-claim', '.rnncourse-claim p', 'body', '.code'].map(name => {
              const element = document.querySelector(name);
              if (!element) return name + ' is missing';
              const style = getComputedStyle(element), drawn = element.namespaceURI.endsWith('svg');
              const light = colour => Math.max(...colour.match(/[0-9.]+/g).slice(0, 3).map(Number));
              const paper = style.backgroundColor;
              return (drawn ? light(style.fill) > 110 : light(style.color) > 110 || !/, 0\)$/.test(paper) && light(paper) < 240) ? name + ': ' + style.fill + style.color + ' on ' + paper : '';
            }).filter(Boolean)
            """;
        var page = await book.OpenAsync(browser, Chapter, dark: true);
        await BookFixture.ShowFiguresAsync(page);
        Assert.NotEmpty(await page.EvaluateAsync<string[]>(colours));

        await page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.Empty(await page.EvaluateAsync<string[]>(colours));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Drawings_stand_on_the_pages_own_colour(bool dark)
    {
        var page = await book.OpenAsync(browser, Chapter, dark: dark);
        Assert.Equal(
            [await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor")],
            await page.EvaluateAsync<string[]>("""
                () => [...new Set([...document.querySelectorAll('.rnncourse-figure, .rnncourse-figure svg.rc-theme')]
                  .map(drawn => getComputedStyle(drawn).backgroundColor))]
                """));
    }

    [Fact]
    public async Task A_policy_that_forbids_scripts_in_pages_takes_nothing_away()
    {
        var (page, errors) = (await browser.NewPage(width: 1300), new List<string>());
        page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
        page.PageError += (_, error) => errors.Add(error);
        await page.RouteAsync("http://course.test/**", route => route.FulfillAsync(new()
        {
            Path = Path.Combine(book.Site, new Uri(route.Request.Url).LocalPath[1..]),
            Headers = new Dictionary<string, string>
            {
                ["Content-Security-Policy"] = "default-src 'self'; script-src 'self'; "
                    + "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:",
            },
        }));
        foreach (var file in book.SomePages)
        {
            await page.GotoAsync("http://course.test/" + file);
            await BookFixture.ShowFiguresAsync(page);
        }

        await page.GotoAsync("http://course.test/" + Chapter);
        await page.Locator(".rnncourse-figure").First.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator(".js-plotly-plot").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("recursion");
        await Assertions.Expect(page.Locator("#results a").First).ToBeVisibleAsync();
        await page.Locator("#theme").ClickAsync();
        Assert.Equal("dark", await page.EvaluateAsync<string>("document.documentElement.dataset.theme"));
        Assert.Empty(errors);
    }

    [Fact]
    public async Task No_figure_offers_to_send_itself_anywhere()
    {
        var page = await book.OpenAsync(browser, Chapter);
        await BookFixture.ShowFiguresAsync(page);

        Assert.NotEqual(0, await page.Locator(".modebar-btn").CountAsync());
        var sends = page.Locator("[data-title*=Share], [data-title*=Cloud], [data-title*=Edit]");
        Assert.Equal(0, await sends.CountAsync());
    }

    [Fact]
    public async Task On_a_phone_the_menu_opens_and_Escape_closes_it()
    {
        var page = await book.OpenAsync(browser, Chapter, width: 390);
        Assert.False(await page.Locator(".chapters").IsVisibleAsync());
        await page.Locator("#menu").ClickAsync();
        Assert.True(await page.Locator(".chapters").IsVisibleAsync());
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator(".chapters").IsVisibleAsync());
    }

    [Fact]
    public async Task The_keyboard_alone_reaches_the_text_and_everything_in_it()
    {
        var page = await book.OpenAsync(browser, Chapter);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the text", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('main').contains(document.activeElement)"));
    }

    [Fact]
    public async Task The_whole_book_prints_to_one_PDF_with_bookmarks()
    {
        Assert.SkipUnless(browser.IsHere || BrowserFixture.Required, "No Chromium or Chrome is installed.");
        Assert.SkipUnless(BookFixture.IsWhole, "It takes minutes: nightly, with RNNCOURSE_WHOLE=1.");
        var pdf = Path.Combine(book.Site, "course.pdf");
        var (code, _, errors) = await BookFixture.CourseAsync("book", "--site", book.Site, "--pdf", pdf);

        Assert.True(code == 0, errors);
        var bytes = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(pdf,
            TestContext.Current.CancellationToken));
        Assert.StartsWith("%PDF-", bytes, StringComparison.Ordinal);
        Assert.Contains("/Outlines", bytes, StringComparison.Ordinal);
    }
}
