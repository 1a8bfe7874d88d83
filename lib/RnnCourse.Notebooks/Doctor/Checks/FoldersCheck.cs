using RnnCourse.Notebooks.Execution.Cache;

namespace RnnCourse.Notebooks.Doctor.Checks;

/// <summary>Results and what was fetched are kept in two folders, and a run needs one for temporary files.</summary>
internal sealed class FoldersCheck : ICheck
{
    private const string Name = "folders to write";

    public Task<Diagnosis> ExamineAsync(IMachine machine, string course, CancellationToken cancellation)
    {
        var temporary = Path.GetTempPath();
        if ((TemporaryFiles.TooLong(temporary) ?? machine.WriteProblem(temporary)) is { } missing)
            return Found(Health.Missing, $"no temporary file can be written in '{temporary}': {missing}",
                "name a folder that is there and can be written in the environment variable "
                    + TemporaryFiles.Variable);
        var results = CellCache.FolderFor(Path.Combine(course, "notebooks"));
        if (machine.WriteProblem(results) is { } unkept)
            return Found(Health.Optional,
                $"results of cells are not kept in '{results}': {unkept}; every cell runs each time",
                "copy the course to a folder of your own, if you want them kept");
        var user = UserCache.PathOf("");
        return machine.WriteProblem(user) is { } problem
            ? Found(Health.Optional, $"nothing is kept in '{user}': {problem}; the book is made anew each time",
                $"name a folder of your own in the environment variable {UserCache.Chosen}")
            : Found(Health.Works, "caches and temporary files can be written");
    }

    private static Task<Diagnosis> Found(Health health, string found, string? step = null) =>
        Task.FromResult(new Diagnosis(Name, health, found, step));
}
