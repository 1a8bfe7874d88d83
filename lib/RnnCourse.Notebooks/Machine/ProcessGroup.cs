using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnCourse.Notebooks.Machine;

/// <summary>A worker leads a process group, so that it and whatever its cells started can be ended as one. What took a
/// session of its own is found on Linux too: its parents are gone, so the system gives it to the nearest process that
/// asked for such orphans, and the tool and its workers do.</summary>
internal static partial class ProcessGroup
{
    private const int SigKill = 9, AskForOrphans = 36;

    private static readonly Lock Guard = new();
    private static readonly HashSet<int> Leaders = [];

    private static bool Exists => !OperatingSystem.IsWindows();

    /// <summary>Makes this process the leader of a new group: Ctrl-C in the terminal does not reach it.</summary>
    internal static void Lead()
    {
        if (Exists) _ = setpgid(0, 0);
        AdoptOrphans();
    }

    /// <summary>Ends this process and all it started at once.</summary>
    internal static void KillSelf()
    {
        EndOrphans(all: true);
        if (Exists) _ = kill(0, SigKill);
        Environment.Exit(0);
    }

    /// <summary>Starts a process that may lead a group: it is not an orphan.</summary>
    internal static Process? Start(ProcessStartInfo start)
    {
        lock (Guard)
        {
            AdoptOrphans();
            var process = Process.Start(start);
            if (process is not null) Leaders.Add(process.Id);
            return process;
        }
    }

    /// <summary>Ends the group that a process leads, and all it started; also when that process is gone
    /// already.</summary>
    internal static void Kill(Process leader)
    {
        try
        {
            var id = leader.Id;
            // It may not have made a group yet; and where there is no other way, the tree is what can be found.
            leader.Kill(entireProcessTree: !OperatingSystem.IsLinux());
            if (Exists) _ = kill(-id, SigKill);
            if (!leader.WaitForExit(1000)) return;
            lock (Guard)
                Leaders.Remove(id);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It is gone already.
        }
        EndOrphans(all: false);
    }

    private static void AdoptOrphans()
    {
        if (OperatingSystem.IsLinux()) _ = prctl(AskForOrphans, 1, 0, 0, 0);
    }

    /// <summary>Ends the processes that were given to this one because their parents are gone, and what those
    /// started.</summary>
    /// <param name="all">Every child is one: a worker starts none for itself.</param>
    private static void EndOrphans(bool all)
    {
        if (!OperatingSystem.IsLinux()) return;
        // The children of one that was ended come to this process in turn.
        for (var round = 0; round < 100; round++)
        {
            lock (Guard)
            {
                var orphans = Children().Where(child => all || child.Group != getpgid(0) && !Leaders.Contains(child.Id))
                    .ToList();
                foreach (var (id, _) in orphans) _ = kill(id, SigKill);
                if (orphans.Count == 0) return;
            }
            Thread.Sleep(2);
        }
    }

    /// <summary>The living processes whose parent is this one, with their groups.</summary>
    private static IEnumerable<(int Id, int Group)> Children()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                && Status(folder) is [not "Z", var parent, var group, ..]
                && int.Parse(parent, CultureInfo.InvariantCulture) == Environment.ProcessId)
                yield return (id, int.Parse(group, CultureInfo.InvariantCulture));
    }

    /// <summary>State, parent, group, …: what stands after the program's name, which may hold anything.</summary>
    private static string[] Status(string folder)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It is gone.
        }
    }

    [LibraryImport("libc")]
    private static partial int setpgid(int pid, int group);

    [LibraryImport("libc")]
    private static partial int getpgid(int pid);

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nuint a, nuint b, nuint c, nuint d);
}
