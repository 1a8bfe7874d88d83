using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary><c>course book --watch</c> goes on whatever is saved and whoever reads.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private readonly MiniCourse _course = new();
    private readonly HttpClient _client = new();
    private Process _watch = null!;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "These tests bring shell scripts.");
        _watch = _course.Start("book", "--watch");
        _ = _watch.StandardError.ReadToEndAsync(CancellationToken.None);
        while (await _watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith("Watching. Open ", StringComparison.Ordinal))
            {
                _address = line.Split(' ')[2];
                break;
            }
        _ = _watch.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Assert.NotEqual("", _address);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Nothing_that_is_saved_ends_it_and_what_is_saved_during_a_build_is_built_next()
    {
        _course.Write("notebooks/01-a.dib", "#!meta\n\n{ \"kernelInfo\":\n");
        File.CreateSymbolicLink(_course.At("notebooks/.#02-b.dib"), "user@host.1234");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        _course.Write("notebooks/book.json", "{ \"title\": ");
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        File.Delete(_course.At("notebooks/book.json"));
        _course.Write("notebooks/01-a.dib", MiniCourse.Notebook("slow",
            $"System.IO.File.WriteAllText(\"{_course.At("begun")}\", \"\"); System.Threading.Thread.Sleep(4000); 4"));
        while (!File.Exists(_course.At("begun"))) await Task.Delay(50, TestContext.Current.CancellationToken);
        _course.Write("notebooks/01-a.dib", MiniCourse.Notebook("saved meanwhile", "5"));
        await ShowsAsync("01-a.html", "saved meanwhile");
        Assert.False(_watch.HasExited);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_reader_that_is_slow_holds_nothing_up()
    {
        using var slow = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        slow.ReceiveBufferSize = 1024;
        await slow.ConnectAsync(new IPEndPoint(IPAddress.Loopback, new Uri(_address).Port),
            TestContext.Current.CancellationToken);
        foreach (var file in new[] { "print.html", "assets/book.css" })
            await slow.SendAsync(Encoding.ASCII.GetBytes($"GET /{file} HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                TestContext.Current.CancellationToken);
        await slow.ReceiveAsync(new byte[10], TestContext.Current.CancellationToken);
        _course.Write("notebooks/01-a.dib", MiniCourse.Notebook("after the slow one", "6"));
        await ShowsAsync("01-a.html", "after the slow one");
        Assert.False(_watch.HasExited);
    }

    [Fact]
    public async Task It_serves_the_site_alone_with_right_types_and_under_this_machines_names_only()
    {
        foreach (var (path, type) in new[]
        {
            ("", "text/html; charset=utf-8"), ("assets/book.css", "text/css; charset=utf-8"),
            ("assets/book.js", "text/javascript; charset=utf-8"), ("report.json", "application/json"),
            ("notebooks/01-a.dib", "text/plain; charset=utf-8"), ("notebooks/01-a.ipynb", "application/x-ipynb+json"),
        })
        {
            using var answer =
                await _client.GetAsync(new Uri(_address + "/" + path), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, type),
                (answer.StatusCode, answer.Content.Headers.ContentType?.ToString()));
        }
        _course.Write("site/private.txt", "mine");
        foreach (var path in new[] { "private.txt", ".course/files.json", "..%2fnotebooks/01-a.dib", "nothing" })
            Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(new Uri(_address + "/" + path),
                TestContext.Current.CancellationToken)).StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, _address) { Headers = { Host = "evil.example" } };
        Assert.Equal(HttpStatusCode.MisdirectedRequest,
            (await _client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is { HasExited: false }) _watch.Kill(entireProcessTree: true);
        if (_watch is not null) await _watch.WaitForExitAsync();
        _client.Dispose();
        _course.Dispose();
    }

    private async Task ShowsAsync(string page, string text)
    {
        for (var tries = 0; ; tries++)
        {
            var shown =
                await _client.GetStringAsync(new Uri($"{_address}/{page}"), TestContext.Current.CancellationToken);
            if (shown.Contains(text, StringComparison.Ordinal)) return;
            Assert.True(tries < 600, $"{page} does not show '{text}' after a minute.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
