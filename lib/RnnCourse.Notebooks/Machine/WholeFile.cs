namespace RnnCourse.Notebooks.Machine;

/// <summary>Reads files that have an end. A pipe would be waited for, and a device never ends.</summary>
internal static class WholeFile
{
    /// <summary>Whether there is a file with an end, links followed.</summary>
    internal static bool Exists(string path) => File.Exists(path) && UnixFile.Of(path) is not { IsStream: true };

    /// <summary>Reads a notebook's file.</summary>
    /// <exception cref="IOException">It cannot be read, or is a pipe or a device.</exception>
    internal static byte[] Read(string path) => UnixFile.Of(path) is { IsStream: true }
        ? throw new IOException($"{path}: a pipe or a device is not a notebook; name a file.")
        : File.ReadAllBytes(path);
}
