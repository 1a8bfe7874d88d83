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
