using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>The semantics of the real C# kernel, as measured on it.</summary>
public sealed class SemanticsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Variables_methods_types_and_usings_are_seen_by_later_cells()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "using System.IO; var x = 2; int Twice(int n) => 2 * n; record P(int A);",
            "Twice(x) + new P(3).A",
            "Path.GetExtension(\"a.txt\")");
        Assert.Equal("7", run.Cells[1].Text(EventKind.Return));
        Assert.Equal(".txt", run.Cells[2].Text(EventKind.Return));
        Assert.Equal(CellStatus.Succeeded, run.Status);
    }

    [Fact]
    public async Task The_default_imports_are_those_of_the_real_kernel()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "new StringBuilder(Enumerable.Range(0, 3).Sum().ToString()).Append(new List<int>().Count)",
            "IEnumerable e = null; Task t = Task.CompletedTask;",
            "File.Exists(\"x\")",
            "Thread.Sleep(0);");
        Assert.Equal([CellStatus.Succeeded, CellStatus.Succeeded, CellStatus.Failed, CellStatus.Failed],
            run.Cells.Select(c => c.Status));
        Assert.Contains("CS0103", run.Cells[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_that_throws_keeps_what_it_had_assigned_and_the_run_goes_on()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "var a = 1; var b = 2; throw new InvalidOperationException(\"boom\"); b = 3;", "a + b");
        Assert.Equal(CellStatus.Failed, run.Cells[0].Status);
        Assert.Equal("3", run.Cells[1].Text(EventKind.Return));
        Assert.Equal(CellStatus.Failed, run.Status);
    }

    [Fact]
    public async Task A_cell_that_does_not_compile_leaves_no_trace()
    {
        var run = await Run.CellsAsync(_folder.Path, "var a = 1;", "var a = 2; var c = nothing;", "a");
        Assert.Equal("1", run.Cells[2].Text(EventKind.Return));
    }

    [Fact]
    public async Task A_name_can_be_defined_again_with_another_type()
    {
        var run = await Run.CellsAsync(_folder.Path, "var a = 1; int F() => 1;",
            "var a = \"text\"; string F() => \"other\";", "a + F()");
        Assert.Equal("textother", run.Cells[2].Text(EventKind.Return));
    }

    [Fact]
    public async Task Await_works_at_the_top_level()
    {
        var run = await Run.CellsAsync(_folder.Path, "var x = await Task.FromResult(41); await Task.Delay(1); x + 1");
        Assert.Equal("42", run.Cells[0].Text(EventKind.Return));
    }

    [Fact]
    public async Task The_value_of_the_last_expression_comes_in_its_preferred_form_and_as_text()
    {
        var run = await Run.CellsAsync(_folder.Path, "new[] { 1, 2 }", "\"text\"", "1;", "null", "return;");
        var array = Assert.Single(run.Cells[0].Events);
        Assert.Equal([Mime.Html, Mime.Text], array.Values.Select(v => v.MimeType));
        Assert.Equal("[ 1, 2 ]", array.Text);
        Assert.Equal([Mime.Text], Assert.Single(run.Cells[1].Events).Values.Select(v => v.MimeType));
        Assert.Equal(CellStatus.Failed, run.Cells[2].Status); // CS0201: only a call or an assignment can be a statement
        Assert.Equal("<null>", run.Cells[3].Text(EventKind.Return));
        Assert.Equal("<null>", run.Cells[4].Text(EventKind.Return));
    }

    [Fact]
    public async Task Display_as_the_last_expression_shows_its_value_once()
    {
        var run = await Run.CellsAsync(_folder.Path, "display(\"a\")");
        Assert.Equal([EventKind.Display], run.Cells[0].Events.Select(e => e.Kind));
    }

    [Fact]
    public async Task Text_is_compared_and_taken_apart_as_everywhere()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "\"가é\".Normalize(NormalizationForm.FormD).Length",
            "string.Join(',', new[] { \"b\", \"A\", \"a\", \"B\" }.OrderBy(x => x)) + string.Compare(\"a\", \"B\")",
            "new DateTime(2024, 3, 5).ToString(\"D\", new System.Globalization.CultureInfo(\"ko-KR\"))",
            "Encoding.GetEncoding(949).GetBytes(\"가\").Length", "1.5.ToString()");
        Assert.Equal(["4", "a,A,b,B-1", "2024년 3월 5일 화요일", "2", "1.5"],
            run.Cells.Select(cell => cell.Text(EventKind.Return)));
    }

    [Fact]
    public async Task Outputs_keep_their_order()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "Console.Write(\"a\"); Console.WriteLine(1.5); Console.Error.Write(\"e\"); display(\"d\"); "
                + "Console.Write('b'); \"r\"");
        Assert.Equal(
            [(EventKind.Stdout, "a1.5\n"), (EventKind.Stderr, "e"), (EventKind.Display, "d"), (EventKind.Stdout, "b"),
                (EventKind.Return, "r")],
            run.Cells[0].Events.Select(e => (e.Kind, e.Text)));
    }
}
