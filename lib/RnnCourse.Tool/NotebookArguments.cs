using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Tool;

/// <summary>What the verbs share that take notebooks: the argument, its default, and how a file's failure is
/// told.</summary>
internal static class NotebookArguments
{
    /// <summary>The argument <c>FILE…</c>; none means the course's own notebooks.</summary>
    internal static Argument<string[]> Files(string what) => new("FILE")
    {
        Description = $"{what}. None: the course's own, notebooks/.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The notebooks that the arguments name.</summary>
    /// <exception cref="FileNotFoundException">An argument names nothing.</exception>
    /// <exception cref="CourseException">There are no arguments, and the working folder is not in the
    /// course.</exception>
    internal static IReadOnlyList<string> Find(string[] files, bool alsoIpynb = false) =>
        NotebookFiles.Find(files.Length > 0 ? files : [OwnNotebooks()], alsoIpynb);

    /// <summary>Does something with each notebook; one that fails does not keep the others from it.</summary>
    /// <returns>The highest of the exit codes; 2 where a notebook could not be read.</returns>
    internal static int ForEach(string[] files, Func<string, int> action, bool alsoIpynb = false) => Guarded(() =>
    {
        var code = ExitCode.Success;
        foreach (var path in Find(files, alsoIpynb)) code = Math.Max(code, Guarded(() => action(path), path));
        return code;
    });

    /// <summary>Runs an action; what is wrong with its input is said on the error output, with exit code 2.</summary>
    internal static int Guarded(Func<int> action, string? path = null)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (Failure.IsExpected(e))
        {
            Console.Error.WriteLine(path is null || e.Message.StartsWith(path, StringComparison.Ordinal) ? e.Message
                : $"{path}: {e.Message}");
            return ExitCode.BadFile;
        }
    }

    private static string OwnNotebooks() =>
        Path.GetRelativePath(Environment.CurrentDirectory, CourseFolder.Find().Notebooks);
}
