namespace RnnCourse.Notebooks.Machine;

/// <summary>Writes a file whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the file, then renames over it: a reader sees the old file or the new one, whoever else
    /// writes it too.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Writes a text as UTF-8, without a byte-order mark.</summary>
    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));
}
