namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>The .NET SDK builds the library and the tool.</summary>
internal sealed class SdkCheck : ICheck
{
    const int Needed = 10;
    const string Name = ".NET SDK";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        const string step = "install the .NET 10 SDK: https://dotnet.microsoft.com/download";
        if (await machine.AskAsync("dotnet", ["--list-sdks"], cancellation).ConfigureAwait(false) is not { Length: > 0 } listed)
            return new(Name, Health.Missing, "the program 'dotnet' lists no SDK", step);
        var versions = listed.Split('\n').Select(line => line.Split(' ')[0].Trim()).Where(v => v.Length > 0).ToList();
        var enough = versions.LastOrDefault(v => int.TryParse(v.Split('.')[0], out var major) && major >= Needed);
        return enough is null
            ? new(Name, Health.Missing, $"found {string.Join(", ", versions)}; version {Needed} or newer is needed", step)
            : Diagnosis.Works(Name, enough);
    }
}
