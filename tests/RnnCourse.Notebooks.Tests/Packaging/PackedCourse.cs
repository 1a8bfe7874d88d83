using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Packaging;

/// <summary>
/// The packages, made of what is built already and in a folder of their own: nothing in <c>bin/</c> is written, where
/// other tests load from, and nothing is left. No feed is asked: what the libraries need is taken from where its own
/// restore put it.
/// </summary>
public sealed class PackedCourse : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _folder = new();

    /// <summary>The version of all.</summary>
    internal static string Version { get; } = typeof(Lessons.Claims.Claim).Assembly.GetName().Version!.ToString(3);

    /// <summary>The folder that holds them; its name has a space.</summary>
    internal string Packages => Path.Combine(_folder.Path, "my packages");

    /// <summary>Where packages are unpacked for notebooks of these tests.</summary>
    internal string Unpacked => Path.Combine(_folder.Path, "unpacked");

    /// <summary>A folder outside the repository; its name has a space and an apostrophe.</summary>
    internal string Elsewhere => Directory.CreateDirectory(Path.Combine(_folder.Path, "a student's folder")).FullName;

    /// <summary>Opens the package of a name.</summary>
    internal ZipArchive Open(string name) => ZipFile.OpenRead(Path.Combine(Packages, $"{name}.{Version}.nupkg"));

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        try
        {
            _folder.Write("nuget.config", $"""
                <configuration>
                  <packageSources><clear />{string.Concat(Restored().Select((path, i) => $"<add key=\"restored{i}\" value=\"{path}\" />"))}</packageSources>
                  <fallbackPackageFolders><clear /></fallbackPackageFolders>
                </configuration>
                """);
            foreach (var project in new[] { "RnnCourse", "RnnCourse.Figures", "RnnCourse.Lessons", "RnnCourse.Tool" })
                await PackAsync(project);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task PackAsync(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var folder = Path.Combine(CourseTool.Root, "lib", project);
        var publish = Path.Combine(_folder.Path, "publish");
        await RunAsync(CourseTool.Root, "dotnet", "pack", folder, "-c", configuration, "--no-build", "-m:1", "-o",
            Packages,
            $"-p:PackageVersion={Version}", $"-p:PublishDir={publish}/",
            $"-p:NuspecOutputPath={Path.Combine(_folder.Path, "nuspec")}/");
        // The SDK notes what it published, one file for each place.
        foreach (var note in Directory.EnumerateFiles(Path.Combine(folder, "obj"), "PublishOutputs.*.txt",
            SearchOption.AllDirectories))
            if ((await File.ReadAllTextAsync(note)).Contains(publish, StringComparison.Ordinal))
                File.Delete(note);
    }

    /// <summary>The folders of the packages that the libraries need, each with the package's file, as its own restore
    /// wrote them down.</summary>
    private static string[] Restored()
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(CourseTool.Root, "lib",
            "RnnCourse.Lessons", "obj", "project.assets.json")));
        var roots =
            assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToArray();
        return [.. assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").ValueEquals("package"))
            .Select(library => library.Value.GetProperty("path").GetString()!)
            .Select(path => roots.Select(root => Path.Combine(root, path)).First(Directory.Exists))];
    }

    /// <summary>Runs a program to its end and gives what it wrote; fails with all it said when its exit code is not
    /// 0.</summary>
    internal async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (folder != CourseTool.Root)
            start.Environment["NUGET_PACKAGES"] = Unpacked;
        start.Environment["RNNCOURSE_CACHE"] = Path.Combine(_folder.Path, "cache");
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var command = string.Join(' ', [program, .. arguments]);
        try
        {
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0,
                $"'{command}' in {folder} ended with exit code {process.ExitCode}, expected 0. It "
                    + $"said:\n{output}\n{await error}");
            return output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{command}' in {folder} did not end within {Patience.TotalMinutes} minutes.");
        }
    }
}
