using System.Runtime.InteropServices;

namespace RnnCourse.Notebooks.Machine;

/// <summary>The .NET installation this process runs on.</summary>
internal static class DotNet
{
    /// <summary>Its folder.</summary>
    internal static string Root { get; } =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>The program that starts .NET programs and the SDK; from the PATH when the installation has
    /// none.</summary>
    internal static string Host { get; } =
        Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet") is var path && File.Exists(path)
            ? path : "dotnet";
}
