using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

public sealed class ErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_compile_error_shows_cell_line_and_a_caret_below_the_code_it_means()
    {
        var notebook = new NotebookSource(Path.Combine(_folder.Path, "n.dib"),
            [new NotebookCell("markdown", "x", 3),
                new NotebookCell("csharp", "var ok = 1;\n\tvar bad = ok + nothing;\nint wrong = \"text\";", 7)]);
        var run = await NotebookRunner.RunAsync(notebook, Run.Options, null, TestContext.Current.CancellationToken);
        Assert.Equal(
            """
            n.dib, cell 2, line 2 (line 8 of the file): error CS0103: The name 'nothing' does not exist in the current context
                	var bad = ok + nothing;
                	               ^^^^^^^
            n.dib, cell 2, line 3 (line 9 of the file): error CS0029: Cannot implicitly convert type 'string' to 'int'
                int wrong = "text";
                            ^^^^^^
            """.ReplaceLineEndings("\n"), run.Cells[1].Text(EventKind.Error));
        using var data = JsonDocument.Parse(run.Cells[1].Events[0][Mime.Error]!);
        Assert.Equal((2, 2, 8, 17), (Int(data, "cell"), Int(data, "line"), Int(data, "fileLine"), Int(data, "column")));
        Assert.Equal(2, data.RootElement.GetProperty("diagnostics").GetArrayLength());
    }

    [Fact]
    public async Task An_exception_shows_the_lines_of_all_cells_it_came_through_and_its_cause()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "void Inner(int n)\n{\n    if (n == 0)\n        throw new ArgumentException(\"inner\");\n    "
                + "Inner(n - 1);\n}",
            "async Task Outer()\n{\n    await Task.Yield();\n    try { Inner(1); }\n    catch (Exception e) "
                + "{ throw new InvalidOperationException(\"outer\", e); }\n}",
            "var x = 1;\nawait Outer();");
        var text = run.Cells[2].Text(EventKind.Error);
        Assert.Equal(
            """
            System.InvalidOperationException: outer
               in test.dib, cell 2, line 5, in Outer
                  catch (Exception e) { throw new InvalidOperationException("outer", e); }
               in test.dib, cell 3, line 2
            caused by System.ArgumentException: inner
               in test.dib, cell 1, line 4, in Inner
                  throw new ArgumentException("inner");
               in test.dib, cell 1, line 5, in Inner
               in test.dib, cell 2, line 4, in Outer
            """.ReplaceLineEndings("\n"), text);
        Assert.Equal("test.dib, cell 2, line 5: System.InvalidOperationException: outer", run.Cells[2].Reason);
    }

    [Fact]
    public async Task A_library_is_found_beside_the_notebook_with_its_neighbours_and_its_lines_are_in_the_error()
    {
        BuildLibraries();
        var run = await Run.CellsAsync(_folder.Path, "#r \"lib/Outer.dll\"\nusing OuterLibrary;", "Top.Value()",
            "Top.Fail();", "typeof(Top).Assembly.Location");
        Assert.Equal("7", run.Cells[1].Text(EventKind.Return));
        Assert.Contains("in test.dib, cell 3, line 1", run.Cells[2].Text(EventKind.Error), StringComparison.Ordinal);
        Assert.Contains("at OuterLibrary.Top.Fail() in Outer.cs, line 4", run.Cells[2].Text(EventKind.Error),
            StringComparison.Ordinal);
        Assert.DoesNotContain("RnnCourse.Notebooks", run.Cells[2].Text(EventKind.Error), StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_folder.Path, "lib", "Outer.dll"), run.Cells[3].Text(EventKind.Return));
    }

    [Fact]
    public async Task A_library_of_the_notebook_goes_before_one_of_the_same_name_that_the_tool_has()
    {
        Compile("lib/RnnCourse.dll",
            "namespace RnnCourse; public static class Mine { public static string Text => \"the notebook's\"; }", []);
        var run = await Run.CellsAsync(_folder.Path, "#r \"lib/RnnCourse.dll\"", "RnnCourse.Mine.Text");
        Assert.Equal("the notebook's", run.Cells[1].Text(EventKind.Return));
    }

    [Fact]
    public async Task A_missing_library_fails_the_cell_and_says_how_to_get_the_courses_own()
    {
        var run = await Run.CellsAsync(_folder.Path, "#r \"../lib/RnnCourse.Lessons/bin/RnnCourse.dll\"");
        Assert.Contains("error CS0006", run.Cells[0].Reason, StringComparison.Ordinal);
        Assert.Contains("dotnet build lib/RnnCourse.Lessons -c Release", run.Cells[0].Reason, StringComparison.Ordinal);
    }

    private void BuildLibraries()
    {
        var inner = Compile("lib/Inner.dll", "public static class Base { public static int Value => 7; }", []);
        Compile("lib/Outer.dll",
            "namespace OuterLibrary;\npublic static class Top\n{\n    public static void Fail() => throw new "
                + "System.InvalidOperationException(\"in the library\");\n    public static int Value() => "
                + "Base.Value;\n}\n",
            [MetadataReference.CreateFromFile(inner)]);
    }

    private string Compile(string name, string code, MetadataReference[] references)
    {
        var path = _folder.Write(name, "");
        var source = Path.Combine(_folder.Path, "src", Path.ChangeExtension(Path.GetFileName(name), ".cs"));
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create(Path.GetFileNameWithoutExtension(name),
            [CSharpSyntaxTree.ParseText(code, path: source, encoding: System.Text.Encoding.UTF8)],
            [.. references, MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                MetadataReference.CreateFromFile(Path.Combine(framework, "System.Runtime.dll"))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = File.Create(path);
        using var symbols = File.Create(Path.ChangeExtension(path, ".pdb"));
        Assert.Empty(compilation.Emit(image, symbols,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb)).Diagnostics);
        return path;
    }

    private static int Int(JsonDocument data, string name) => data.RootElement.GetProperty(name).GetInt32();
}
