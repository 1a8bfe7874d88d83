namespace RnnCourse.Notebooks.Machine;

/// <summary>Removes folders. On Windows a file that is read-only, or that a process which is just ending still holds,
/// cannot be removed at once; elsewhere it can.</summary>
internal static class FolderRemoval
{
    private const int Tries = 20;

    /// <summary>Removes a folder and all in it.</summary>
    /// <exception cref="IOException">A file in it stays in use.</exception>
    internal static void Delete(string folder)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception e) when (attempt < Tries && OperatingSystem.IsWindows()
                && e is IOException or UnauthorizedAccessException)
            {
                MakeWritable(folder);
                Thread.Sleep(50);
            }
    }

    /// <summary>Removes a temporary folder if it can be; if not, the system clears it away some day.</summary>
    internal static void TryDelete(string folder)
    {
        try
        {
            Delete(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
    }

    /// <summary>Takes the mark of read-only from all files in a folder.</summary>
    internal static void MakeWritable(string folder)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.IsReadOnly))
            file.IsReadOnly = false;
    }
}
