namespace RnnCourse.Notebooks.Machine;

/// <summary>A way to keep a process in.</summary>
internal abstract class Sandbox
{
    /// <summary>The most processes and threads it may have, its runtime's about twenty among them.</summary>
    protected const int Processes = 128;

    /// <summary>The longest file it may write, and all of its files together where that can be limited.</summary>
    protected const int FileBytes = 16 << 20;

    /// <summary>The most files it may make.</summary>
    protected const int Files = 1000;

    private const int FirstUser = 58000, Users = 1000;
    private static int _users = Environment.ProcessId * 37;

    /// <summary>Whether this process is root.</summary>
    internal static bool IsRoot => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>Keeps a process in.</summary>
    internal abstract Confined Confine(Confinement confinement);

    /// <summary>A user that owns nothing. Processes at the same time have different ones.</summary>
    protected static string NextUser() => (FirstUser + ((uint)Interlocked.Increment(ref _users) % Users))
        .ToString(CultureInfo.InvariantCulture);

    /// <summary>Limits that each child inherits. As an ordinary user, Linux before 5.14 counts all of that user's
    /// processes, so that they cannot be limited there.</summary>
    protected static string[] Limits() =>
        ["prlimit", $"--fsize={FileBytes}", "--core=0", "--nofile=1024",
            .. IsRoot || OperatingSystem.IsOSPlatformVersionAtLeast("Linux", 5, 14) ? [$"--nproc={Processes}"]
                : (string[])[]];

    /// <summary>Becomes another user, for good.</summary>
    protected static string[] Become(string user) =>
        ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", "--no-new-privs", "--inh-caps=-all",
            "--bounding-set=-all"];
}
