using System.Diagnostics;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(RnnCourse.Browser.Tests.Book.BookFixture))]

namespace RnnCourse.Browser.Tests.Book;

/// <summary>The course's own book, built once by the command that the README names, into a folder that is removed at
/// the end; before all tests but those in Jupyter (<see cref="BookMade"/>).</summary>
public sealed class BookFixture : IDisposable
{
    private readonly Lazy<Task> _made;

    public BookFixture() => _made = new(async () =>
        Build = await CourseAsync("book", "--site", Site, "--screenshots", Pictures));

    private static readonly string Root = FindRoot();

    /// <summary>The site's folder.</summary>
    public string Site { get; } = Directory.CreateTempSubdirectory("rnncourse-site-").FullName;

    /// <summary>The folder of the pictures for the README, taken of this book.</summary>
    public string Pictures => Path.Combine(Site, "pictures");

    /// <summary>The notebooks that the book is made of.</summary>
    public static IEnumerable<string> Notebooks =>
        Directory.EnumerateFiles(Path.Combine(Root, "notebooks"), "*.dib")
            .Where(path => Path.GetFileName(path) != "setup.dib").Order(StringComparer.Ordinal);

    /// <summary>What the command printed, and its exit code.</summary>
    public (int Code, string Output, string Errors) Build { get; private set; }

    /// <summary>The site's pages: names of files.</summary>
    public IEnumerable<string> Pages =>
        Directory.EnumerateFiles(Site, "*.html").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    /// <summary>Pages of each kind, for what takes long; with <c>RNNCOURSE_WHOLE</c>, as nightly, all but the print
    /// edition.</summary>
    public IEnumerable<string> SomePages => Pages.Where(file => file != "print.html" && (IsWhole
        || Kinds.Any(start => file.StartsWith(start, StringComparison.Ordinal))));

    /// <summary>Whether all is looked at, however long it takes.</summary>
    public static bool IsWhole => Environment.GetEnvironmentVariable("RNNCOURSE_WHOLE") is { Length: > 0 };

    private static readonly string[] Kinds = ["index", "00-", "04-", "09-", "14-", "A1-", "glossary", "references"];

    /// <summary>Done when the book is there.</summary>
    public Task MadeAsync() => _made.Value;

    public void Dispose() => Directory.Delete(Site, recursive: true);

    /// <summary>Runs the course tool in the repository's folder.</summary>
    public static async Task<(int Code, string Output, string Errors)> CourseAsync(params string[] arguments)
    {
        var program = Path.Combine(Root, "lib", "RnnCourse.Tool", "bin",
            new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "RnnCourse.Tool.dll");
        using var course = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = course.StandardError.ReadToEndAsync();
        var output = await course.StandardOutput.ReadToEndAsync();
        await course.WaitForExitAsync();
        return (course.ExitCode, output, await errors);
    }

    /// <summary>Opens a page of the site from disk. Requests to any network are refused and kept in
    /// <paramref name="requests"/>; <paramref name="prepare"/> acts before the page loads.</summary>
    public async Task<IPage> OpenAsync(BrowserFixture browser, string page, List<string>? requests = null,
        bool dark = false, int width = 1300, bool phone = false, Func<IPage, Task>? prepare = null)
    {
        var opened = await browser.NewPage(dark, width, phone);
        await opened.Context.UnrouteAllAsync();
        await opened.Context.RouteAsync(url => !url.StartsWith("file:", StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal), route =>
        {
            requests?.Add(route.Request.Url);
            return route.AbortAsync();
        });
        if (prepare != null) await prepare(opened);
        await opened.GotoAsync(new Uri(Path.Combine(Site, page)).AbsoluteUri);
        return opened;
    }

    /// <summary>Scrolls to the page's first figures, and waits until each is interactive: what they do, all
    /// do.</summary>
    public static async Task ShowFiguresAsync(IPage page)
    {
        const string shown = """
            figure => figure.matches('.rc-upgraded') || !figure.querySelector('script[type$="plotly.v1+json"]')
            """;
        foreach (var figure in (await page.QuerySelectorAllAsync(".rnncourse-figure")).Take(4))
        {
            await figure.ScrollIntoViewIfNeededAsync();
            await page.WaitForFunctionAsync(shown, figure);
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln")))
                return folder.FullName;
        throw new InvalidOperationException(
            "The tests run inside the repository, but RnnCourse.sln is not above them.");
    }
}

/// <summary>What a class of tests waits for that looks at the book, or that would be disturbed while it is
/// made.</summary>
public sealed class BookMade(BookFixture book) : IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await book.MadeAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
