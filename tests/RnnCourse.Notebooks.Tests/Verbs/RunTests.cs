using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Verbs;

public class RunTests
{
    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_Jupyter_notebook_runs_as_the_dib_it_was_exported_from()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", "#!markdown\n\n# Title\n\n#!csharp\n\nConsole.WriteLine(6 * 7);\n");
        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "export", "a.dib")).Code);

        var dib = await CourseTool.RunAsync(folder.Path, "run", "a.dib", "--no-cache");
        var ipynb = await CourseTool.RunAsync(folder.Path, "run", "a.ipynb", "--no-cache");
        Assert.Equal((0, 0), (dib.Code, ipynb.Code));
        Assert.Contains("42", ipynb.Output, StringComparison.Ordinal);
        Assert.Contains("a.ipynb: ok · 1 cell · ", ipynb.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_means_its_dib_notebooks_and_another_kind_of_file_is_refused()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.dib", "#!csharp\n\n1\n");
        folder.Write("b.txt", "1");
        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, "export", "a.dib")).Code);
        Assert.DoesNotContain("ipynb", (await CourseTool.RunAsync(folder.Path, "run", ".")).Output,
            StringComparison.Ordinal);
        var refused = await CourseTool.RunAsync(folder.Path, "run", "b.txt");
        Assert.Equal((2, "b.txt: a notebook is a .dib file or an .ipynb file; this file was left alone.\n"),
            (refused.Code, refused.Error));
    }
}
