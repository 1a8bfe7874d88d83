using System.Diagnostics;

namespace RnnCourse.Notebooks.Machine;

/// <summary>Starts a program in namespaces of its own, where the system lets us: everything it starts ends with it, and
/// it has no network unless it is given one. It sees the same files.</summary>
public static class Namespaces
{
    private static readonly Lazy<IReadOnlyList<string>?> Offline = new(() => Find(network: false));
    private static readonly Lazy<IReadOnlyList<string>?> Online = new(() => Find(network: true));

    /// <summary>What to put before a command, or null where the system cannot. The first program leads a process group,
    /// and ends with this process.</summary>
    /// <param name="network">Whether the program keeps the network.</param>
    public static IReadOnlyList<string>? Prefix(bool network) => (network ? Online : Offline).Value;

    private static string[]? Find(bool network)
    {
        string[][] ways =
        [
            // bubblewrap's first process ends orphans and passes on how the program ended.
            ["setsid", "bwrap", "--die-with-parent", "--unshare-pid", .. network ? (string[])[] : ["--unshare-net"],
                "--dev-bind", "/", "/", "--proc", "/proc", "--"],
            Unshare(network),
            Unshare(network, "--map-current-user"),
        ];
        return OperatingSystem.IsLinux() ? ways.FirstOrDefault(way => Starts([.. way, "true"])) : null;
    }

    // The shell is the first process, which a program must not be: the kernel ignores most signals to it.
    private static string[] Unshare(bool network, params string[] user) =>
        ["setsid", "unshare", .. user, "--pid", "--fork", "--kill-child", "--mount-proc",
            .. network ? (string[])[] : ["--net"], "sh", "-c", "\"$@\"; exit \"$?\"", "sh"];

    /// <summary>Whether a command can be started and ends well.</summary>
    internal static bool Starts(IReadOnlyList<string> command)
    {
        try
        {
            using var process = Launcher.Start(new ProcessStartInfo(command[0], command.Skip(1))
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            return process.WaitForExit(5000) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
