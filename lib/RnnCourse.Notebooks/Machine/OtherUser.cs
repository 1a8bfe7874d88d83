using System.Runtime.InteropServices;

namespace RnnCourse.Notebooks.Machine;

/// <summary>Inside a container, started as root: the process runs as a user that owns nothing, under limits; files are
/// hidden by their permissions. The container is the boundary: what it can reach, the process can.</summary>
internal sealed partial class OtherUser : Sandbox
{
    private static readonly Lazy<bool> Usable = new(() => IsRoot
        && Namespaces.Starts([.. Limits(), .. Become(NextUser()), "true"]));

    /// <summary>Whether this process can start others as another user.</summary>
    internal static bool Works => Usable.Value;

    /// <summary>Whether this process runs in a container, as far as containers say so.</summary>
    internal static bool InContainer => OperatingSystem.IsLinux() && (File.Exists("/.dockerenv")
        || File.Exists("/run/.containerenv")
        || Environment.GetEnvironmentVariable("container") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 });

    /// <summary>The first of the folders that everybody may read or enter; null when there is none.</summary>
    internal static string? Open(IEnumerable<string> folders)
    {
        var user = NextUser();
        return folders.Where(Directory.Exists).FirstOrDefault(folder => Namespaces.Starts(
            [.. Become(user), "sh", "-c", "test -r \"$1\" || test -x \"$1\"", "sh", folder]));
    }

    /// <summary>A copy of a folder's files that everybody can read, wherever the folder lies.</summary>
    internal static string PublicCopy(string folder)
    {
        var copy = Scratch.NewFolder();
        foreach (var file in Directory.EnumerateFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        Permit(copy, 0b111_101_101);
        Permit(Path.GetDirectoryName(copy)!, 0b111_001_001);
        return copy;
    }

    private static void Permit(string path, int mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    internal override Confined Confine(Confinement confinement)
    {
        var (user, folder) = (NextUser(), Scratch.NewFolder());
        var id = int.Parse(user, CultureInfo.InvariantCulture);
        // The scratch folder can be passed through, and read by nobody else.
        for (var above = Path.GetDirectoryName(confinement.Socket)!; above.StartsWith(
            Path.GetDirectoryName(folder)!, StringComparison.Ordinal); above = Path.GetDirectoryName(above)!)
            Permit(above, 0b111_001_001);
        _ = chown(confinement.Socket, id, id);
        _ = chown(folder, id, id);
        Permit(folder, 0b111_000_000);
        Permit(confinement.Socket, 0b110_000_000);
        return new(["setsid", .. Limits(), .. Become(user), "env", "-C", folder, $"HOME={folder}"], folder, () =>
        {
            Namespaces.Starts([.. Become(user), "sh", "-c", "kill -9 -1"]);
            FolderRemoval.TryDelete(folder);
            // What it may have left where everybody may write.
            Namespaces.Starts(["find", "/tmp", "/var/tmp", "/dev/shm", "-xdev", "-user", user, "-delete"]);
        })
        {
            Excess = () => TooMany(folder)
        };
    }

    private static string? TooMany(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(folder, "*", Everything).Skip(Files).Any()
                ? $"it made more than {Files} files" : null;
        }
        catch (IOException)
        {
            return null; // It changes while it is counted.
        }
    }

    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint
    };

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chown(string path, int owner, int group);
}
