using System.IO.Compression;
using Microsoft.Playwright;
using Xunit;

namespace RnnCourse.Browser.Tests.Book;

/// <summary>How every page of the book loads.</summary>
public sealed class LoadingTests(BookFixture book, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task Nothing_jumps_while_a_page_loads()
    {
        foreach (var file in book.Pages.Where(file => file != "print.html"))
        {
            var page = await book.OpenAsync(browser, "index.html");
            await page.AddInitScriptAsync("window.jumps = 0; new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.jumps += e.value; })).observe({ type: 'layout-shift', buffered: true });");
            await page.GotoAsync(new Uri(Path.Combine(book.Site, file)).AbsoluteUri, new() { WaitUntil = WaitUntilState.NetworkIdle });
            var jumps = await page.EvaluateAsync<double>("window.jumps");
            Assert.True(jumps < 0.02, $"{file} shifts by {jumps} while it loads.");
            await page.CloseAsync();
        }
    }

    [Fact]
    public async Task A_page_weighs_at_most_500_kB_compressed_without_plotly()
    {
        foreach (var file in book.Pages.Where(file => file != "print.html"))
        {
            var page = await book.OpenAsync(browser, file);
            var read = new HashSet<string>();
            page.Request += (_, request) => read.Add(new Uri(request.Url).LocalPath);
            await page.ReloadAsync(new() { WaitUntil = WaitUntilState.NetworkIdle });
            await page.CloseAsync();

            var weight = read.Where(path => File.Exists(path) && Path.GetFileName(path) != "plotly.min.js").Sum(Compressed);
            Assert.True(read.Count > 3 && weight <= 500_000, $"{file} reads {read.Count} files, which weigh {weight} bytes.");
        }

        static long Compressed(string path)
        {
            using var size = new MemoryStream();
            using (var gzip = new GZipStream(size, CompressionLevel.SmallestSize, leaveOpen: true))
                gzip.Write(File.ReadAllBytes(path));
            return size.Length;
        }
    }
}
