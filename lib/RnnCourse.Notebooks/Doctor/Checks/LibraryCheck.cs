namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>The course's library, which every notebook loads, must be built and be of the sources that are there.</summary>
internal sealed class LibraryCheck : ICheck
{
    const string Name = "course library";

    public Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var sources = Path.Combine(course, "lib", "RnnCourse");
        var built = Path.Combine(sources, "bin", "RnnCourse.dll");
        const string step = "run 'dotnet build -c Release' in the course's folder";
        return Task.FromResult(
            machine.Written(built) is not { } written ? new Diagnosis(Name, Health.Missing, $"'{built}' is not there: no notebook can load it", step)
            : !machine.HasFile(Path.Combine(sources, "bin", "MathNet.Numerics.dll"))
                ? new Diagnosis(Name, Health.Missing, "MathNet.Numerics.dll is missing beside RnnCourse.dll", step)
            : machine.Newest(sources, "*.cs") > written
                ? new Diagnosis(Name, Health.Optional, "built, but its sources have changed since: notebooks run the old library", step)
            : Diagnosis.Works(Name, "built"));
    }
}
