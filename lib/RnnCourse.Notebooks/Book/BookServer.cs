using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Logging;

namespace RnnCourse.Notebooks.Book;

/// <summary>Serves a site on this machine while its notebooks are edited, and reloads the pages that are open when it
/// was rebuilt. It answers to this machine's own names only, so that no page from elsewhere reads it under another, and
/// gives only the files that belong to the site.</summary>
public sealed class BookServer : IAsyncDisposable
{
    private const string ReloadScript =
        "<script>new EventSource('/-/reload').onmessage = () => location.reload();</script>";

    private static readonly FileExtensionContentTypeProvider Types = new()
    {
        Mappings = { [".dib"] = "text/plain", [".ipynb"] = "application/x-ipynb+json", [".woff2"] = "font/woff2" },
    };

    private readonly WebApplication _application;
    private readonly SiteFolder _site;
    private readonly ConcurrentDictionary<Channel<string>, bool> _readers = new();

    private BookServer(WebApplication application, SiteFolder site) => (_application, _site) = (application, site);

    /// <summary>The address to open.</summary>
    public string Address => _application.Urls.First();

    /// <summary>Starts serving.</summary>
    /// <param name="port">The port on the loopback address; 0 takes a free one.</param>
    public static async Task<BookServer> StartAsync(string siteFolder, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = new BookServer(builder.Build(), new SiteFolder(siteFolder));
        server._application.Use(OnlyThisMachineAsync);
        server._application.MapGet("/-/reload", server.WaitForReloadAsync);
        server._application.MapGet("/{**path}",
            (HttpContext context, string? path) => server.SendFileAsync(context, path ?? ""));
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

    private static Task OnlyThisMachineAsync(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host.Host;
        if (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync("This server answers to localhost and 127.0.0.1 only.");
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

    private async Task SendFileAsync(HttpContext context, string path)
    {
        if (_site.Find(path.Length == 0 ? "index.html" : path) is not { } file)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var type = Types.TryGetContentType(file, out var known) ? known : "application/octet-stream";
        context.Response.ContentType =
            type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            // Open for replacing: a slow reader keeps the old file, and the next build does not wait for it.
            await using var content = new FileStream(file, FileMode.Open, FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete, 1 << 16, useAsync: true);
            if (Path.GetExtension(file) == ".html")
            {
                var page = await new StreamReader(content).ReadToEndAsync(context.RequestAborted);
                await context.Response.WriteAsync(
                    page.Replace("</body>", ReloadScript + "</body>", StringComparison.Ordinal),
                    context.RequestAborted);
            }
            else
            {
                context.Response.ContentLength = content.Length;
                await content.CopyToAsync(context.Response.Body, context.RequestAborted);
            }
        }
        catch (OperationCanceledException) { /* the page was closed */ }
        catch (FileNotFoundException)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
