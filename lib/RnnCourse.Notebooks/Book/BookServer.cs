using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Logging;

namespace RnnCourse.Notebooks.Book;

/// <summary>Serves a site on this machine while its notebooks are edited, and reloads the pages that are open when it
/// was rebuilt.</summary>
public sealed class BookServer : IAsyncDisposable
{
    private const string ReloadScript =
        "<script>new EventSource('/-/reload').onmessage = () => location.reload();</script>";

    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<Channel<string>, bool> _readers = new();

    private BookServer(WebApplication application) => _application = application;

    /// <summary>The address to open.</summary>
    public string Address => _application.Urls.First();

    /// <summary>Starts serving.</summary>
    /// <param name="port">The port on the loopback address; 0 takes a free one.</param>
    public static async Task<BookServer> StartAsync(string siteFolder, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = new BookServer(builder.Build());
        server._application.MapGet("/-/reload", server.WaitForReloadAsync);
        server._application.MapGet("/{**path}",
            (HttpContext context, string? path) =>
                SendFileAsync(context, Path.TrimEndingDirectorySeparator(Path.GetFullPath(siteFolder)), path));
        await server._application.StartAsync();
        return server;
    }

    /// <summary>Reloads every open page.</summary>
    public void Reload()
    {
        foreach (var reader in _readers.Keys) reader.Writer.TryWrite("reload");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers.Keys) reader.Writer.TryComplete();
        await _application.DisposeAsync();
    }

    private async Task WaitForReloadAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        var channel = Channel.CreateUnbounded<string>();
        _readers[channel] = true;
        try
        {
            await foreach (var message in channel.Reader.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync($"data: {message}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
        }
        catch (OperationCanceledException) { /* the page was closed */ }
        finally
        {
            _readers.TryRemove(channel, out _);
        }
    }

    private static async Task SendFileAsync(HttpContext context, string folder, string? path)
    {
        var file = Path.GetFullPath(Path.Combine(folder, string.IsNullOrEmpty(path) ? "index.html" : path));
        if (!file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(file))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = new FileExtensionContentTypeProvider().TryGetContentType(file, out var type)
            ? type : "application/octet-stream";
        if (Path.GetExtension(file) == ".html")
            await context.Response.WriteAsync((await File.ReadAllTextAsync(file)).Replace("</body>",
                ReloadScript + "</body>", StringComparison.Ordinal));
        else
            await context.Response.SendFileAsync(file);
    }
}
