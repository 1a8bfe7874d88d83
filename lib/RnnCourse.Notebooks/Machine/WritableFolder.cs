namespace RnnCourse.Notebooks.Machine;

/// <summary>Tells whether files can be written in a folder, by writing one.</summary>
internal static class WritableFolder
{
    /// <summary>Makes the folder if it is missing, and says what the system says when nothing can be written there;
    /// else
    /// null.</summary>
    internal static string? Problem(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return ProblemOfExisting(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Sentence(e);
        }
    }

    /// <summary>The same for a folder that must be there.</summary>
    internal static string? ProblemOfExisting(string folder)
    {
        try
        {
            using var probe = new FileStream(Path.Combine(folder, $".{Guid.NewGuid():N}.tmp"), FileMode.CreateNew,
                FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            probe.WriteByte(0);
            probe.Flush();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Sentence(e);
        }
    }

    private static string Sentence(Exception e) => e switch
    {
        UnauthorizedAccessException => "this user may not write there",
        DirectoryNotFoundException => "it is not there",
        _ when e.Message.Contains("No space", StringComparison.Ordinal) => "the disk is full",
        _ => e.Message.TrimEnd('.'),
    };
}
