namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>Jupyter opens what <c>course export --to ipynb</c> writes, and runs it where the kernel is
/// registered.</summary>
internal sealed class JupyterCheck : ICheck
{
    private const string Name = "Jupyter";

    // A Python of one's own on the PATH hides the system's, whose packages apt installs.
    private static readonly string[] Programs = ["python3", "python", "/usr/bin/python3"];

    // Each opens notebooks; nbconvert alone only turns them into pages.
    private static readonly (string Command, string Name)[] Editors = [("lab", "Lab"), ("notebook", "Notebook")];

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        foreach (var program in Programs)
            if (await machine.AskAsync(program, ["-c", "import nbformat, nbconvert; print(nbconvert.__version__)"],
                cancellation) is { } version)
                return await EditorAsync(machine, $"nbconvert {version.Split('\n')[^1].Trim()}", cancellation);
        return new(Name, Health.Optional, "not found: exported .ipynb files cannot be opened here",
            $"if you want it: {machine.Platform.InstallJupyter()}");
    }

    private static async Task<Diagnosis> EditorAsync(IMachine machine, string nbconvert,
        CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var (command, name) in Editors)
            if (await machine.AskAsync("jupyter", [command, "--version"], cancellation) is { } version)
                found.Add($"{name} {version.Split('\n')[^1].Trim()}");
        if (found.Count == 0)
            return new(Name, Health.Optional,
                $"{nbconvert} is here, but neither Lab nor Notebook: exported .ipynb files cannot be opened here",
                    $"if you want it: {machine.Platform.InstallJupyter()}");
        var kernels = await machine.AskAsync("jupyter", ["kernelspec", "list", "--json"], cancellation) ?? "";
        return kernels.Contains("\".net-csharp\"", StringComparison.Ordinal)
            ? Diagnosis.Works(Name, $"{string.Join(", ", found)}, {nbconvert}, kernel .net-csharp")
            : new(Name, Health.Optional,
                $"{string.Join(", ", found)} without the kernel .net-csharp: it opens exported notebooks, but cannot "
                    + "run them", "register it: 'dotnet interactive jupyter install'");
    }
}
