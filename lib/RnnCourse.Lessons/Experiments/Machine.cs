using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnCourse.Lessons.Experiments;

/// <summary>On what, and with which code, a result was made.</summary>
internal static class Machine
{
    /// <summary>The processor's model, the number of cores and the vector instructions in use.</summary>
    public static string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} cores, {Compute.Simd}, {Runtime}");

    /// <summary>The commit of the repository that the library was built in, with "-dirty" if a library was changed
    /// since; elsewhere the id that a build of the same source always has.</summary>
    public static string CodeVersion => Version.Value;

    private static readonly Lazy<string> Version = new(() =>
    {
        var library = typeof(Machine).Assembly;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "lib", "RnnCourse.Lessons",
            "RnnCourse.Lessons.csproj"))) folder = folder.Parent;
        return folder is not null && Git(folder.FullName, "rev-parse", "HEAD") is { Exit: 0 } head
            ? head.Output.Trim()
                + (Git(folder.FullName, "diff", "--quiet", "HEAD", "--", "lib").Exit == 0 ? "" : "-dirty")
            : $"build {library.ManifestModule.ModuleVersionId:N}";
    });

    private static (int Exit, string Output) Git(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return (git.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return (-1, "");        // there is no git
        }
    }

    private static string Runtime => RuntimeInformation.FrameworkDescription;

    private static string Processor()
    {
        try
        {
            if (OperatingSystem.IsLinux())
                return File.ReadLines("/proc/cpuinfo")
                    .First(line => line.StartsWith("model name", StringComparison.Ordinal)).Split(':')[1].Trim();
            if (OperatingSystem.IsMacOS())
            {
                using var sysctl = Process.Start(new ProcessStartInfo("sysctl",
                    ["-n", "machdep.cpu.brand_string"])
                { RedirectStandardOutput = true })!;
                return sysctl.StandardOutput.ReadToEnd().Trim();
            }

            if (Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") is { Length: > 0 } named)
                return named;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException
            or System.ComponentModel.Win32Exception)
        {
            // Some systems do not tell.
        }

        return $"{RuntimeInformation.ProcessArchitecture} processor";
    }
}
