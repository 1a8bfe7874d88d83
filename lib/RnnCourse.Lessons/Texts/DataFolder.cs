namespace RnnCourse.Lessons.Texts;

/// <summary>Where the course's data lie: the folder <c>data</c> beside <c>RnnCourse.sln</c>.</summary>
public static class DataFolder
{
    /// <summary>The environment variable that names another data folder.</summary>
    public const string Variable = "RNNCOURSE_DATA";

    /// <summary>
    /// The data folder: what <see cref="Variable"/> names if set, else <c>data</c> in the nearest folder, from
    /// <paramref name="start"/> upwards, that holds <c>RnnCourse.sln</c>, else <c>data</c> under
    /// <paramref name="start"/>.
    /// It need not exist.
    /// </summary>
    /// <param name="start">Where to start; null is the current directory (a notebook's own folder in every
    /// host).</param>
    public static string Locate(string? start = null)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return Path.GetFullPath(named);

        start = Path.GetFullPath(start ?? Directory.GetCurrentDirectory());
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln")))
                return Path.Combine(folder.FullName, "data");
        return Path.Combine(start, "data");
    }

    /// <summary>The texts a reader may have dropped into the folder: its <c>*.txt</c> files, in ordinal
    /// order.</summary>
    public static IReadOnlyList<string> Texts(string? folder = null)
    {
        folder ??= Locate();
        return Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).ToArray()
            : [];
    }
}
