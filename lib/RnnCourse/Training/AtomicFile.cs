#if !FIGURES
namespace RnnCourse.Training;
#else // RnnCourse.Figures, which refers to no library, is compiled with this file too.
namespace RnnCourse.Figures.Display;
#endif

/// <summary>Writes a file whole or not at all: a reader sees the old file or the new one, whoever else writes it too
/// and whatever ends the process. Mode and owner of the old file stay, a link stays a link.</summary>
internal static class AtomicFile
{
    private const string Ending = ".tmp";
    private const int MarkLength = 32, LongestName = 150;

    /// <summary>Writes beside the file, flushes to the disk, then renames over it. A folder that is missing is made. A
    /// pipe or device is written to as it is.</summary>
    /// <exception cref="IOException">The disk refuses; the file is as it was.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var target = new FileInfo(path).LinkTarget is null ? Path.GetFullPath(path)
            : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        if (UnixFile.Of(target) is { IsStream: true })
        {
            using var open = new FileStream(path, FileMode.Open, FileAccess.Write);
            open.Write(bytes);
            return;
        }

        var folder = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(folder);
        // Long names leave room for the mark.
        var name = Path.GetFileName(target);
        var start = Path.Combine(folder, $".{(name.Length > LongestName ? name[..LongestName] : name)}.");
        // When it is created and before it is renamed a file is not held: another writer may take it for a left-over.
        for (var tries = 1; !TryWrite(path, target, start, bytes, mayFail: tries < 10); tries++)
        {
        }
    }

    private static bool TryWrite(string path, string target, string start, ReadOnlySpan<byte> bytes, bool mayFail)
    {
        RemoveLeftOver(start);
        var temporary = $"{start}{Guid.NewGuid():N}{Ending}";
        try
        {
            using (var stream = Create(temporary, target))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            return true;
        }
        catch (IOException) when (mayFail && !File.Exists(temporary))
        {
            return false;
        }
        catch (Exception e)
        {
            TryDelete(temporary);
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw new IOException($"'{path}' was not written, and what was there is as it was: "
                + e.Message.Replace(temporary, target, StringComparison.Ordinal), e);
        }
    }

    /// <summary>Writes a text as UTF-8, without a byte-order mark.</summary>
    public static void Write(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));

    private static FileStream Create(string temporary, string target)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (OperatingSystem.IsWindows() || UnixFile.Of(target) is not { } old)
            return new FileStream(temporary, options);
        options.UnixCreateMode = old.Mode;
        var stream = new FileStream(temporary, options);
        UnixFile.TryGive(temporary, old);
        File.SetUnixFileMode(stream.SafeFileHandle, old.Mode);
        return stream;
    }

    /// <summary>Removes what a writer of the same file left that was killed: nobody holds it open.</summary>
    private static void RemoveLeftOver(string start)
    {
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(start)!, ".*" + Ending))
            if (file.StartsWith(start, StringComparison.Ordinal)
                && file.Length == start.Length + MarkLength + Ending.Length
                && file.Skip(start.Length).Take(MarkLength).All(char.IsAsciiHexDigit))
                TryDelete(file, ifNobodyHolds: true);
    }

    private static void TryDelete(string file, bool ifNobodyHolds = false)
    {
        try
        {
            // Windows deletes no open file; elsewhere the lock is kept until the file is gone.
            using var held = ifNobodyHolds && !OperatingSystem.IsWindows()
                ? new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None) : null;
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another writer is at work, or the disk refuses this too: the next writer removes it.
        }
    }
}
