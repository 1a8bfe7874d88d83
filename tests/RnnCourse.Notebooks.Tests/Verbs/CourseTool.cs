using System.Diagnostics;
using System.Text;

namespace RnnCourse.Notebooks.Tests.Verbs;

/// <summary>What a call of the tool gave.</summary>
internal sealed record ToolResult(int Code, string Output, string Error);

/// <summary>The <c>course</c> program as it was built beside the tests.</summary>
internal static class CourseTool
{
    /// <summary>The course's own folder.</summary>
    internal static string Root { get; } = FindRoot();

    internal static async Task<ToolResult> RunAsync(string folder, params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var tool = Path.Combine(Root, "lib", "RnnCourse.Tool", "bin", configuration, "net10.0", "RnnCourse.Tool.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [tool, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        var error = await errors;
        await process.WaitForExitAsync();
        // A line ends in the system's way.
        return new ToolResult(process.ExitCode, output.ReplaceLineEndings("\n"), error.ReplaceLineEndings("\n"));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln")))
            folder =
                folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}
