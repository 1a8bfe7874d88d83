namespace RnnCourse.Notebooks.Machine;

/// <summary>This process's own temporary folder, which nobody else may enter. It is removed when the process ends; what
/// a process that was killed has left, the next one removes.</summary>
internal static class Scratch
{
    private const string Beginning = "rnncourse-", Lock = "in-use";
    private static readonly Lazy<string> Root = new(Create);
    private static FileStream? _held;
    private static int _count;

    /// <summary>Makes a new folder in it.</summary>
    internal static string NewFolder() => Directory.CreateDirectory(Path.Combine(Root.Value,
        Interlocked.Increment(ref _count).ToString(CultureInfo.InvariantCulture))).FullName;

    private static string Create()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Beginning + "*")) Sweep(left);
        var folder = Directory.CreateTempSubdirectory(Beginning).FullName;
        _held = new FileStream(Path.Combine(folder, Lock), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            _held.Dispose();
            FolderRemoval.TryDelete(folder);
        };
        return folder;
    }

    // Another process of this user that lives holds the file.
    private static void Sweep(string folder)
    {
        try
        {
            var file = Path.Combine(folder, Lock);
            if (!File.Exists(file)) return;
            using (new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None))
            {
            }

            FolderRemoval.TryDelete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in use, or somebody else's.
        }
    }
}
