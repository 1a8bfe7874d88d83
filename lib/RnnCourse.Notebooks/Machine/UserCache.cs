using System.Collections.Concurrent;

namespace RnnCourse.Notebooks.Machine;

/// <summary>Where the course tool keeps what it can fetch or compute again: one folder per user, shared by all
/// clones.</summary>
public static class UserCache
{
    /// <summary>The environment variable that moves the folder.</summary>
    public const string Chosen = "RNNCOURSE_CACHE";

    /// <summary>How much a room may hold. Each build of the tool keeps its own pictures and pages, some tens of
    /// megabytes.</summary>
    private const long MaxBytes = 256 << 20;

    private static readonly ConcurrentDictionary<string, string?> Problems = [];

    /// <summary>A room of the folder, made if missing, and cleared of its older half when it has grown too large. Where
    /// nothing can be kept in it, this is said once.</summary>
    internal static string Folder(string room)
    {
        var folder = PathOf(room);
        if (Problems.GetOrAdd(folder, Opened) is { } problem) Notice.Once(problem);
        return folder;
    }

    private static string? Opened(string folder)
    {
        var problem = Problem(folder);
        if (problem is null) CacheFile.Prune(folder, MaxBytes);
        return problem;
    }

    /// <summary>Where a room of the folder is.</summary>
    internal static string PathOf(string room)
    {
        var root = Environment.GetEnvironmentVariable(Chosen) is { Length: > 0 } chosen ? chosen
            : Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home ? Path.Combine(home, "rnncourse")
            : "/nowhere/rnncourse";
        return Path.GetFullPath(Path.Combine(root, room));
    }

    /// <summary>Why nothing can be kept in a folder, with the way on; null when all is well.</summary>
    internal static string? Problem(string folder) => WritableFolder.Problem(folder) is { } problem
        ? $"nothing is kept in {folder} ({problem}): what is not there already is made or fetched each time. To keep "
            + $"it elsewhere, name a folder in the environment variable {Chosen}."
        : null;
}
