using System.Globalization;
using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>A course whose commands are ended, or lack room on the disk, while they write.</summary>
public abstract partial class FaultyCourse : IDisposable
{
    private protected MiniCourse Course { get; } = new();

    /// <summary>Notebooks to format and to export.</summary>
    private protected void WriteMore()
    {
        foreach (var n in Enumerable.Range(1, 12))
            Course.Write($"more/{n:00}.dib", $"#!csharp\n\n\n\nvar n = {n};\n\n\n#!markdown\n\ntext\n\n\n");
    }

    public void Dispose()
    {
        Course.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The words of a command that writes into a folder of the course.</summary>
    private protected string[] Words(string command, string? course = null) =>
        string.Format(CultureInfo.InvariantCulture, command, course ?? Course.Path).Split(' ');

    /// <summary>Where a command is given.</summary>
    private protected string Home(string command) =>
        command.StartsWith("homework", StringComparison.Ordinal) ? CourseTool.Root : Course.Path;

    private protected async Task<ToolResult> EndedAsync(string folder, string[] words)
    {
        var result = await CourseTool.RunAsync(folder, Course.Variables, words);
        Assert.True(result.Code == 0, $"{string.Join(' ', words)}: {result.Code}\n{result.Output}\n{result.Error}");
        return result;
    }

    /// <summary>The files of a folder, the hidden list of a site and dates left out.</summary>
    private protected static SortedDictionary<string, string> Contents(string folder) => MiniCourse.Tree(folder);

    private protected static IEnumerable<string> Untimed(SortedDictionary<string, string> files) => files.Select(file =>
        file.Key + Seconds().Replace(System.Text.Encoding.UTF8.GetString(Convert.FromHexString(file.Value)), ""));

    private protected static string Plain(string output) => Times().Replace(output, "");

    private protected static void Clear(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private protected static void Copy(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    [GeneratedRegex("""Ran in [0-9.]+ s|[0-9.]+ m?s<|"seconds": [0-9.e-]+|"fromCache": \w+""")]
    private static partial Regex Seconds();

    [GeneratedRegex("""(in [0-9.]+ s)|\d+ unchanged|"seconds": [0-9.e-]+,|"cached": \w+""")]
    private static partial Regex Times();
}
