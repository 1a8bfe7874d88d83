using System.Diagnostics;

namespace RnnCourse.Notebooks.Book;

/// <summary>Finds a Chromium browser on this machine: for printing, for screenshots, for tests.</summary>
public static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge", "chrome"];

    /// <summary>The browser's program: what the environment variable <c>RNNCOURSE_BROWSER</c> names, else the first one found; null when there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("RNNCOURSE_BROWSER") is { Length: > 0 } chosen) return File.Exists(chosen) ? chosen : null;
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var onPath = from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                     from name in Names
                     select Path.Combine(folder, name + suffix);
        return onPath.Concat(UsualPlaces()).FirstOrDefault(File.Exists);
    }

    /// <summary>The browser's program.</summary>
    /// <exception cref="BookException">There is none.</exception>
    public static string Require() => Find() ?? throw new BookException(
        "No Chromium browser was found. Install Chromium, Chrome or Edge, or name one in the environment variable RNNCOURSE_BROWSER.");

    /// <summary>Lets the browser do one thing without a window, with a profile of its own that is removed.</summary>
    /// <param name="words">Its options and the page.</param>
    /// <param name="file">The file it is to write.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <exception cref="BookException">There is no browser, or it wrote nothing.</exception>
    public static async Task WriteAsync(IEnumerable<string> words, string file, CancellationToken cancellation = default)
    {
        var browser = Require();
        var profile = Directory.CreateTempSubdirectory("rnncourse-browser-").FullName;
        try
        {
            string[] usual = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", $"--user-data-dir={profile}"];
            using var process = Process.Start(new ProcessStartInfo(browser, [.. usual, .. words]) { RedirectStandardError = true, RedirectStandardOutput = true })
                ?? throw new BookException($"{browser} did not start.");
            await using var stop = cancellation.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(cancellation);
            await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode != 0 || !File.Exists(file))
                throw new BookException($"{browser} did not write {file} (exit code {process.ExitCode}): {(await errors).Trim().Split('\n')[^1]}");
        }
        finally
        {
            Directory.Delete(profile, recursive: true);
        }
    }

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsMacOS())
        {
            yield return "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
            yield return "/Applications/Chromium.app/Contents/MacOS/Chromium";
            yield return "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge";
        }

        if (!OperatingSystem.IsWindows()) yield break;
        foreach (var root in new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86 }.Select(Environment.GetFolderPath))
        {
            yield return Path.Combine(root, "Google", "Chrome", "Application", "chrome.exe");
            yield return Path.Combine(root, "Microsoft", "Edge", "Application", "msedge.exe");
        }
    }
}
