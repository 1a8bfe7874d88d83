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
        Every_page_loads_without_network_error_or_jump_and_weighs_at_most_1_1_MB_and_500_kB_compressed()
    {
        var found = new List<string>();
        foreach (var file in book.Pages)
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
                // The first load is without plotly and a plot's numbers, which come when there is room for it in view.
                var first = read.Where(path => File.Exists(path) && Path.GetFileName(path) != "plotly.min.js").ToList();
                var (whole, compressed) = (first.Sum(path => new FileInfo(path).Length), first.Sum(Compressed));
                // The page of charts of one's own has a picture of each, for print and offline.
                var most = file.StartsWith("A1-", StringComparison.Ordinal) ? 900_000 : 500_000;
                if (read.Count <= 3 || whole > 1_100_000 || compressed > most)
                    found.Add($"{file} reads {read.Count} files: {whole} bytes, compressed {compressed}");
                if (book.SomePages.Contains(file)) await BookFixture.ShowFiguresAsync(page);
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
