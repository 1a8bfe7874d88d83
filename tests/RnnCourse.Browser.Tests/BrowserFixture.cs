using Microsoft.Playwright;
using Xunit;

namespace RnnCourse.Browser.Tests;

/// <summary>
/// A headless browser for the tests of this assembly: the one that <c>course</c> itself would use. Without one
/// the tests are skipped, except where CI=true: there they fail.
/// </summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private IPage? _shared;
    private readonly List<string> _errors = [];

    /// <summary>Whether a browser was found.</summary>
    public bool IsHere => _browser is not null;

    /// <summary>Whether a missing tool is an error.</summary>
    public static bool Required => Environment.GetEnvironmentVariable("CI") == "true";

    public async ValueTask InitializeAsync()
    {
        if (Notebooks.Machine.Browser.Find() is not { } path) return;
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(60_000); // a busy machine is not a fault of the page
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
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
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>One page for many tests, with what goes wrong on it.</summary>
    public async Task<(IPage Page, List<string> Errors)> SharedPage(Func<IPage, Task> prepare)
    {
        if (_shared is not null) return (_shared, _errors);
        var page = await NewPage();
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _errors.Add(message.Text);
        };
        await prepare(page);
        return (_shared = page, _errors);
    }

    /// <summary>A page of its own, with no network; on a phone it is touched, and nothing hovers.</summary>
    public async Task<IPage> NewPage(bool dark = false, int width = 760, bool phone = false)
    {
        if (_browser is null)
        {
            const string reason = "No Chromium or Chrome is installed: install one, or name one in RNNCOURSE_BROWSER.";
            Assert.False(Required, reason);
            Assert.Skip(reason);
        }
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            IsMobile = phone,
            HasTouch = phone,
        });
        await context.RouteAsync("**/*", route => route.AbortAsync());
        return await context.NewPageAsync();
    }
}
