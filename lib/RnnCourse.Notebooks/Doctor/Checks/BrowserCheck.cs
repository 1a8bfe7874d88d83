namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>A Chromium browser runs the tests of the book and the figures. Reading needs any browser.</summary>
internal sealed class BrowserCheck : ICheck
{
    const string Name = "Chromium browser";

    static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge"];

    static readonly string[] Files =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        // On Windows these programs open a window instead of printing a version, so only the files are looked for.
        if (!OperatingSystem.IsWindows())
            foreach (var program in Programs)
                if (await machine.AskAsync(program, ["--version"], cancellation).ConfigureAwait(false) is { } version)
                    return Diagnosis.Works(Name, version);
        return Files.FirstOrDefault(machine.HasFile) is { } file
            ? Diagnosis.Works(Name, Path.GetFileNameWithoutExtension(file))
            : new(Name, Health.Optional, "not found: the tests that look at pages are skipped; any browser shows the book",
                "install Chromium, Chrome or Edge if you want to run those tests");
    }
}
