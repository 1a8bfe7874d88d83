using System.Diagnostics;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The tool as a process of its own, from a place where every user can read it, as root or as an ordinary
/// user.</summary>
internal static class GradingTool
{
    private const string User = "12345";

    /// <summary>Copies tool and homework into a folder, once.</summary>
    /// <returns>How <c>course homework</c> is started from there.</returns>
    internal static string[] In(string folder)
    {
        var tool = Path.Combine(folder, "tool");
        if (!Directory.Exists(tool))
        {
            Copy(Path.GetDirectoryName(Run.Worker.Arguments[0])!, tool);
            Copy(Homeworks.Folder, Source(folder));
            File.Copy(Path.Combine(Homeworks.Folder, "..", "setup.dib"),
                Path.Combine(folder, "notebooks", "setup.dib"));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        }

        return ["dotnet", Path.Combine(tool, "RnnCourse.Tool.dll"), "homework"];
    }

    /// <summary>Where the homework is.</summary>
    internal static string Source(string folder) => Path.Combine(folder, "notebooks", "homework");

    /// <summary>What to put before a command so that an ordinary user runs it, who may write grades; nothing when this
    /// one is none but that.</summary>
    internal static string[] AsUser(string folder, string grades)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess) return [];
        var home = Path.Combine(folder, "home");
        foreach (var own in (string[])[grades, home])
        {
            Directory.CreateDirectory(own);
            File.SetUnixFileMode(own, (UnixFileMode)0b111_111_111);
        }

        return ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", "env", $"HOME={home}"];
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    internal static async Task<ToolResult> RunAsync(params string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        var error = process.StandardError.ReadToEndAsync();
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, text, await error);
    }

    /// <summary>The command lines of all processes of this system.</summary>
    internal static IEnumerable<string> Commands() => Directory.GetDirectories("/proc")
        .Where(p => Path.GetFileName(p).All(char.IsAsciiDigit)).Select(p =>
        {
            try
            {
                return File.ReadAllText(p + "/cmdline").Replace('\0', ' ');
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        });
}
