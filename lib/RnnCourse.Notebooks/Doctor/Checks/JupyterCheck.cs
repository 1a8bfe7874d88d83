namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>Jupyter opens what <c>course export --to ipynb</c> writes.</summary>
internal sealed class JupyterCheck : ICheck
{
    private const string Name = "Jupyter";

    // A Python of one's own on the PATH hides the system's, whose packages apt installs.
    private static readonly string[] Programs = ["python3", "python", "/usr/bin/python3"];

    public async Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        foreach (var program in Programs)
            if (await machine.AskAsync(program, ["-c", "import nbformat, nbconvert; print(nbconvert.__version__)"],
                cancellation) is { } version)
                return Diagnosis.Works(Name, $"nbconvert {version.Split('\n')[^1].Trim()}");
        return new(Name, Health.Optional, "not found: exported .ipynb files cannot be opened here",
            $"if you want it: {machine.Platform.InstallJupyter()}");
    }
}
