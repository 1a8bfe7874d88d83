namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>The .NET Interactive tool is the kernel that VS Code and Jupyter run C# cells with. The libraries that
/// notebooks load, and Plotly.NET.CSharp, are of .NET 10, so they need a kernel that is.</summary>
internal sealed class KernelCheck : ICheck
{
    private const string Name = ".NET Interactive";
    private const string Package = "microsoft.dotnet-interactive";
    private const string Update =
        "run 'dotnet tool update --global Microsoft.dotnet-interactive', then 'dotnet interactive jupyter "
            + "install'";

    // 1.0.617701 is of .NET 9; those of 2026, from 1.0.707101 to the last one, 1.0.712001, are of .NET 10.
    private static readonly Version FirstOfNet10 = new(1, 0, 700000);

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
        if (Version.TryParse(version.Split('-')[0], out var number) && number < FirstOfNet10)
            return new(Name, Health.Optional,
                $"{version} is too old: it runs on .NET 9 or before and cannot load what notebooks load, "
                    + "which is of .NET 10; 'course run' needs no kernel", Update);
        return answer is null
            ? new(Name, Health.Optional,
                $"{version} is installed, but does not start: the .NET it was made for is not here, or the "
                    + "tools' folder is not on the PATH; 'course run' needs no kernel", Update)
            : Diagnosis.Works(Name, version);
    }
}
