namespace RnnCourse.Notebooks.Machine;

/// <summary>bubblewrap: the process has namespaces of its own. Of the disk it sees the system's programs and what it is
/// given, and can write nothing but its own folder, which is in memory; it has no network, no device but null, zero and
/// urandom, and everything it started ends with it.</summary>
internal sealed class Bubblewrap : Sandbox
{
    private const string OwnFolder = "/answer";

    private static readonly string[] Isolated =
        ["--die-with-parent", "--new-session", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
            "--unshare-cgroup-try"];

    // As root: another user, to whom user namespaces, where there are any, are then forbidden as well.
    private static readonly string[] Forbid = ["bwrap", "--unshare-user", "--disable-userns", "--dev-bind", "/", "/"];

    // Its folder is limited to a number of files, which bubblewrap has no word for. Who may do that is root in there,
    // for as long as it takes; the numbers of the users outside mean nothing inside, so they are not repeated.
    private static readonly string[] CountFiles = ["sh", "-c", "mount -n --options-mode ignore -o remount,nosuid,nodev,"
        + $"size={FileBytes},nr_inodes={Files} none {OwnFolder} && exec \"$@\"", "sh"];

    private static readonly Lazy<Bubblewrap?> Usable = new(Find);
    private readonly bool _forbids;
    private readonly bool _counts;

    private Bubblewrap(bool forbids, bool counts) => (_forbids, _counts) = (forbids, counts);

    /// <summary>The sandbox, or null where this system does not let us.</summary>
    internal static Bubblewrap? Here => Usable.Value;

    internal override Confined Confine(Confinement confinement) => new(Prefix(confinement), OwnFolder, () => { });

    private static Bubblewrap? Find()
    {
        if (!OperatingSystem.IsLinux()) return null;
        Bubblewrap[] ways = IsRoot ? [new(true, true), new(false, true), new(true, false), new(false, false)]
            : [new(true, true), new(true, false)];
        return ways.FirstOrDefault(way => Namespaces.Starts([.. way.Prefix(new("", [], [])), "true"]));
    }

    private List<string> Prefix(Confinement confinement)
    {
        List<string> line = ["setsid", "bwrap", .. Isolated];
        if (!IsRoot && _counts)
            line.AddRange(["--unshare-user", "--uid", "0", "--gid", "0", "--cap-add", "CAP_SYS_ADMIN", "--cap-add",
                "CAP_SETFCAP"]);
        else if (!IsRoot)
            line.AddRange(["--unshare-user", "--disable-userns"]);
        line.AddRange(["--ro-bind", "/usr", "/usr"]);
        foreach (var folder in (string[])["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store"])
            if (new DirectoryInfo(folder).LinkTarget is { } target)
                line.AddRange(["--symlink", target, folder]);
            else
                line.AddRange(["--ro-bind-try", folder, folder]);
        line.AddRange(["--perms", "0755", "--dir", "/etc"]);
        foreach (var name in (string[])["ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives"])
            line.AddRange(["--ro-bind-try", "/etc/" + name, "/etc/" + name]);
        line.AddRange(["--proc", "/proc", "--perms", "0755", "--dir", "/dev"]);
        foreach (var name in (string[])["null", "zero", "urandom"])
            line.AddRange(["--dev-bind", "/dev/" + name, "/dev/" + name]);
        line.AddRange(["--perms", "0755", "--dir", "/tmp"]);
        // What is hidden inside what is readable, and the other way round: the longer path comes later.
        List<string> readable = [.. confinement.Readable];
        if (confinement.Socket.Length > 0) readable.Add(confinement.Socket);
        var hidden = confinement.Hidden.Where(path => readable.Append("/usr").Any(above => IsIn(path, above))
            && !readable.Contains(path)).ToList();
        foreach (var path in readable.Concat(hidden).Order(StringComparer.Ordinal))
        {
            foreach (var above in Above(path)) line.AddRange(["--perms", "0755", "--dir", above]);
            line.AddRange(hidden.Contains(path) ? ["--perms", "0755", "--tmpfs", path] : ["--ro-bind", path, path]);
        }

        foreach (var path in hidden) line.AddRange(["--remount-ro", path]);
        line.AddRange(["--perms", "1777", "--size", $"{FileBytes}", "--tmpfs", OwnFolder, "--chdir", OwnFolder,
            "--setenv", "HOME", OwnFolder, "--unsetenv", "TMPDIR", "--remount-ro", "/", "--",
            .. _counts ? CountFiles : [], .. Limits()]);
        if (IsRoot) line.AddRange(Become(NextUser()));
        if (IsRoot ? _forbids : _counts) line.AddRange(Forbid);
        if (!IsRoot && _counts) line.AddRange(["--uid", NextUser(), "--gid", NextUser()]);
        return line;
    }

    private static bool IsIn(string path, string folder) =>
        path.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>The folders a path lies in, the outermost first.</summary>
    private static IEnumerable<string> Above(string path)
    {
        for (var at = path.IndexOf('/', 1); at > 0; at = path.IndexOf('/', at + 1)) yield return path[..at];
    }
}
