using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace RnnCourse.Lessons.Experiments;

/// <summary>On what, and with which code, a result was made.</summary>
internal static class Machine
{
    /// <summary>The processor's model, the number of cores and the vector instructions in use.</summary>
    public static string Description => string.Create(CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} cores, {Compute.Simd}, {Runtime}");

    /// <summary>The commit the library was built from, as the compiler recorded it; without one, the library's
    /// version.</summary>
    public static string CodeVersion
    {
        get
        {
            var version = typeof(Machine)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
                ?? typeof(Machine).Assembly.GetName().Version?.ToString() ?? "unknown";
            return version.IndexOf('+', StringComparison.Ordinal) is var at and >= 0 ? version[(at + 1)..] : version;
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
