namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>NuGet feeds are needed to build for the first time, and for notebooks that name packages.</summary>
internal sealed class PackagesCheck : ICheck
{
    private const string Name = "NuGet packages";
    private const string Lost = "what is built works, new packages cannot be had";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var listed = await machine.AskAsync("dotnet", NuGetFeeds.List, cancellation);
        if (listed is null)
            return new(Name, Health.Optional,
                "the feeds are not known: the .NET SDK, which lists them, does not answer",
                machine.Platform.InstallSdk());
        var sources = NuGetFeeds.Enabled(listed).ToList();
        if (sources.Count == 0)
            return new(Name, Health.Optional, $"no feed is set up: {Lost}",
                "run 'dotnet new nugetconfig' in this folder: the file it writes names the usual feed");
        var answers = await Task.WhenAll(sources.Select(source => ReachesAsync(machine, source, cancellation)));
        var silent = sources.Where((_, i) => !answers[i]).Select(NuGetFeeds.Short).ToList();
        return silent.Count == 0
            ? Diagnosis.Works(Name, sources.Count == 1 ? "the feed answers" : $"all {sources.Count} feeds answer")
            : new(Name, Health.Optional, $"no answer from {string.Join(", ", silent)}: {Lost}",
                "connect to the network and try again; behind a proxy, set the environment variable "
                    + "HTTPS_PROXY to its address first");
    }

    private static async Task<bool> ReachesAsync(IMachine machine, string source, CancellationToken cancellation) =>
        NuGetFeeds.Server(source) is { } address ? await machine.AnswersAsync(address, cancellation)
            : machine.Newest(source, "*") is not null;
}
