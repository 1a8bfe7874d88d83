using System.Text.Json.Nodes;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Verbs;

public class FormatAndLintTests
{
    [Fact]
    public async Task Format_check_names_file_and_line_and_changes_nothing_and_format_mends_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("canonical.dib", "#!csharp\n\n1\n");
        var path = folder.Write("odd.dib", "#!markdown\n\n# T\n\n#!c#\r\n1");
        var check = await CourseTool.RunAsync(folder.Path, "format", "--check", ".");
        Assert.Equal(1, check.Code);
        Assert.StartsWith(Path.Combine(".", "odd.dib") + ":5: format: ",
            Assert.Single(check.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("#!markdown\n\n# T\n\n#!c#\r\n1", File.ReadAllText(path));

        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "format", ".")).Code);
        Assert.Equal("#!markdown\n\n# T\n\n#!csharp\n\n1\n", File.ReadAllText(path));
        var again = await CourseTool.RunAsync(folder.Path, "format", "--check", ".");
        Assert.Equal((0, "Notebooks in canonical form: 2.\n"), (again.Code, again.Output));
    }

    [Fact]
    public async Task Format_check_says_when_only_the_line_ends_are_another_systems()
    {
        using var folder = new TemporaryFolder();
        folder.Write("my notes/a b.dib", "#!csharp\r\n\r\n1\r\n");
        var check = await CourseTool.RunAsync(folder.Path, "format", "--check", "my notes");
        Assert.Equal(
            $"{Path.Combine("my notes", "a b.dib")}:1: format: its lines end with CRLF, in canonical form with "
                + $"LF; run 'course format \"{Path.Combine("my notes", "a b.dib")}\"'\n", check.Output);
    }

    [Fact]
    public async Task Format_refuses_what_has_no_canonical_form_and_leaves_it_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bad.dib", "#!meta\n{\n#!csharp\n1\n");
        folder.Write("odd.dib", "#!csharp\n1");
        var result = await CourseTool.RunAsync(folder.Path, "format", "bad.dib", "odd.dib");
        Assert.Equal(2, result.Code);
        Assert.Contains("bad.dib: The #!meta in line 1 is not valid", result.Error, StringComparison.Ordinal);
        Assert.Contains("odd.dib: formatted", result.Output, StringComparison.Ordinal);
        Assert.Equal("#!meta\n{\n#!csharp\n1\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("format")]
    [InlineData("lint")]
    public async Task A_file_that_is_no_dib_is_left_alone(string verb)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.ipynb", "{}");
        var result = await CourseTool.RunAsync(folder.Path, verb, "a.ipynb");
        Assert.Equal((2, "a.ipynb: a notebook is a .dib file; this file was left alone.\n"),
            (result.Code, result.Error));
        Assert.Equal("{}", File.ReadAllText(path));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Lint_prints_findings_and_fails_on_errors()
    {
        using var folder = new TemporaryFolder();
        folder.Write("bad.dib", "#!csharp\n\nnamespace A;\n");
        folder.Write("good.dib", "#!csharp\n\n1 + 1\n");
        var result = await CourseTool.RunAsync(folder.Path, "lint", ".");
        Assert.Equal((1, ""), (result.Code, result.Error));
        Assert.Equal("./bad.dib:3: script: a notebook cell cannot declare a namespace; remove it, its types stay\n",
            result.Output);
        var good = await CourseTool.RunAsync(folder.Path, "lint", "good.dib");
        Assert.Equal((0, "Notebooks checked: 1. Nothing to mend.\n"), (good.Code, good.Output));
        Assert.Equal(2, (await CourseTool.RunAsync(folder.Path, "lint", "nowhere.dib")).Code);

        var json = await CourseTool.RunAsync(folder.Path, "lint", "bad.dib", "--json");
        Assert.Equal((3, "script", "error"), JsonNode.Parse(json.Output)!.AsArray() is [{ } finding]
            ? ((int)finding["line"]!, (string)finding["rule"]!, (string)finding["severity"]!) : default);
    }

    [Theory]
    [InlineData("format")]
    [InlineData("lint")]
    [InlineData("export")]
    [InlineData("doctor")]
    public async Task Help_documents_the_exit_codes(string verb)
    {
        var result = await CourseTool.RunAsync(CourseTool.Root, verb, "--help");
        Assert.Equal(0, result.Code);
        Assert.Contains("Exit code 0:", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", result.Output, StringComparison.Ordinal);
    }

    /// <summary>That they also lint clean, .ci/run tells: the cells of the whole course are compiled for it.</summary>
    [Fact]
    public void The_courses_own_notebooks_are_in_canonical_form() =>
        Assert.All(NotebookFiles.Find([Path.Combine(CourseTool.Root, "notebooks")]),
            path =>
                Assert.Equal(DibFormatter.Format(DibDocument.Load(path)).ToText(), DibDocument.Load(path).ToText()));
}
