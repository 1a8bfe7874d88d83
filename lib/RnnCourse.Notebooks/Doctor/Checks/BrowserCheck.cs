namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>A Chromium browser prints the book, takes its pictures and runs the tests of pages. Reading needs any
/// browser.</summary>
internal sealed class BrowserCheck : ICheck
{
    private const string Name = "Chromium browser";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        if (machine.Variable(Browser.Chosen) is { Length: > 0 } chosen && !machine.HasFile(chosen))
            return new(Name, Health.Optional,
                $"the environment variable {Browser.Chosen} names '{chosen}', which is not there",
                "name a browser's program in it, or remove it");
        if (Browser.Find(machine.Platform, machine.Variable, machine.HasFile) is not { } file)
            return new(Name, Health.Optional,
                "not found: 'book --pdf' does not work, and the tests that look at pages are skipped; any "
                    + "browser shows the book",
                $"if you want those: {machine.Platform.InstallBrowser()}");
        // On Windows a browser opens a window instead of printing its version.
        var version =
            machine.Platform == Platform.Windows ? null : await machine.AskAsync(file, ["--version"], cancellation);
        return Diagnosis.Works(Name, version is { Length: > 0 } ? version : file);
    }
}
