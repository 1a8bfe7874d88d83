namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>The .NET Interactive tool is the kernel that VS Code and Jupyter run C# cells with. The library is of .NET
/// 8, so it needs a kernel that is.</summary>
internal sealed class KernelCheck : ICheck
{
    private const string Name = ".NET Interactive";
    private const string Package = "microsoft.dotnet-interactive";
    private const string Update =
        "run 'dotnet tool update --global Microsoft.dotnet-interactive', then 'dotnet interactive jupyter "
            + "install'";

    // The last published versions for .NET 7 are 1.0.4557xx, the first ones for .NET 8 1.0.50xxxx.
    private static readonly Version FirstOfNet8 = new(1, 0, 500000);

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var listed = await machine.AskAsync("dotnet", ["tool", "list", "--global"], cancellation) ?? "";
        var tool = listed.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words =>
                words is [var id, _, ..] && id.Equals(Package, StringComparison.OrdinalIgnoreCase));
        // 1.0.522904+9b6a2f6: the commit is of no interest.
        var answer = (await machine.AskAsync("dotnet-interactive", ["--version"], cancellation))?.Split('+')[0].Trim();
        if ((answer ?? tool?[1]) is not { } version)
            return new(Name, Health.Optional,
                "not installed as a global tool: Jupyter cannot run the notebooks; VS Code brings its own, and "
                    + "'course run' needs none",
                "for Jupyter: 'dotnet tool install --global Microsoft.dotnet-interactive', then 'dotnet "
                    + "interactive jupyter install'");
        if (Version.TryParse(version.Split('-')[0], out var number) && number < FirstOfNet8)
            return new(Name, Health.Optional,
                $"{version} is too old: it runs on .NET 7 or before and cannot load the library, which is of "
                    + ".NET 8; 'course run' needs no kernel", Update);
        return answer is null
            ? new(Name, Health.Optional,
                $"{version} is installed, but does not start: the .NET it was made for is not here, or the "
                    + "tools' folder is not on the PATH; 'course run' needs no kernel", Update)
            : Diagnosis.Works(Name, version);
    }
}
