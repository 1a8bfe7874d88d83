using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>What restored packages add: libraries, native libraries for this system, extensions of the
/// kernel.</summary>
internal sealed record RestoredFiles(IReadOnlyList<string> Libraries, IReadOnlyList<string> Native,
    IReadOnlyList<string> Extensions)
{
    internal static RestoredFiles None { get; } = new([], [], []);
}

/// <summary>Packages that cells ask for with <c>#r "nuget:Name, Version"</c>, restored with the installed SDK into
/// NuGet's usual folder, from the feeds that are configured for the notebook's folder and those that <c>#i
/// "nuget:source"</c> adds. All that a notebook asked for is restored together, so that one version of each
/// serves.</summary>
internal sealed partial class PackageRestore(string notebookFolder)
{
    /// <summary>What the failure says of a restore that did not end in time.</summary>
    internal const string Waiting = "was still being restored when the time was up";

    /// <summary>How long a restore may take before the feeds are asked whether they are there, and how long those have
    /// to answer. NuGet itself would wait for minutes, without a word.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4), AnswerTime = TimeSpan.FromSeconds(8);

    /// <summary>The SDK and NuGet keep what they fetch in the user's home. Where that cannot be written, they get one
    /// in the user's cache, or one that goes with this process; else null.</summary>
    private static readonly Lazy<string?> OwnHome = new(() =>
        OperatingSystem.IsWindows() || WritableFolder.ProblemOfExisting(Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify)) is null ? null
            : UserCache.PathOf("home") is var kept && WritableFolder.Problem(kept) is null ? kept
            : Scratch.NewFolder());

    private readonly Dictionary<string, string> _packages = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The versions that were chosen.</summary>
    private IReadOnlyDictionary<string, string> _resolved = new Dictionary<string, string>();
    private readonly List<string> _sources = [];
    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Obeys one <c>#r</c> or <c>#i</c> line; the answer is what it adds.</summary>
    /// <exception cref="DirectiveException">The line is wrong or the package cannot be restored.</exception>
    internal async Task<RestoredFiles> RestoreAsync(string line, CancellationToken stop)
    {
        var match = Line().Match(line);
        if (!match.Success)
            throw new DirectiveException(
                "A package is asked for as #r \"nuget:Name, Version\", a feed as #i \"nuget:source\".");
        if (match.Groups["kind"].Value == "i")
        {
            _sources.Add(Source(match.Groups["source"].Value.Trim()));
            return RestoredFiles.None;
        }
        var (name, version) = (match.Groups["name"].Value.Trim(), match.Groups["version"].Value.Trim());
        if (!Version().IsMatch(version))
            throw new DirectiveException(
                $"'{version}' is not a version of {name}: write 1.2.3, 1.* or a range [1.0,2.0).");
        var earlier = _packages.GetValueOrDefault(name);
        if (earlier == version || (earlier is not null && version.Length == 0)) return RestoredFiles.None;
        _packages[name] = version.Length == 0 ? "*" : version;
        var before = _resolved;
        try
        {
            var restored = await RestoreAllAsync(name, stop);
            // Another spelling of the same version is not another version.
            return earlier is null || before.GetValueOrDefault(name) == _resolved.GetValueOrDefault(name) ? restored
                : throw new DirectiveException($"{name} {before.GetValueOrDefault(name)} is in use already; {version} "
                    + "cannot replace it in the same notebook. Restart, and ask for one version.");
        }
        catch
        {
            _resolved = before;
            if (earlier is null) _packages.Remove(name);
            else _packages[name] = earlier;
            throw;
        }
    }

    /// <summary>A feed's address as it is; a folder by its full path. A relative one begins in the notebook's folder,
    /// which the real kernel does not know (github.com/dotnet/interactive/issues/3110): there it must be
    /// full.</summary>
    private string Source(string source)
    {
        if (source.Contains("://", StringComparison.Ordinal)) return source;
        var folder = Path.GetFullPath(Path.Combine(notebookFolder, source));
        return Directory.Exists(folder) ? folder : throw new DirectiveException(
            "#i \"nuget:…\" expects a feed's address or a folder with packages, but there is no folder "
                + $"{folder}: name it from the notebook's folder, or in full.");
    }

    private async Task<RestoredFiles> RestoreAllAsync(string asked, CancellationToken stop)
    {
        // If this process is killed meanwhile, the next one removes it.
        var folder = Scratch.NewFolder();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "packages.csproj"), Project(), stop);
            var restoring = RunSdkAsync(folder, ["restore", "--nologo", "-v", "quiet", "--disable-build-servers"],
                giveUp.Token);
            var silent = await SilentFeedsAsync(restoring, giveUp.Token);
            if (silent.Count > 0) await giveUp.CancelAsync();
            await ((Task)restoring).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (silent.Count > 0)
                throw new DirectiveException($"The package {asked} {_packages[asked]} cannot be restored: no answer "
                    + $"from {string.Join(", ", silent)} in {AnswerTime.Seconds} s. Connect to the network, or "
                    + "take that feed out of nuget.config ('course doctor' asks all feeds). A package that was "
                    + "restored before needs no feed if its version is named in full.");
            var (exitCode, output) = await restoring;
            if (exitCode != 0)
                throw new DirectiveException(
                    $"The package {asked} {_packages[asked]} cannot be restored: {Why(output)}");
            return Read(Path.Combine(folder, "obj", "project.assets.json"));
        }
        catch (OperationCanceledException)
        {
            var feeds = string.Join(", ", _sources.Append("the feeds of 'dotnet nuget list source'"));
            throw new DirectiveException($"The package {asked} {_packages[asked]} {Waiting}, from {feeds}: do they "
                + "answer? 'course doctor' asks them. A package that was restored before needs no feed if its version "
                + "is named in full.");
        }
        finally
        {
            await giveUp.CancelAsync(); // The feeds need not be asked any more.
            FolderRemoval.TryDelete(folder);
        }
    }

    /// <summary>The feeds that do not answer while NuGet waits for them; none when it has ended.</summary>
    private async Task<IReadOnlyList<string>> SilentFeedsAsync(Task restoring, CancellationToken stop)
    {
        await Task.WhenAny(restoring, Task.Delay(Patience, stop));
        if (restoring.IsCompleted || stop.IsCancellationRequested) return [];
        var asking = AskFeedsAsync(stop);
        await Task.WhenAny(restoring, asking);
        return restoring.IsCompleted || !asking.IsCompletedSuccessfully ? [] : await asking;
    }

    private async Task<IReadOnlyList<string>> AskFeedsAsync(CancellationToken stop)
    {
        var (_, listed) = await RunSdkAsync(notebookFolder, NuGetFeeds.List, stop);
        var feeds = NuGetFeeds.Enabled(listed).Concat(_sources).ToList();
        var answers = await Task.WhenAll(feeds.Select(async feed =>
            NuGetFeeds.Server(feed) is not { } server || await WebServer.AnswersAsync(server, AnswerTime, stop)));
        return [.. feeds.Where((_, i) => !answers[i]).Select(NuGetFeeds.Short)];
    }

    private string Project()
    {
        // What MSBuild would expand or divide is text here: folders may have any name.
        static string Escape(string text) => System.Security.SecurityElement.Escape(text
            .Replace("%", "%25", StringComparison.Ordinal).Replace("$", "%24", StringComparison.Ordinal)
            .Replace("@", "%40", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal));
        var references =
            _packages.Select(p => $"<PackageReference Include=\"{Escape(p.Key)}\" Version=\"{Escape(p.Value)}\" />");
        var sources = _sources.Count == 0 ? ""
            : $"<RestoreAdditionalProjectSources>{string.Join(';',
                _sources.Select(Escape))}</RestoreAdditionalProjectSources>";
        return $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <RuntimeIdentifier>{RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <UseAppHost>false</UseAppHost>
                <NuGetAudit>false</NuGetAudit>
                <RestoreRootConfigDirectory>{Escape(notebookFolder)}</RestoreRootConfigDirectory>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                {sources}
              </PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """;
    }

    private static async Task<(int ExitCode, string Output)> RunSdkAsync(string folder, IEnumerable<string> words,
        CancellationToken stop)
    {
        var start = new ProcessStartInfo(DotNet.Host, words)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        if (OwnHome.Value is { } home) start.Environment["HOME"] = start.Environment["DOTNET_CLI_HOME"] = home;
        using var process = Process.Start(start) ?? throw new DirectiveException("The .NET SDK could not be started.");
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(stop);
            var error = process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return (process.ExitCode, await output + await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>NuGet's own errors, each once, without the file of the project made up for them.</summary>
    private static string Why(string output)
    {
        var errors = output.Split('\n').Select(line => Error().Match(line)).Where(m => m.Success)
            .Select(m => m.Value.Split(" [")[0].Trim()).Distinct().Take(3).ToArray();
        return errors.Length > 0 ? string.Join(" ", errors)
            : string.Join(' ', output.Split('\n').Where(line => !line.StartsWith(' ')).Select(line => line.Trim()))
                .Trim();
    }

    /// <summary>The files that restored packages bring on this system, as far as they are new.</summary>
    private RestoredFiles Read(string assets)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(assets));
        var root = json.RootElement;
        var folders = root.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name).ToArray();
        var (libraries, native, extensions) = (new List<string>(), new List<string>(), new List<string>());
        // One target has what every system gets; the other, "net10.0/linux-x64", what this one gets.
        var packages = root.GetProperty("targets").EnumerateObject().Last().Value;
        _resolved = packages.EnumerateObject().Select(package => package.Name.Split('/'))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        foreach (var package in packages.EnumerateObject())
        {
            var path = root.GetProperty("libraries").GetProperty(package.Name).GetProperty("path").GetString()!;
            if (folders.Select(folder => Path.Combine(folder, path)).FirstOrDefault(Directory.Exists) is not { } home)
                continue;
            libraries.AddRange(Files(package.Value, "runtime", home)
                .Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)));
            native.AddRange(Files(package.Value, "native", home));
            if (Path.Combine(home, "interactive-extensions", "dotnet") is var folder && Directory.Exists(folder))
                extensions.AddRange(Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal));
        }
        return new([.. libraries.Where(_given.Add)], [.. native.Where(_given.Add)], [.. extensions.Where(_given.Add)]);
    }

    private static IEnumerable<string> Files(JsonElement package, string kind, string home) =>
        package.TryGetProperty(kind, out var files)
            ? files.EnumerateObject().Select(file => Path.Combine(home, file.Name)).Where(File.Exists) : [];

    [GeneratedRegex("""
        ^#(?<kind>[ri])\s+"nuget:\s*(?<source>(?<name>[^,"]+)(,\s*(?<version>[^"]*))?)"\s*;?\s*(//.*)?$
        """)]
    private static partial Regex Line();

    [GeneratedRegex("""^([^,]*|[\[(].*[\])])$""")]
    private static partial Regex Version();

    [GeneratedRegex("""error NU\d+: .*|error [A-Z]+\d+: .*""")]
    private static partial Regex Error();
}
