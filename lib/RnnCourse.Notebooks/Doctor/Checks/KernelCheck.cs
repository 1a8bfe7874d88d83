namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>The .NET Interactive tool is the kernel that VS Code and Jupyter run C# cells with.</summary>
internal sealed class KernelCheck : ICheck
{
    const string Name = ".NET Interactive";

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var listed = await machine.AskAsync("dotnet", ["tool", "list", "--global"], cancellation).ConfigureAwait(false) ?? "";
        var tool = listed.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words is [var id, ..] && id.Equals("microsoft.dotnet-interactive", StringComparison.OrdinalIgnoreCase));
        return tool is [_, var version, ..]
            ? Diagnosis.Works(Name, version)
            : new(Name, Health.Optional, "not installed as a global tool: Jupyter cannot run the notebooks; VS Code brings its own, and 'course run' needs none",
                "for Jupyter: 'dotnet tool install --global Microsoft.dotnet-interactive', then 'dotnet interactive jupyter install'");
    }
}
