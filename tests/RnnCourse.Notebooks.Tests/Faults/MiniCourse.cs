using System.Diagnostics;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>A course of two small notebooks in a folder of its own, with caches of its own, on a machine where neither
/// Node nor npm works.</summary>
internal sealed class MiniCourse : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal MiniCourse()
    {
        Directory.CreateDirectory(At(".git"));
        Program("node", "exit 1");
        Program("npm", "exit 1");
        Variables = new()
        {
            ["RNNCOURSE_CACHE"] = At("user-cache"),
            ["PATH"] = At("bin") + System.IO.Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
        };
        Write("notebooks/01-a.dib", Notebook("first", "1 + 1"));
        Write("notebooks/02-b.dib", Notebook("second", "display(\"<b>x</b>\"); \"two\""));
    }

    internal Dictionary<string, string> Variables { get; }

    internal string Path => _folder.Path;

    internal string At(string name) => System.IO.Path.Combine(_folder.Path, name);

    internal void Write(string name, string text) => _folder.Write(name, text);

    internal static string Notebook(string title, string code) =>
        $"#!markdown\n\n# {title}\n\nA formula, $x^2$.\n\n#!csharp\n\n{code}\n";

    /// <summary>Puts a program before all others of its name.</summary>
    internal void Program(string name, string script)
    {
        _folder.Write($"bin/{name}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(At($"bin/{name}"), (UnixFileMode)0b111_101_101);
    }

    internal Task<ToolResult> RunAsync(params string[] words) => CourseTool.RunAsync(Path, Variables, words);

    internal Process Start(params string[] words) => CourseTool.Start(Path, Variables, words);

    /// <summary>The files below a folder with their contents, what is hidden left out.</summary>
    internal static SortedDictionary<string, string> Tree(string folder)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Directory.Exists(folder))
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                if (System.IO.Path.GetRelativePath(folder, file) is var name
                    && !name.StartsWith(".course/", StringComparison.Ordinal))
                    files[name] = Convert.ToHexString(File.ReadAllBytes(file));
        return files;
    }

    public void Dispose() => _folder.Dispose();
}
