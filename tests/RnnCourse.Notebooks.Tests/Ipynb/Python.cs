using System.Diagnostics;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Ipynb;

/// <summary>The system's Python, the judge of what is a Jupyter notebook and what is a plotly figure.</summary>
internal static class Python
{
    private const string Interpreter = "/usr/bin/python3";

    internal static bool Has(string module) =>
        File.Exists(Interpreter) && Start(["-c", $"import {module}"], out _, out _) == 0;

    /// <summary>What a script prints; a script that fails fails the test.</summary>
    internal static string Run(string script, params string[] arguments)
    {
        var code = Start(["-c", script, .. arguments], out var output, out var error);
        Assert.True(code == 0, error);
        return output;
    }

    private static int Start(string[] arguments, out string output, out string error)
    {
        using var process = Process.Start(new ProcessStartInfo(Interpreter, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var reading = process.StandardError.ReadToEndAsync();
        output = process.StandardOutput.ReadToEnd();
        error = reading.GetAwaiter().GetResult();
        process.WaitForExit();
        return process.ExitCode;
    }
}
