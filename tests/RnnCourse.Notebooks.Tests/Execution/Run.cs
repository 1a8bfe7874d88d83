using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Machine;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>Runs cells the way every test of the engine does.</summary>
internal static class Run
{
    private static readonly string Root = FindRoot();

    /// <summary>The tool as it was built beside the tests, in the same configuration.</summary>
    internal static WorkerCommand Worker { get; } = WorkerCommand.In(
        Path.Combine(Root, "lib", "RnnCourse.Tool", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
            "net10.0"));

    internal static RunOptions Options { get; } = new() { Worker = Worker, CellTimeout = TimeSpan.FromSeconds(30) };

    /// <summary>Runs C# cells as a notebook of their own in <paramref name="folder"/>.</summary>
    internal static Task<NotebookResult> CellsAsync(string folder, params string[] cells) =>
        CellsAsync(Options, folder, cells);

    internal static Task<NotebookResult> CellsAsync(RunOptions options, string folder, params string[] cells) =>
        NotebookRunner.RunAsync(Notebook(folder, cells), options, null, TestContext.Current.CancellationToken);

    internal static NotebookSource Notebook(string folder, params string[] cells) =>
        new(Path.Combine(folder, "test.dib"), [.. cells.Select(Cell)]);

    /// <summary>A cell of C#, or of the kernel its first line selects.</summary>
    private static NotebookCell Cell(string text)
    {
        foreach (var kernel in new[] { "html", "javascript", "mermaid", "value", "markdown", "fsharp" })
            if (text.StartsWith($"#!{kernel}\n", StringComparison.Ordinal))
                return new NotebookCell(kernel, text[(kernel.Length + 3)..], 2);
        return new NotebookCell("csharp", text);
    }

    /// <summary>The only event of a kind in a cell, as text.</summary>
    internal static string Text(this CellResult cell, EventKind kind) =>
        Assert.Single(cell.Events, e => e.Kind == kind).Text;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln")))
            folder =
                folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
        return folder.FullName;
    }
}

/// <summary>A folder of a test's own, gone with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("rnncourse-test-").FullName;

    internal string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => FolderRemoval.TryDelete(Path);
}
