using Microsoft.Playwright;
using Xunit;

namespace RnnCourse.Browser.Tests;

/// <summary>
/// A headless browser for the tests of this assembly: the one that <c>course</c> itself would use. Without one
/// the tests are skipped, except where CI=true: there they fail.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;
    private IPage? shared;
    private readonly List<string> errors = [];

    /// <summary>Whether a browser was found.</summary>
    public bool IsHere => browser is not null;

    /// <summary>Whether a missing tool is an error.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("CI") == "true";

    public async ValueTask InitializeAsync()
    {
        if (Notebooks.Book.Browser.Find() is not { } path) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Headless = true,
            // Surfaces need WebGL, which a machine without a graphics card computes in software.
            Args = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--enable-unsafe-swiftshader"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>One page for many tests, with what goes wrong on it.</summary>
    public async Task<(IPage Page, List<string> Errors)> SharedPage(Func<IPage, Task> prepare)
    {
        if (shared is not null) return (shared, errors);
        var page = await NewPage();
        page.PageError += (_, error) => errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") errors.Add(message.Text);
        };
        await prepare(page);
        return (shared = page, errors);
    }

    /// <summary>A page of its own, with no network.</summary>
    public async Task<IPage> NewPage(bool dark = false, int width = 760)
    {
        if (browser is null)
        {
            const string reason = "No Chromium or Chrome is installed: install one, or name one in RNNCOURSE_BROWSER.";
            Assert.False(Required, reason);
            Assert.Skip(reason);
        }
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        await context.RouteAsync("**/*", route => route.AbortAsync());
        return await context.NewPageAsync();
    }
}
