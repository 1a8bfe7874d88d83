using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

public sealed class DirectiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Imports_are_found_in_the_notebooks_folder_also_from_inside_an_imported_file()
    {
        _folder.Write("parts/helpers.dib",
            "#!markdown\n\nprose\n\n#!csharp\n\n#!import parts/more.cs\nint Twice(int n) => 2 * Once(n);\n\"a "
                + "value\"\n\n#!html\n\n<b>shown</b>\n");
        _folder.Write("parts/more.cs", "using System.IO;\nint Once(int n) => n;\n");
        var run = await Run.CellsAsync(_folder.Path, "var a = 1;\n#!import \"parts/helpers.dib\"\nTwice(a) + 1",
            "Path.GetFileName(\"x/y\") + Once(1)");
        Assert.Equal([(EventKind.Display, "prose"), (EventKind.Return, "a value"),
                (EventKind.Display, "<b>shown</b>"), (EventKind.Return, "3")],
            run.Cells[0].Events.Select(e => (e.Kind, e.Text)));
        Assert.Equal("y1", run.Cells[1].Text(EventKind.Return));
    }

    [Fact]
    public async Task A_failure_in_an_imported_notebook_is_a_warning_with_its_place_and_the_rest_of_it_runs()
    {
        _folder.Write("bad.dib",
            "#!csharp\n\nvar a = 1;\n\n#!csharp\n\nvar b = 2;\nthrow new "
                + "InvalidOperationException(\"inside\");\n\n#!csharp\n\nvar c = 3;\n");
        var run = await Run.CellsAsync(_folder.Path, "#!import bad.dib", "a + b", "c");
        Assert.Equal("3", run.Cells[1].Text(EventKind.Return));
        Assert.Equal("3", run.Cells[2].Text(EventKind.Return));
        Assert.Contains("in bad.dib, cell 2, line 2 (line 8 of the file)", run.Cells[0].Text(EventKind.Warning),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imports_that_cannot_be_are_named()
    {
        _folder.Write("self.dib", "#!import self.dib\n");
        _folder.Write("n.cs", "namespace N { class C { } }\n");
        _folder.Write("x.txt", "x");
        var run = await Run.CellsAsync(_folder.Path, "#!import gone.dib", "#!import x.txt", "#!import n.cs",
            "#!import self.dib");
        Assert.Equal([CellStatus.Failed, CellStatus.Failed, CellStatus.Failed, CellStatus.Succeeded],
            run.Cells.Select(c => c.Status));
        Assert.Contains("There is no file gone.dib", run.Cells[0].Reason, StringComparison.Ordinal);
        Assert.Contains("imports .dib, .ipynb and .cs files", run.Cells[1].Reason, StringComparison.Ordinal);
        Assert.Contains("n.cs, line 1: error CS7021", run.Cells[2].Reason, StringComparison.Ordinal);
        Assert.Contains("self.dib imports itself: self.dib → self.dib", run.Cells[3].Text(EventKind.Warning),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_or_unsupported_command_fails_its_whole_cell_by_name()
    {
        var run = await Run.CellsAsync(_folder.Path, "var ran = true;\n#!nope", "ran", "#!connect mssql",
            "#!fsharp\nlet x = 1", "// #!nope is a comment here\n1");
        Assert.Equal("test.dib, cell 1, line 2: Unknown magic command '#!nope'", run.Cells[0].Reason);
        Assert.Equal(CellStatus.Failed, run.Cells[1].Status);
        Assert.Contains("#!connect is a command of .NET Interactive's tool that this engine does not support",
            run.Cells[2].Reason, StringComparison.Ordinal);
        Assert.Contains("kernel 'fsharp' are not supported", run.Cells[3].Reason, StringComparison.Ordinal);
        Assert.Equal("1", run.Cells[4].Text(EventKind.Return));
    }

    [Fact]
    public async Task The_commands_are_listed_and_the_engine_says_what_it_is()
    {
        var run = await Run.CellsAsync(_folder.Path, "#!lsmagic", "#!about");
        var listed = run.Cells[0].Text(EventKind.Display);
        foreach (var command in new[] { "#!about", "#!import", "#!lsmagic", "#!set", "#!share", "#!time", "#!who" })
            Assert.Contains($"    {command}", listed, StringComparison.Ordinal);
        Assert.Contains("\ncsharp\n", listed, StringComparison.Ordinal);
        Assert.Matches("^RnnCourse.Notebooks .+ Microsoft.DotNet.Interactive 1.0.0-beta.26120.1, on .NET 10",
            run.Cells[1].Text(EventKind.Display));
    }

    [Fact]
    public async Task Time_who_and_whos_show_what_the_real_ones_show()
    {
        var run =
            await Run.CellsAsync(_folder.Path, "#!time\nvar b = 2; var a = \"text\";", "var b = 3;\n#!who\n#!whos");
        Assert.Matches("^Wall time: [0-9]+ms$", run.Cells[0].Text(EventKind.Display));
        Assert.Equal("b, a", run.Cells[1].Events[0].Text);
        Assert.Equal("b\tSystem.Int32\t3\na\tSystem.String\ttext", run.Cells[1].Events[1].Text);
        Assert.Contains("<td>b</td>", run.Cells[1].Events[1][Mime.Html], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_are_named_and_shared_with_the_code()
    {
        _folder.Write("data.txt", "from a file");
        var run = await Run.CellsAsync(_folder.Path,
            "#!value --name inline\nline \"one\"\nline two",
            "#!value --name file --from-file data.txt",
            "#!share --from value inline\n#!set --name again --value @value:file\n#!set --name plain "
                + "--value ab\ninline.Split('\\n').Length + again + plain",
            "#!value\nno name",
            "#!share --from fsharp x",
            "#!share --from value nothing");
        Assert.Equal("2from a fileab", run.Cells[2].Text(EventKind.Return));
        Assert.Equal([CellStatus.Failed, CellStatus.Failed], run.Cells.Skip(4).Select(c => c.Status));
        Assert.Contains("Value 'nothing' not found in kernel value", run.Cells[5].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_pass_between_cells_of_the_kernels_with_their_types()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "using System.Linq; record P(int X); var list = new List<int[]> { new[] { 1, 2 } }; var p = new P(3);\n"
                + "var ranks = new int[2][,]; var anonymous = new { A = 5 };",
            "#!set --name list2 --value @csharp:list --byref\n#!set --name p2 --value @csharp:p --byref\n"
                + "#!set --name ranks2 --value @csharp:ranks --byref\n"
                + "#!set --name anonymous2 --value @csharp:anonymous --byref\n"
                + "list2[0][1] + p2.X + ranks2.Length + (object.ReferenceEquals(list, list2) ? 10 : 0)",
            "#!set --name json --value @csharp:list --mime-type application/json\njson.RootElement[0][1].GetInt32()",
            "#!share --from csharp list --as \"no name\"\n1");
        Assert.Equal("17", run.Cells[1].Text(EventKind.Return));
        Assert.Equal("2", run.Cells[2].Text(EventKind.Return));
        Assert.Contains("'no name' is not a name for a variable", run.Cells[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_errors_are_the_cells_below_directives_and_in_files_that_are_loaded()
    {
        _folder.Write("parts/a.csx", "#load \"b.csx\"\nint A() => B() + 1;\n");
        _folder.Write("parts/b.csx", "int B() => 40;\nint Bad() => int.Parse(\"x\");\n");
        _folder.Write("parts/wrong.csx", "\nint wrong = ;\n");
        var run = await Run.CellsAsync(_folder.Path,
            "#!time\n\n#!C#\n#!html\n<b></b>\n#!cs\nint.Parse(\"x\")",
            "#load \"parts/a.csx\"\nA() + 1", "Bad()", "#load \"parts/wrong.csx\"",
            "int a = 1;\n#!time\nnothing");
        Assert.StartsWith("test.dib, cell 1, line 7: System.FormatException", run.Cells[0].Reason,
            StringComparison.Ordinal);
        Assert.Equal("42", run.Cells[1].Text(EventKind.Return));
        Assert.Contains($"{Path.Combine("parts", "b.csx")}, line 2", run.Cells[2].Text(EventKind.Error),
            StringComparison.Ordinal);
        Assert.StartsWith($"{Path.Combine("parts", "wrong.csx")}, line 2: error CS1525", run.Cells[3].Reason,
            StringComparison.Ordinal);
        Assert.StartsWith("test.dib, cell 5, line 3: error CS0103", run.Cells[4].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_submits_code_and_nothing_of_it_is_lost()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "using Microsoft.DotNet.Interactive; using Microsoft.DotNet.Interactive.Commands;\nvar before = 1;",
            "await Kernel.Root.SendAsync(new SubmitCode(\"var inside = 2;\")); var after = 4;",
            "before + inside + after");
        Assert.Equal("7", run.Cells[2].Text(EventKind.Return));
    }

    [Fact]
    public async Task What_is_asked_for_with_a_comment_behind_is_asked_for_and_a_wrong_version_is_named()
    {
        var run = await Run.CellsAsync(_folder.Path, "#i \"nuget: parts\" // a comment", "#r \"nuget: X, 5,0.0\"");
        Assert.Contains("there is no folder", run.Cells[0].Reason, StringComparison.Ordinal);
        Assert.Contains("'5,0.0' is not a version of X", run.Cells[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Html_javascript_and_mermaid_cells_show_their_text()
    {
        var run = await Run.CellsAsync(_folder.Path, "#!html\n<b>x</b>", "#!javascript\nlet y = 1;",
            "#!mermaid\ngraph TD; A-->B", "#!markdown\n# prose", "HTML(\"<i>h</i>\")",
            "Javascript(\"z()\"); CSS(\"p {}\");");
        Assert.Equal("<b>x</b>", run.Cells[0].Events[0][Mime.Html]);
        Assert.Equal("<script type=\"text/javascript\">let y = 1;</script>", run.Cells[1].Events[0][Mime.Html]);
        Assert.Equal("graph TD; A-->B", run.Cells[2].Events[0][Mime.Mermaid]);
        Assert.Empty(run.Cells[3].Events);
        Assert.Equal("<i>h</i>", run.Cells[4].Events[0][Mime.Html]);
        Assert.Equal("<script type=\"text/javascript\">z()</script>", run.Cells[5].Events[0][Mime.Html]);
        Assert.Contains("p {}", run.Cells[5].Events[1][Mime.Html], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_package_no_feed_has_is_named_and_a_notebook_that_declares_its_need_is_skipped_for_it()
    {
        const string Ask = "#r \"nuget:RnnCourse.No.Such.Package, 1.2.3\"";
        _folder.Write("nuget.config",
            "<configuration><packageSources><clear /><add key=\"empty\" value=\"feed\" "
                + "/></packageSources></configuration>");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "feed"));
        // The notebook folder's own feed is asked, and nothing of the network.
        var fails = await Run.CellsAsync(_folder.Path, "1", Ask);
        var skipped =
            await Run.CellsAsync(_folder.Path, "#!markdown\nprose", "//| needs: nuget\n" + Ask, "Console.Write(1);");
        var wrong = await Run.CellsAsync(_folder.Path, "//| needs: luck\n1");

        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed], fails.Cells.Select(c => c.Status));
        Assert.Contains("RnnCourse.No.Such.Package 1.2.3 cannot be restored: error NU1101", fails.Cells[1].Reason,
            StringComparison.Ordinal);
        Assert.Contains("in source(s): empty", fails.Cells[1].Reason, StringComparison.Ordinal);
        Assert.Equal(CellStatus.Skipped, skipped.Status);
        Assert.Equal([CellStatus.Succeeded, CellStatus.Skipped, CellStatus.Skipped],
            skipped.Cells.Select(c => c.Status));
        Assert.Contains("The notebook needs packages. The package RnnCourse.No.Such.Package 1.2.3 cannot be restored",
            skipped.Reason, StringComparison.Ordinal);
        Assert.Equal(CellStatus.NotRun, wrong.Status);
        Assert.Contains("'luck'", wrong.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_packages_is_sought_from_the_notebooks_folder_and_named_when_it_is_not_there()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "100 %41, ours"));
        var run = await Run.CellsAsync(_folder.Path, "#i \"nuget: 100 %41, ours\"", "#i \"nuget: theirs\"");
        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed], run.Cells.Select(c => c.Status));
        Assert.Contains(
            $"there is no folder {Path.Combine(_folder.Path, "theirs")}: name it from the notebook's folder, or "
                + "in full", run.Cells[1].Reason, StringComparison.Ordinal);
    }
}
