using System.Collections.Concurrent;
using Xunit;

namespace RnnCourse.Browser.Tests.Book;

/// <summary>Every equation, figure and page of the book, from the narrowest phone to a wide screen, in both
/// themes.</summary>
public sealed class LayoutTests(BookFixture book, BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    private static readonly int[] Widths = [320, 375, 768, 1440];

    /// <summary>What is wrong on a page, as it stands: a number over its formula, a text over another, one that is cut
    /// off or smaller than 9 pixels, and a page that is wider than its window.</summary>
    private const string Faults = """
        () => {
          const faults = [], shown = element => element.getClientRects().length > 0;
          const overlap = (a, b, by) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > by
            && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > by;
          const page = document.documentElement;
          if (page.scrollWidth > innerWidth) faults.push(`the page is ${page.scrollWidth} wide`);
          for (const equation of document.querySelectorAll('.equation')) {
            const number = equation.querySelector('.number'), formula = equation.querySelector('.formula');
            if (!number || !formula) continue;
            // A column of numbers is as high as its formula: each is compared for itself.
            const own = [...number.querySelectorAll('.mord.text')].map(part => part.getBoundingClientRect());
            if (own.some(part => overlap(part, formula.getBoundingClientRect(), 1)))
              faults.push(`equation ${number.textContent.slice(0, 9)}: its number is over its formula`);
          }
          // A plot of plotly's is several drawings over one another.
          for (const svg of document.querySelectorAll('.rnncourse-figure svg, .rnncourse-figure .js-plotly-plot')) {
            if (!shown(svg) || svg.parentElement.closest('.js-plotly-plot')) continue;
            const frame = svg.getBoundingClientRect(), name = (svg.getAttribute('aria-label') || svg.querySelector('title')?.textContent || svg.parentElement.ariaLabel || '').slice(0, 60);
            const texts = [...svg.querySelectorAll('text')].filter(text => shown(text) && text.textContent.trim() && getComputedStyle(text).visibility !== 'hidden')
              .map(text => ({ text, words: text.textContent.trim().slice(0, 30), box: text.getBoundingClientRect(), size: parseFloat(getComputedStyle(text).fontSize) * Math.hypot(text.getScreenCTM().a, text.getScreenCTM().b) }));
            const small = texts.find(({ size }) => size < 8.95);
            if (small) faults.push(`${name}: “${small.words}” has ${small.size.toFixed(1)} px`);
            for (const { words, box } of texts)
              if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2)
                faults.push(`${name}: “${words}” is cut off`);
            // Boxes of turned texts say nothing of the texts.
            const level = texts.filter(({ text }) => Math.abs(text.getScreenCTM().b) < 0.01);
            level.forEach((a, n) => level.slice(n + 1).forEach(b => {
              const inner = box => ({ left: box.left + 1, right: box.right - 1, top: box.top + box.height * 0.2, bottom: box.bottom - box.height * 0.2 });
              if (overlap(inner(a.box), inner(b.box), 1)) faults.push(`${name}: “${a.words}” is over “${b.words}”`);
            }));
          }
          return [...new Set(faults)];
        }
        """;

    [Fact]
    public async Task Nothing_is_over_another_or_cut_off_or_too_small_at_any_width_in_either_theme()
    {
        var found = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(book.Pages.Where(file => file != "print.html"),
            new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (file, _) =>
        {
            var page = await book.OpenAsync(browser, file, width: Widths[0], prepare: opened =>
                opened.Context.RouteAsync("**/plotly.min.js", route => route.AbortAsync()));
            await page.EvaluateAsync("document.fonts.ready");
            foreach (var width in Widths)
            {
                await page.SetViewportSizeAsync(width, 900);
                foreach (var theme in (string[])["light", "dark"])
                {
                    await page.EvaluateAsync("theme => { document.documentElement.dataset.theme = theme; }", theme);
                    foreach (var fault in await page.EvaluateAsync<string[]>(Faults))
                        found.Add($"{file} at {width} px, {theme}: {fault}");
                }
            }
            await page.Context.CloseAsync();
        });

        Assert.True(found.IsEmpty, $"{found.Count} faults\n{string.Join('\n', found.Order(StringComparer.Ordinal))}");
    }

    [Fact]
    public async Task Nothing_is_over_another_or_cut_off_in_a_plot_that_has_taken_a_drawings_place()
    {
        var (found, plots) = (new List<string>(), 0);
        foreach (var file in book.Pages.Where(file => file != "print.html" && (BookFixture.IsWhole
            || WithPlots.Any(start => file.StartsWith(start, StringComparison.Ordinal)))))
        {
            var page = await book.OpenAsync(browser, file, width: 1440);
            plots += await page.EvaluateAsync<int>("""
                async () => {
                  let plots = 0;
                  for (const figure of document.querySelectorAll('.rnncourse-figure:has(> script[type$="plotly.v1+json"])')) {
                    figure.scrollIntoView({ block: 'center' });
                    while (!figure.classList.contains('rc-upgraded')) await new Promise(requestAnimationFrame);
                    plots++;
                  }
                  return plots;
                }
                """);
            found.AddRange((await page.EvaluateAsync<string[]>(Faults)).Select(fault => $"{file}: {fault}"));
            await page.Context.CloseAsync();
        }
        Assert.True(plots > 15, $"Only {plots} figures of the pages became plots.");
        Assert.True(found.Count == 0, $"{found.Count} faults\n{string.Join('\n', found)}");
    }

    // Logarithmic axes, grids of few cells, bars with long names, a colour bar, charts of Plotly.NET and XPlot.
    private static readonly string[] WithPlots = ["04b-", "09-", "A1-"];

    [Theory]
    [InlineData(375, true)]
    [InlineData(1440, false)]
    public async Task A_drawing_that_scrolls_has_its_title_beside_it(int width, bool beside)
    {
        var page = await book.OpenAsync(browser, "10-lstm.html", width: width);
        var drawing = page.Locator(".rc-one").First;
        Assert.Equal((beside, !beside), (await drawing.Locator("> .rc-title").IsVisibleAsync(),
            await drawing.Locator(".rc-heading text").First.IsVisibleAsync()));
        Assert.Equal(await drawing.Locator("> .rc-title").TextContentAsync(),
            string.Join(' ', await drawing.Locator(".rc-heading text").AllTextContentsAsync()));
    }

    [Fact]
    public async Task What_goes_on_beyond_an_edge_fades_there_and_nothing_else_does()
    {
        var page = await book.OpenAsync(browser, "glossary.html", width: 375);
        async Task<string> Fade(double part) => await page.EvaluateAsync<string>("""
            async part => {
              const table = document.querySelector('main table'), style = getComputedStyle(table);
              table.scrollTo({ left: part * (table.scrollWidth - table.clientWidth), behavior: 'instant' });
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
              return style.maskImage === 'none' ? 'none'
                : `${style.getPropertyValue('--fade-left')} ${style.getPropertyValue('--fade-right')}`;
            }
            """, part);
        Assert.Equal(["0px 32px", "32px 32px", "32px 0px"], [await Fade(0), await Fade(0.5), await Fade(1)]);
        // It was scrolled to its end, and now there is room for all of it.
        await page.SetViewportSizeAsync(1440, 900);
        Assert.Equal("none", await Fade(1));
    }

    [Fact]
    public async Task The_picture_of_a_chart_is_dark_in_the_dark_and_light_on_paper()
    {
        var page = await book.OpenAsync(browser, "A1-plotly-net-and-xplot.html", dark: true, width: 375);
        async Task<string[]> Filters() => await page.EvaluateAsync<string[]>("""
            () => [...new Set([...document.querySelectorAll('.rc-words image')].map(image => getComputedStyle(image).filter))]
            """);
        Assert.Contains("invert", Assert.Single(await Filters()), StringComparison.Ordinal);
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        Assert.Equal(["none"], await Filters());
    }

    [Fact]
    public async Task What_is_wrong_is_found()
    {
        var page = await book.OpenAsync(browser, "index.html", width: 375);
        await page.EvaluateAsync("""
            document.querySelector('main').insertAdjacentHTML('beforeend', `
              <div class="rnncourse-figure"><svg width="200" height="80" aria-label="probe">
                <text x="10" y="20">one text</text><text x="12" y="22">another</text>
                <text x="190" y="50">beyond the edge</text><text x="10" y="70" font-size="7">tiny</text></svg></div>
              <div class="equation"><span class="formula" style="display:block;width:300px">x</span>
                <span class="number" style="position:absolute;left:5px"><span class="mord text">(1)</span></span></div>
              <p style="width:900px">wide</p>`)
            """);

        var faults = await page.EvaluateAsync<string[]>(Faults);

        Assert.Equal(
            ["equation (1): its number is over its formula", "probe: “beyond the edge” is cut off",
                "probe: “one text” is over “another”", "probe: “tiny” has 7.0 px"],
            faults.Where(fault => !fault.StartsWith("the page", StringComparison.Ordinal)).Order(
                StringComparer.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("the page is", StringComparison.Ordinal));
    }
}
