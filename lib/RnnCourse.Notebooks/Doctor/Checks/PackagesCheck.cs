namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>NuGet feeds are needed to build for the first time, and for notebooks that name packages.</summary>
internal sealed class PackagesCheck : ICheck
{
    const string Name = "NuGet packages";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var listed = await machine.AskAsync("dotnet", ["nuget", "list", "source", "--format", "short"], cancellation).ConfigureAwait(false);
        var sources = (listed ?? "").Split('\n').Select(l => l.Trim())
            .Where(l => l.StartsWith("E ", StringComparison.Ordinal)).Select(l => l[2..].Trim()).ToList();
        if (sources.Count == 0)
            return new(Name, Health.Optional, "no feed is set up: what is built works, new packages cannot be had", "see 'dotnet nuget add source --help'");
        var answers = await Task.WhenAll(sources.Select(source => ReachesAsync(machine, source, cancellation))).ConfigureAwait(false);
        var reached = answers.Count(a => a);
        return reached == sources.Count
            ? Diagnosis.Works(Name, sources.Count == 1 ? "the feed answers" : $"all {sources.Count} feeds answer")
            : new(Name, Health.Optional, $"{sources.Count - reached} of {sources.Count} feeds do not answer: what is built works, new packages cannot be had",
                "go online, or check the feeds with 'dotnet nuget list source'");
    }

    static async Task<bool> ReachesAsync(IMachine machine, string source, CancellationToken cancellation) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? await machine.AnswersAsync(new Uri(source), cancellation).ConfigureAwait(false)
            : machine.Newest(source, "*") is not null;
}
