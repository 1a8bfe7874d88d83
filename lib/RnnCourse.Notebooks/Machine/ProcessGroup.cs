using System.Runtime.InteropServices;

namespace RnnCourse.Notebooks.Machine;

/// <summary>A worker leads a process group, so that it and whatever its cells started can be ended as one.</summary>
internal static partial class ProcessGroup
{
    private const int SigKill = 9;

    private static bool Exists => !OperatingSystem.IsWindows();

    /// <summary>Makes this process the leader of a new group: Ctrl-C in the terminal does not reach it.</summary>
    internal static void Lead()
    {
        if (Exists) _ = setpgid(0, 0);
    }

    /// <summary>Ends this process and its group at once.</summary>
    internal static void KillSelf()
    {
        if (Exists) _ = kill(0, SigKill);
        Environment.Exit(0);
    }

    /// <summary>Ends the group that a process leads, also when that process is gone already.</summary>
    internal static void Kill(int leader)
    {
        if (Exists) _ = kill(-leader, SigKill);
    }

    [LibraryImport("libc")]
    private static partial int setpgid(int pid, int group);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
