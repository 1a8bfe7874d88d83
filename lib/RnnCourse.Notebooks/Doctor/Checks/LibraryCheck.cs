namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>The course's library, which every notebook loads, must be built and be of the sources that are
/// there.</summary>
internal sealed class LibraryCheck : ICheck
{
    private const string Name = "course library";

    private static readonly string[] Libraries = ["RnnCourse", "RnnCourse.Figures", "RnnCourse.Lessons"];

    public Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var bin = Path.Combine(course, "lib", "RnnCourse.Lessons", "bin");
        const string step = "run 'dotnet build -c Release' in the course's folder";
        return Task.FromResult(
            Libraries.Select(name => Path.Combine(bin, name + ".dll"))
                .FirstOrDefault(file => machine.Written(file) is null) is { } missing
                ? new Diagnosis(Name, Health.Missing, $"'{missing}' is not there: no notebook can load it", step)
            : !machine.HasFile(Path.Combine(bin, "MathNet.Numerics.dll"))
                ? new Diagnosis(Name, Health.Missing, "MathNet.Numerics.dll is missing beside RnnCourse.dll", step)
            : Libraries.Any(name => machine.Newest(Path.Combine(course, "lib", name),
                "*.cs") > machine.Written(Path.Combine(bin, name + ".dll")))
                ? new Diagnosis(Name, Health.Optional,
                    "built, but its sources have changed since: notebooks run the old library", step)
            : Diagnosis.Works(Name, "built"));
    }
}
