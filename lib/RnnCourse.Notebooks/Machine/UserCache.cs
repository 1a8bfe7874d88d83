namespace RnnCourse.Notebooks.Machine;

/// <summary>Where the course tool keeps what it can fetch or compute again: one folder per user, shared by all
/// clones.</summary>
public static class UserCache
{
    /// <summary>Names the folder; the environment variable <c>RNNCOURSE_CACHE</c> moves it.</summary>
    public static string Folder(string room)
    {
        var root = Environment.GetEnvironmentVariable("RNNCOURSE_CACHE") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData,
                Environment.SpecialFolderOption.Create), "rnncourse");
        var folder = Path.Combine(root, room);
        Directory.CreateDirectory(folder);
        return folder;
    }
}
