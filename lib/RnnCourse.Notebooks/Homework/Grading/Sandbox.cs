using System.Diagnostics;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Takes from a process what an answer needs not: the network, the authors' files, the other submissions, the
/// grades, the home folder; the rest of the disk it can only read. Done with the kernel's namespaces, where the system
/// lets us.</summary>
internal sealed class Sandbox
{
    // $1: folders to hide, $2: what to keep, $3: the folder that may be written, one path a line. What is kept inside a
    // hidden folder comes back.
    private const string Script = """
        set -e
        hide=$1; keep=$2; own=$3; shift 3
        stash=$(mktemp -d /dev/shm/rnncourse.XXXXXX)
        mount -t tmpfs -o size=4m,mode=755 tmpfs "$stash"
        n=0
        while IFS= read -r path; do
          n=$((n + 1))
          if [ -d "$path" ]; then mkdir "$stash/$n"; else : > "$stash/$n"; fi
          mount --bind "$path" "$stash/$n"
        done <<END
        $keep
        END
        while IFS= read -r path; do
          if [ -d "$path" ]; then mount -t tmpfs -o size=4m,mode=755 tmpfs "$path"; fi
        done <<END
        $hide
        END
        n=0
        while IFS= read -r path; do
          n=$((n + 1))
          if [ -d "$stash/$n" ]; then mkdir -p "$path"; else mkdir -p "$(dirname "$path")"; [ -e "$path" ] || : > "$path"; fi
          mount --bind "$stash/$n" "$path"
          if [ -d "$path" ] && [ "$path" != "$own" ]; then mount -o remount,bind,ro "$path"; fi
        done <<END
        $keep
        END
        umount -R "$stash" 2>/dev/null || umount -l "$stash"
        rmdir "$stash" 2>/dev/null || true
        mount -o remount,bind,ro / 2>/dev/null || true
        mount -t tmpfs -o size=4k,mode=555 tmpfs /dev/shm 2>/dev/null || true
        cd "$own"
        exec setpriv --no-new-privs --inh-caps=-all --bounding-set=-all "$@"
        """;

    private static readonly string[][] Ways =
        [["unshare", "--mount", "--net"], ["unshare", "--map-root-user", "--mount", "--net"]];

    private readonly IReadOnlyList<string> _hidden;
    private readonly string[]? _way;
    private readonly string _tool;

    /// <summary>A sandbox that hides folders.</summary>
    internal Sandbox(IEnumerable<string> hidden, WorkerCommand? worker = null)
    {
        _tool = Path.GetDirectoryName(Path.GetFullPath((worker
            ?? new("", [typeof(Sandbox).Assembly.Location])).Arguments[0]))!;
        _hidden = [.. hidden.Select(Path.GetFullPath).Where(Directory.Exists).Distinct()];
        var folder = Directory.CreateTempSubdirectory("rnncourse-try-").FullName;
        try
        {
            _way = OperatingSystem.IsLinux() ? Ways.FirstOrDefault(way => Works(way, folder)) : null;
        }
        finally
        {
            Directory.Delete(folder);
        }
    }

    /// <summary>Whether this system lets us hide files and the network.</summary>
    internal bool Works() => _way is not null;

    /// <summary>What to put before a command that runs in <paramref name="folder"/> and is reached over
    /// <paramref name="socket"/>; nothing where it does not work.</summary>
    internal IReadOnlyList<string> Prefix(string folder, string socket) =>
        _way is null ? [] : Prefix(_way, folder, [socket]);

    private string[] Prefix(string[] way, string folder, IEnumerable<string> more)
    {
        string[] keep = [_tool, DotNet.Root, folder, .. more];
        // Hiding a folder that holds another hidden one is enough; parents first.
        string[] hide = [Path.GetTempPath().TrimEnd('/'), .. _hidden];
        return [.. way, "sh", "-c", Script, "sandbox", string.Join('\n', hide.Order(StringComparer.Ordinal)),
            string.Join('\n', keep), folder];
    }

    private bool Works(string[] way, string folder)
    {
        try
        {
            var line = Prefix(way, folder, []);
            using var process = Process.Start(new ProcessStartInfo(line[0],
                [.. line[1..], "true"])
            { RedirectStandardOutput = true, RedirectStandardError = true });
            return process is not null && process.WaitForExit(5000) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
