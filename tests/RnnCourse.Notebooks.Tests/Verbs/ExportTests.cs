using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Ipynb;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Verbs;

public class ExportTests
{
    private const string Notebook = "#!md\n# Title\n\n\n#!c#\nConsole.WriteLine(\"printed\");\n6 * 7\n";

    [Fact]
    public async Task Json_prints_kernel_and_text_of_each_cell_and_runs_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", Notebook);
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--to", "json");
        Assert.Equal((0, ""), (result.Code, result.Error));
        var cells = JsonNode.Parse(result.Output)!["cells"]!.AsArray();
        Assert.Equal(["markdown", "csharp"], cells.Select(c => (string)c!["kernel"]!));
        Assert.Equal("Console.WriteLine(\"printed\");\n6 * 7", (string)cells[1]!["text"]!);
        Assert.Equal(6, (int)cells[1]!["line"]!);
    }

    [Fact]
    public async Task Ipynb_and_back_gives_the_same_file_and_no_file_is_replaced_unasked()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.dib", Notebook);
        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "export", "a.dib")).Code);
        Assert.Equal(0,
            (await CourseTool.RunAsync(folder.Path, "export", "a.ipynb", "--to", "dib", "--out", "b.dib")).Code);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(folder.Path, "b.dib")));

        folder.Write("a.ipynb", "mine");
        var refused = await CourseTool.RunAsync(folder.Path, "export", "a.dib");
        Assert.Equal(2, refused.Code);
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, "a.ipynb")));
    }

    [Fact]
    public async Task Outputs_are_included_on_request_and_a_failed_cell_is_told()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", Notebook + "#!csharp\nthrow new InvalidOperationException(\"no\");\n");
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--outputs");
        Assert.Equal(1, result.Code);
        Assert.Contains("a.dib:9: cell 3 failed", result.Error, StringComparison.Ordinal);

        var cells = IpynbDocument.Load(Path.Combine(folder.Path, "a.ipynb")).Cells;
        Assert.Equal(["stream", "execute_result"], cells[1].Outputs.Select(o => (string)o["output_type"]!));
        Assert.Equal("printed\n", string.Concat(cells[1].Outputs[0]["text"]!.AsArray().Select(l => (string)l!)));
        Assert.Contains("42", cells[1].Outputs[1]["data"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("error", (string)Assert.Single(cells[2].Outputs)["output_type"]!);
    }

    [Fact]
    public async Task Markdown_keeps_the_prose_and_fences_the_code()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", "#!md\n# Title\n\n#!csharp\nvar s = \"```\";\n");
        var result = await CourseTool.RunAsync(folder.Path, "export", "a.dib", "--to", "md", "--out", "-");
        Assert.Equal((0, "# Title\n\n````csharp\nvar s = \"```\";\n````\n"), (result.Code, result.Output));
    }

    [Fact]
    public async Task Html_is_one_file_that_loads_nothing_from_beside_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("01-a.dib",
            "#!md\n# Title\n\n$$a = b \\tag{1.1}$$\n\nSee (1.1) and (2.2).\n\n#!csharp\nvar x = 1 < 2;\nx\n");
        var result =
            await CourseTool.RunAsync(folder.Path, "export", "01-a.dib", "--to", "html", "--out", "-", "--outputs");
        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Contains("<h1", result.Output, StringComparison.Ordinal);
        Assert.Contains("href=\"#eq-1.1\"", result.Output, StringComparison.Ordinal);
        Assert.Contains("(2.2)", result.Output, StringComparison.Ordinal);
        Assert.Contains("True", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("assets/", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"#\"", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere.dib", "no such file")]
    [InlineData("bad.ipynb", "JSON")]
    [InlineData("bad.dib", "#!meta")]
    public async Task What_cannot_be_exported_is_refused_with_exit_code_2(string file, string reason)
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.ipynb", "{");
        folder.Write("bad.dib", "#!meta\n{\n#!csharp\n1\n");
        var result = await CourseTool.RunAsync(folder.Path, "export", file);
        Assert.Equal(2, result.Code);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" at RnnCourse", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notebook_04_with_its_outputs_converts_to_html_with_its_figures_as_svg()
    {
        Assert.SkipUnless(Python.Has("nbconvert"), "python3-nbconvert is not installed");
        using var folder = new TemporaryFolder();
        var notebook = Directory.GetFiles(Path.Combine(CourseTool.Root, "notebooks"), "04-*.dib").Single();
        var exported = Path.Combine(folder.Path, "04.ipynb");
        var result = await CourseTool.RunAsync(CourseTool.Root, "export", notebook, "--to", "ipynb", "--outputs",
            "--out", exported);
        Assert.True(result.Code == 0, result.Error);
        var html = Python.Run(
            "import sys, nbformat, nbconvert\n"
            + "n = nbformat.read(sys.argv[1], as_version=4)\n"
            + "nbformat.validate(n)\n"
            + "print(nbconvert.HTMLExporter().from_notebook_node(n)[0])",
            exported);
        Assert.Contains("class=\"rnncourse-figure", html, StringComparison.Ordinal);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
    }
}
