using System.IO.Compression;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Ipynb;
using RnnCourse.Notebooks.Lint;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Homework;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Dib;

/// <summary>The notebook that others import first: every verb knows it, and a file that leaves its folder holds
/// it.</summary>
public sealed class NotebookImportsTests : IDisposable
{
    private const string Setup =
        "#!csharp\n\n#r \"../lib/RnnCourse.dll\"\n\nusing RnnCourse.Cells;\n\nint Twice(int n) => 2 * n;\n";
    private const string Chapter =
        "#!markdown\n\n# 01 · A chapter\n\n#!csharp\n\n#!import setup.dib\n\n#!csharp\n\nTwice(21)\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Write()
    {
        _folder.Write("notebooks/setup.dib",
            Setup.Replace("../lib", CourseTool.Root + "/lib/RnnCourse.Lessons/bin", StringComparison.Ordinal));
        return _folder.Write("notebooks/01-a.dib", Chapter);
    }

    [Fact]
    public void Every_notebook_of_the_course_begins_with_one_line()
    {
        var notebooks = Directory.GetFiles(
            Path.Combine(CourseTool.Root, "notebooks"), "*.dib", SearchOption.AllDirectories)
            .Where(file => !NotebookImports.IsSetup(file)).ToList();
        Assert.True(notebooks.Count >= 23);
        Assert.All(notebooks, file =>
            Assert.Equal("#!import setup.dib",
                DibDocument.Load(file).Cells.First(cell => cell.Kernel == "csharp").Text));
    }

    [Fact]
    public void Inlined_it_needs_no_file_but_libraries_and_their_paths_hold_in_the_new_folder()
    {
        _folder.Write("notebooks/setup.dib", Setup);
        var notebook = DibDocument.Load(_folder.Write("notebooks/01-a.dib", Chapter));

        var stays = NotebookImports.Inline(notebook);
        var moved = NotebookImports.Inline(notebook, Path.Combine(_folder.Path, "elsewhere", "deep"));

        Assert.Equal(notebook.Cells.Count, stays.Cells.Count);
        Assert.Equal("#r \"../lib/RnnCourse.dll\"\n\nusing RnnCourse.Cells;\n\nint Twice(int n) => 2 * n;",
            stays.Cells[1].Text);
        Assert.StartsWith("#r \"../../lib/RnnCourse.dll\"\n", moved.Cells[1].Text, StringComparison.Ordinal);
        Assert.Equal(notebook.ToText(),
            NotebookImports.Inline(DibDocument.Parse(Chapter, _folder.Path + "/none/01-a.dib")).ToText());
    }

    [Fact]
    public void An_import_of_itself_or_of_more_than_code_stays_a_line()
    {
        _folder.Write("setup.dib", "#!csharp\n\n#!import setup.dib\nint a = 1;\n");
        _folder.Write("prose.dib", "#!markdown\n\nprose\n\n#!csharp\n\nint b = 2;\n");
        var notebook = DibDocument.Load(
            _folder.Write("01-a.dib", "#!csharp\n\n#!import setup.dib\n\n#!csharp\n\n#!import prose.dib\n"));
        Assert.Equal(["#!import setup.dib\nint a = 1;", "#!import prose.dib"],
            NotebookImports.Inline(notebook).Cells.Select(cell => cell.Text));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Run_and_export_of_a_folder_leave_it_out_and_an_ipynb_elsewhere_holds_it()
    {
        Write();
        var run = await CourseTool.RunAsync(_folder.Path, "run", "notebooks", "--no-cache");
        Assert.Equal(0, run.Code);
        Assert.Contains("42", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("setup.dib:", run.Output, StringComparison.Ordinal);

        Directory.CreateDirectory(Path.Combine(_folder.Path, "out"));
        Assert.Equal(0, (await CourseTool.RunAsync(_folder.Path, "export", "notebooks", "--out", "out")).Code);
        Assert.Equal(0, (await CourseTool.RunAsync(_folder.Path, "export", "notebooks/01-a.dib")).Code);
        Assert.Equal(["01-a.ipynb"], Directory.GetFiles(Path.Combine(_folder.Path, "out")).Select(Path.GetFileName));
        var beside = IpynbDocument.Load(Path.Combine(_folder.Path, "notebooks", "01-a.ipynb")).Cells[1].Source;
        var elsewhere = IpynbDocument.Load(Path.Combine(_folder.Path, "out", "01-a.ipynb")).Cells[1].Source;
        Assert.Equal("#!import setup.dib", beside);
        Assert.Contains("int Twice", elsewhere, StringComparison.Ordinal);
        var alone = await NotebookRunner.RunAsync(
            NotebookSource.Load(Path.Combine(_folder.Path, "out", "01-a.ipynb")), Run.Options, null,
                TestContext.Current.CancellationToken);
        Assert.Equal("42", alone.Cells[^1].Text(EventKind.Return));
    }

    [Fact]
    public async Task The_book_has_no_chapter_of_it_folds_its_code_away_and_its_downloads_hold_it()
    {
        var path = Write();
        var notebooks = Path.Combine(_folder.Path, "notebooks");
        Assert.Equal([path], BookBuilder.NotebooksIn(notebooks));
        var run = await NotebookRunner.RunAsync(
            NotebookSource.Load(path), Run.Options, null, TestContext.Current.CancellationToken);
        var site = Path.Combine(_folder.Path, "site");
        await new BookBuilder(notebooks, site).BuildAsync([run], [], TestContext.Current.CancellationToken);

        var page = await File.ReadAllTextAsync(Path.Combine(site, "01-a.html"), TestContext.Current.CancellationToken);
        Assert.Contains("<section class=\"cell setup\" id=\"cell-2\"", page, StringComparison.Ordinal);
        Assert.Contains("<details><summary>Set-up · cell 2", page, StringComparison.Ordinal);
        Assert.Contains("Twice", page, StringComparison.Ordinal);
        Assert.Contains("int Twice", DibDocument.Load(Path.Combine(site, "notebooks", "01-a.dib")).Cells[1].Text,
            StringComparison.Ordinal);
        Assert.Contains("int Twice", IpynbDocument.Load(Path.Combine(site, "notebooks", "01-a.ipynb")).Cells[1].Source,
            StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(site, "setup.html")));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_homework_zip_holds_it_with_paths_inside_the_zip()
    {
        var zip = (await CourseTool.RunAsync(
            _folder.Path, "homework", "make", "H2", "--source", Homeworks.Folder, "--out", "dist")).Code == 0
            ? Path.Combine(_folder.Path, "dist", "H2.zip") : throw new InvalidOperationException();
        using var archive = ZipFile.OpenRead(zip);
        using var reader = new StreamReader(
            archive.Entries.Single(entry => entry.Name.EndsWith(".dib", StringComparison.Ordinal)).Open());
        var text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("#!import", text, StringComparison.Ordinal);
        var libraries = text.Split('\n').Where(line => line.StartsWith("#r ", StringComparison.Ordinal))
            .Select(line => line.Split('"')[1]).ToList();
        Assert.NotEmpty(libraries);
        Assert.All(libraries, library => Assert.NotNull(archive.GetEntry("H2/" + library)));
        Assert.Contains("using RnnCourse.Numerics;",
            HomeworkSource.Load(HomeworkSource.Find(Homeworks.Folder, "H2")).Frame.Usings, StringComparison.Ordinal);
        Assert.Equal(text, StudentNotebook.Of(Homeworks.Load("H2")).ToText());
    }

    [Fact]
    public void Lint_compiles_with_what_is_imported_and_says_what_does_not_compile_in_it()
    {
        var path = Write();
        Assert.Empty(Compile(Chapter));
        Assert.Equal(11, Assert.Single(
            Compile(Chapter.Replace("Twice(21)", "Thrice(21)", StringComparison.Ordinal))).Line);
        _folder.Write("notebooks/setup.dib", "#!csharp\n\nint Twice(int n) => ;\n");
        Assert.Equal(7, Assert.Single(Compile(Chapter)).Line);
        _folder.Write("notebooks/setup.dib", Setup);
        Assert.Equal(LintSeverity.Warning, Assert.Single(Compile(Chapter)).Severity);

        IReadOnlyList<LintFinding> Compile(string text) => Lint.Linting.Compile(text, path);
    }
}
