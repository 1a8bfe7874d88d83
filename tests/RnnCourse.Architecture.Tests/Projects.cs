using System.Reflection;
using System.Runtime.CompilerServices;

namespace RnnCourse.Architecture.Tests;

/// <summary>The projects of <c>lib</c>, and where the repository lies.</summary>
internal static class Projects
{
    public static readonly Assembly Networks = Assembly.Load("RnnCourse");
    public static readonly Assembly Figures = Assembly.Load("RnnCourse.Figures");
    public static readonly Assembly Lessons = Assembly.Load("RnnCourse.Lessons");
    public static readonly Assembly Plotly = Assembly.Load("RnnCourse.Plotly");
    public static readonly Assembly Notebooks = Assembly.Load("RnnCourse.Notebooks");
    public static readonly Assembly Tool = Assembly.Load("RnnCourse.Tool");

    public static readonly IReadOnlyList<Assembly> All = [Networks, Figures, Lessons, Plotly, Notebooks, Tool];

    public static TheoryData<string> Names => [.. All.Select(assembly => assembly.GetName().Name!)];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    public static Assembly Named(string name) => All.Single(assembly => assembly.GetName().Name == name);

    /// <summary>The C# files of a folder that people write, with paths from the root and slashes.</summary>
    public static IEnumerable<string> CSharpFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "obj" or "bin")).Order(StringComparer.Ordinal);

    private static string ThisFile([CallerFilePath] string file = "") => file;
}
