using System.Diagnostics;

namespace RnnCourse.Notebooks.Machine;

/// <summary>Finds a Chromium browser on this machine: for printing, for screenshots, for tests.</summary>
public static class Browser
{
    /// <summary>The environment variable that names the browser to use.</summary>
    public const string Chosen = "RNNCOURSE_BROWSER";

    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome"];

    /// <summary>The browser's program: what the environment variable <see cref="Chosen"/> names, else the first one
    /// found; null when there is none.</summary>
    public static string? Find() => Find(Platforms.Current, Environment.GetEnvironmentVariable, File.Exists);

    /// <summary>The same for any system.</summary>
    internal static string? Find(Platform platform, Func<string, string?> variable, Func<string, bool> exists) =>
        variable(Chosen) is { Length: > 0 } chosen
            ? exists(chosen) ? chosen : null
            : SearchPath.Places(Names, platform, variable).Concat(UsualPlaces(platform, variable))
                .FirstOrDefault(exists);

    /// <summary>The browser's program.</summary>
    /// <exception cref="CourseException">There is none.</exception>
    public static string Require() => Find() ?? throw new CourseException(
        "No Chromium browser was found. Install Chromium, Chrome or Edge ('course doctor' says how), or "
            + "name one in the environment variable RNNCOURSE_BROWSER.");

    /// <summary>Lets the browser do one thing without a window, with a profile of its own that is removed.</summary>
    /// <exception cref="CourseException">There is no browser, or it wrote nothing.</exception>
    public static async Task WriteAsync(IEnumerable<string> words, string file,
        CancellationToken cancellation = default)
    {
        var (code, errors) = await RunAsync(words, cancellation);
        if (code != 0 || !File.Exists(file))
            throw new CourseException($"{Require()} did not write {file} (exit code {code}): "
                + errors.Trim().Split('\n')[^1]);
    }

    /// <summary>The same, for what pages write to their console.</summary>
    /// <exception cref="CourseException">There is no browser, or it failed.</exception>
    internal static async Task<string> LogAsync(IEnumerable<string> words, CancellationToken cancellation = default)
    {
        var (code, log) = await RunAsync(["--enable-logging=stderr", "--v=0", .. words], cancellation);
        return code == 0 ? log : throw new CourseException(
            $"{Require()} failed (exit code {code}): {log.Trim().Split('\n')[^1]}");
    }

    private static async Task<(int Code, string Errors)> RunAsync(IEnumerable<string> words,
        CancellationToken cancellation)
    {
        var browser = Require();
        var profile = Directory.CreateTempSubdirectory("rnncourse-browser-").FullName;
        try
        {
            string[] usual = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                $"--user-data-dir={profile}"];
            using var process = Process.Start(new ProcessStartInfo(browser,
                [.. usual, .. words])
            { RedirectStandardError = true, RedirectStandardOutput = true })
                ?? throw new CourseException($"{browser} did not start.");
            await using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
            var printed = process.StandardOutput.ReadToEndAsync(cancellation); // or it would wait for a reader
            var errors = await process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            await printed;
            return (process.ExitCode, errors);
        }
        finally
        {
            FolderRemoval.TryDelete(profile);
        }
    }

    private static IEnumerable<string> UsualPlaces(Platform platform, Func<string, string?> variable) => platform switch
    {
        Platform.MacOS =>
        [
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
            "/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        ],
        Platform.Windows => from name in (string[])["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"]
                            let root = variable(name)
                            where !string.IsNullOrEmpty(root)
                            from program in (string[])[@"Google\Chrome\Application\chrome.exe",
                                @"Chromium\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe"]
                            select $@"{root}\{program}",
        _ => [],
    };
}
