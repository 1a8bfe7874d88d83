using System.IO.Compression;
using Xunit;

namespace RnnCourse.Browser.Tests.Book;

/// <summary>How every page of the book loads: each is opened once, and watched from its first byte.</summary>
public sealed class LoadingTests(BookFixture book, BrowserFixture browser)
    : IClassFixture<BrowserFixture>, IClassFixture<BookMade>
{
    private const string CountJumps = """
        window.jumps = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.jumps += e.value; })).observe({ type: 'layout-shift', buffered: true });
        """;

    [Fact]
    public async Task
        Every_page_loads_without_network_error_or_jump_and_weighs_at_most_500_kB_compressed_without_plotly()
    {
        var found = new List<string>();
        foreach (var file in book.SomePages.Append("print.html"))
        {
            var (network, read, errors) = (new List<string>(), new HashSet<string>(), new List<string>());
            var page = await book.OpenAsync(browser, file, network, prepare: async page =>
            {
                page.Console += (_, message) => { if (message.Type == "error") errors.Add(message.Text); };
                page.PageError += (_, error) => errors.Add(error);
                page.Request += (_,
                    request) =>
                {
                    if (request.Url.StartsWith("file:", StringComparison.Ordinal))
                        read.Add(new Uri(request.Url).LocalPath);
                };
                await page.AddInitScriptAsync(CountJumps);
            });
            // The print edition is the chapters once more, in one page.
            if (file != "print.html")
            {
                await page.EvaluateAsync("document.fonts.ready");
                await page.WaitForTimeoutAsync(500);
                var jumps = await page.EvaluateAsync<double>("window.jumps");
                if (jumps >= 0.02) found.Add($"{file} shifts by {jumps} while it loads");
                var weight =
                    read.Where(path => File.Exists(path) && Path.GetFileName(path) != "plotly.min.js").Sum(Compressed);
                // The page of charts of one's own carries a picture of each, for print and offline.
                if (read.Count <= 3 || weight > (file.StartsWith("A1-", StringComparison.Ordinal) ? 900_000 : 500_000))
                    found.Add($"{file} reads {read.Count} files, which weigh {weight} bytes");
                await BookFixture.ShowFiguresAsync(page);
            }

            found.AddRange(network.Select(address => $"{file} asks for {address}"));
            found.AddRange(errors.Select(error => $"{file}: {error}"));
            await page.Context.CloseAsync();
        }

        Assert.True(found.Count == 0, string.Join('\n', found));

        static long Compressed(string path)
        {
            using var size = new MemoryStream();
            using (var gzip = new GZipStream(size, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write(File.ReadAllBytes(path));
            return size.Length;
        }
    }
}
