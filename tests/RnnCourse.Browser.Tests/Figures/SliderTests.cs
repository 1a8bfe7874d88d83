using Microsoft.Playwright;
using RnnCourse.Browser.Tests.Book;
using RnnCourse.Figures;
using RnnCourse.Figures.Display;
using Xunit;

namespace RnnCourse.Browser.Tests.Figures;

/// <summary>Figures with a slider, in a real browser.</summary>
public sealed class SliderTests(BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    private static readonly Figure Powers = Figure.Explore("gain", [0.5, 0.9, 1.1, 2.0], gain =>
        Figure.Line(Enumerable.Range(0, 20), Enumerable.Range(0, 20).Select(n => Math.Pow(gain, n))))
        .Titled("Powers");

    private static readonly Figure Words = Figure.Explore("word", [1, 2, 3], n =>
        Figure.Tokens(["a ", "b ", "c "], new[] { 1, 2, 3 }.Select(k => k == n ? 1.0 : 0)));

    [Theory]
    [InlineData(1200, false)]
    [InlineData(375, true)]
    public async Task The_keyboard_moves_it_and_it_says_where_it_is(int width, bool dark)
    {
        var page = await browser.NewPage(dark: dark);
        await page.SetViewportSizeAsync(width, 800);
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Url);
        await page.SetContentAsync(Page(Powers.ToHtml() + Words.ToHtml() + Powers.ToHtml()));
        var figure = page.Locator(".rc-explore").First;
        var slider = figure.GetByRole(AriaRole.Slider, new() { Name = "gain" });
        await Shows("0.5", 0);
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Shows("1.1", 2);
        await page.Keyboard.PressAsync("End");
        await Shows("2", 3);
        // Each has a slider of its own, also the same figure twice.
        Assert.Equal(3, await page.GetByRole(AriaRole.Slider).CountAsync());
        Assert.Equal("0.5", await page.GetByRole(AriaRole.Slider).Last.GetAttributeAsync("aria-valuetext"));
        await Assertions.Expect(page.Locator(".rc-explore .rc-tokens:visible")).ToHaveCountAsync(1);
        Assert.DoesNotContain(requests, url => url.StartsWith("http", StringComparison.Ordinal));
        Assert.True(await page.EvaluateAsync<bool>(
            "() => document.documentElement.scrollWidth <= window.innerWidth"));

        async Task Shows(string value, int frame)
        {
            Assert.Equal(value, await slider.GetAttributeAsync("aria-valuetext"));
            await Assertions.Expect(figure.Locator("output")).ToHaveTextAsync(value);
            await Assertions.Expect(figure.Locator(".rc-frame:visible")).ToHaveCountAsync(1);
            await Assertions.Expect(figure.Locator(".rc-frame").Nth(frame)).ToBeVisibleAsync();
            await Assertions.Expect(figure.Locator(":scope > svg").First).ToBeHiddenAsync();
        }
    }

    [Fact]
    public async Task On_paper_and_without_scripts_the_frames_that_tell_stand_side_by_side()
    {
        var page = await browser.NewPage();
        await page.SetContentAsync(Page(Powers.ToHtml() + Words.ToHtml()));
        await Assertions.Expect(page.GetByRole(AriaRole.Slider)).ToHaveCountAsync(2);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Stand(page);
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.SetContentAsync(Page(Upgrade.WithoutCall(Powers.ToHtml() + Words.ToHtml())));
        Assert.Equal(0, await page.Locator("script").CountAsync());
        await Stand(page);

        static async Task Stand(IPage page)
        {
            await Assertions.Expect(page.Locator(".rc-explore > svg:not(.rc-narrow)")).ToBeVisibleAsync();
            await Assertions.Expect(page.Locator(".rc-explore text:visible", new() { HasText = "gain" }))
                .ToHaveCountAsync(4);
            await Assertions.Expect(page.Locator(".rc-tokens:visible")).ToHaveCountAsync(3);
            await Assertions.Expect(page.Locator("input:visible")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task In_the_book_it_works_without_a_script_in_the_page()
    {
        var page = await browser.NewPage();
        await page.SetContentAsync(Page(Upgrade.WithoutCall(Powers.ToHtml())
            + $"<script>{Upgrade.ForPage}</script>"));
        await page.GetByRole(AriaRole.Slider).FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Assertions.Expect(page.Locator(".rc-frame").Last).ToBeVisibleAsync();
    }

    private static string Page(string body) =>
        "<!doctype html><html lang=en><title>t</title><meta name=viewport content='width=device-width'>"
            + $"<body>{body}</body></html>";
}
