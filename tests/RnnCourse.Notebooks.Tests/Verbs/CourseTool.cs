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

    internal static Task<ToolResult> RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Starts the tool; its output and errors can be read.</summary>
    /// <param name="variables">What its environment has besides this process's; an empty one it has not.</param>
    internal static Process Start(string folder, IReadOnlyDictionary<string, string> variables,
        params string[] arguments)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var tool = Path.Combine(Root, "lib", "RnnCourse.Tool", "bin", configuration, "net10.0", "RnnCourse.Tool.dll");
        // A test run in the background of a script ignores SIGINT, and its children would inherit that.
        string[] words = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(words[0], [.. words[1..], tool, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in variables)
            if (value.Length > 0) start.Environment[name] = value;
            else start.Environment.Remove(name);
        return Process.Start(start)!;
    }

    internal static async Task<ToolResult> RunAsync(string folder, IReadOnlyDictionary<string, string> variables,
        params string[] arguments)
    {
        using var process = Start(folder, variables, arguments);
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
