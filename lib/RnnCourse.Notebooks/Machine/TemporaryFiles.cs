namespace RnnCourse.Notebooks.Machine;

/// <summary>The folder for temporary files. Workers are reached through a socket in it, whose path has little
/// room.</summary>
public static class TemporaryFiles
{
    /// <summary>The environment variable that names it.</summary>
    public static string Variable => OperatingSystem.IsWindows() ? "TMP" : "TMPDIR";

    /// <summary>The longest name of a socket file that a worker is reached by, and what a system allows for its path:
    /// 104 bytes on macOS, 108 on Linux, one of them a zero.</summary>
    private const int NameLength = 38, PathLength = 103;

    /// <summary>Where the folder cannot be used, goes on with the system's own and says so; once, when a command
    /// begins.</summary>
    /// <exception cref="CourseException">The system's own cannot be used either.</exception>
    public static void Ensure()
    {
        var folder = Path.GetTempPath();
        if ((TooLong(folder) ?? WritableFolder.ProblemOfExisting(folder)) is not { } problem) return;
        const string system = "/tmp/";
        if (OperatingSystem.IsWindows() || folder == system || WritableFolder.ProblemOfExisting(system) is not null)
            throw new CourseException($"No temporary file can be written in {folder}: {problem}. Name a folder that is "
                + $"there and can be written in the environment variable {Variable}.");
        Notice.Once($"{Variable} names {folder}, which cannot be used: {problem}. Temporary files go to {system} "
            + "instead.");
        Environment.SetEnvironmentVariable(Variable, system);
    }

    /// <summary>Says so when there is no room for a worker's socket in the folder; else null.</summary>
    internal static string? TooLong(string folder) =>
        !OperatingSystem.IsWindows() && Encoding.UTF8.GetByteCount(folder) + NameLength > PathLength
            ? FormattableString.Invariant(
                $"its path is longer than the {PathLength - NameLength} bytes that leave room for a socket")
            : null;
}
