namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>The .NET SDK builds the library and the tool. <c>global.json</c> accepts every release of version 10, and
/// no other.</summary>
internal sealed class SdkCheck : ICheck
{
    private const string Needed = "10.";
    private const string Name = ".NET SDK";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var step = machine.Platform.InstallSdk();
        if (await machine.AskAsync("dotnet", ["--list-sdks"], cancellation) is not { Length: > 0 } listed)
            return new(Name, Health.Missing, "the program 'dotnet' is not there or lists no SDK", step);
        var versions = listed.Split('\n').Select(line => line.Split(' ')[0].Trim()).Where(v => v.Length > 0).ToList();
        // A preview, 10.0.100-rc.2, comes before 10.0.100.
        var right = versions.LastOrDefault(v =>
            v.StartsWith(Needed, StringComparison.Ordinal) && !v.Contains('-', StringComparison.Ordinal));
        return right is null
            ? new(Name, Health.Missing,
                $"found {string.Join(", ", versions)}; the course needs version 10, which can be installed "
                    + $"beside {(versions.Count == 1 ? "it" : "them")}", step)
            : Diagnosis.Works(Name, right);
    }
}
