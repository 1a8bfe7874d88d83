using RnnCourse.Lessons.Claims;
using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>What a run measured reaches the notebook that shows every claim of the course.</summary>
public sealed class LedgerTests : IDisposable
{
    private static readonly RunOptions Cached = Run.Options with { UseCache = true };

    private readonly TemporaryFolder _folder = new();

    public LedgerTests() => _folder.Write("statements.json",
        File.ReadAllText(Path.Combine(Verbs.CourseTool.Root, "notebooks", "statements.json")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_claim_that_fails_shows_as_failing_in_the_notebook_that_reads_the_ledger()
    {
        var results = await RunAsync(Run.Options, Reader(),
            Measuring("04-a.dib", Claimed("04.good", 1, "S4.4a"), Claimed("04.bad", 3, "S4.5")));

        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed], results.Select(run => run.Status));
        var shown = results[0].Cells[0].Text(EventKind.Return);
        Assert.Contains("2 claims of 1 notebook: 2 findings and 0 checks. 1 holds, 0 hold under a condition, 1 fails.",
            shown,
            StringComparison.Ordinal);
        Assert.Contains("04.bad [fails]", shown, StringComparison.Ordinal);
        Assert.Contains("S4.5 [a claim fails]", shown, StringComparison.Ordinal);
        Assert.Contains("S4.4a [true]", shown, StringComparison.Ordinal);
        Assert.Contains("S4.6 [not measured]", shown, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task The_record_keeps_the_place_of_each_claim_and_its_figure()
    {
        await RunAsync(Run.Options, Reader(),
            Measuring("04-a.dib", "1", Claimed("04.early", 1), Figure, "2", Claimed("04.late", 1)));

        var notebook = Assert.Single(Record().Notebooks);
        Assert.Equal("04-a.dib", notebook.File);
        Assert.Equal([("04.early", 2, 3), ("04.late", 5, 3)],
            notebook.Claims.Select(claim => (claim.Id, claim.Cell, claim.Figure ?? 0)));
        Assert.Empty(Record().ChangedSince(_folder.Path));
        _folder.Write("04-a.dib", "changed");
        Assert.Equal(["04-a.dib"], Record().ChangedSince(_folder.Path));
    }

    [Fact]
    public async Task A_second_run_writes_the_same_bytes_and_runs_nothing_again()
    {
        var notebooks = new[] { Reader(), Measuring("04-a.dib", Claimed("04.a", 1)) };
        await RunAsync(Cached, notebooks);
        var bytes = await File.ReadAllBytesAsync(RecordPath, TestContext.Current.CancellationToken);
        var again = await RunAsync(Cached, notebooks);

        Assert.All(again, run => Assert.All(run.Cells, cell => Assert.True(cell.FromCache)));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(RecordPath, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_claim_that_changed_runs_the_reader_again_and_nothing_else()
    {
        var other = Measuring("05-b.dib", Claimed("05.b", 1));
        await RunAsync(Cached, Measuring("04-a.dib", Claimed("04.a", 1)), other, Reader());
        var again = await RunAsync(Cached, Measuring("04-a.dib", Claimed("04.a", 3)), other, Reader());

        Assert.True(again[1].Cells[0].FromCache);
        Assert.False(again[2].Cells[0].FromCache);
        Assert.Contains("04.a [fails]", again[2].Cells[0].Text(EventKind.Return), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task An_edit_that_measures_the_same_does_not_run_the_reader_again_unless_its_notebook_was_left_out()
    {
        await RunAsync(Cached, Measuring("04-a.dib", Claimed("04.a", 1)), Reader());
        var edited = Measuring("04-a.dib", "// a comment\n" + Claimed("04.a", 1));
        var again = await RunAsync(Cached, edited, Reader());
        Assert.False(again[0].Cells[0].FromCache);
        Assert.True(again[1].Cells[0].FromCache);

        Measuring("04-a.dib", "// another\n" + Claimed("04.a", 1));
        var alone = await RunAsync(Cached, Reader());
        Assert.False(alone[0].Cells[0].FromCache);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_notebook_that_was_not_run_keeps_what_an_earlier_run_recorded_of_it()
    {
        var (a, b) = (Measuring("04-a.dib", Claimed("04.a", 1)), Measuring("05-b.dib", Claimed("05.b", 1)));
        await RunAsync(Run.Options, a, b, Reader());
        await RunAsync(Run.Options, b, Reader());
        Assert.Equal(["04.a", "05.b"], Record().Claims.Select(item => item.Claim.Id));
        File.Delete(a.Path);
        await RunAsync(Run.Options, Reader());
        Assert.Equal(["05.b"], Record().Claims.Select(item => item.Claim.Id));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task The_record_says_with_which_seed_it_was_measured()
    {
        await RunAsync(Run.Options with { Seed = 3 }, Measuring("04-a.dib", Claimed("04.a", 1)), Reader());
        Assert.Equal(3, Assert.Single(Record().Notebooks).Seed);
    }

    [Fact]
    public async Task A_run_without_a_reader_records_nothing()
    {
        await RunAsync(Run.Options, Measuring("04-a.dib", Claimed("04.a", 1)));
        Assert.False(File.Exists(RecordPath));
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_record_that_was_cut_is_kept_aside()
    {
        await RunAsync(Run.Options, Measuring("04-a.dib", Claimed("04.a", 1)), Reader());
        var cut = (await File.ReadAllTextAsync(RecordPath, TestContext.Current.CancellationToken))[..^40];
        _folder.Write("data/results/ledger.json", cut);
        await RunAsync(Run.Options, Measuring("05-b.dib", Claimed("05.b", 1)), Reader());
        Assert.Equal("05.b", Assert.Single(Record().Claims).Claim.Id);
        Assert.Equal(cut, await File.ReadAllTextAsync(RecordPath + ".damaged", TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_notebook_whose_record_was_changed_is_named_and_the_others_are_shown()
    {
        await RunAsync(Run.Options, Measuring("04-a.dib", Claimed("04.a", 1.25)),
            Measuring("05-b.dib", Claimed("05.b", 1)), Reader());
        _folder.Write("data/results/ledger.json", (await File.ReadAllTextAsync(RecordPath,
            TestContext.Current.CancellationToken)).Replace("1.25", "9.25", StringComparison.Ordinal));
        var ledger = Record();
        Assert.Equal("05.b", Assert.Single(ledger.Claims).Claim.Id);
        Assert.Equal(["04-a.dib"], ledger.Damaged);
        Assert.Contains("04-a.dib is damaged: run it again", ledger.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"notebooks":[null]}""", "notebook 1 of the file")]
    [InlineData("""{"notebooks":[{"file":null}]}""", "notebook 1 of the file")]
    [InlineData("""{"notebooks":[{"file":"04-a.dib","sum":1e999}]}""", "04-a.dib")]
    public void An_entry_that_is_none_is_named(string json, string name)
    {
        _folder.Write("data/results/ledger.json", json);
        Assert.Equal([name], Record().Damaged);
    }

    [Fact]
    public async Task A_claim_that_is_no_claim_fails_its_cell_and_nothing_else()
    {
        var results = await RunAsync(Run.Options, Measuring("04-a.dib", Claimed("04.a", 1),
            "\"no json\".DisplayAs(\"application/vnd.rnncourse.claim+json\");", Claimed("04.c", 1)), Reader());

        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed, CellStatus.Succeeded],
            results[0].Cells.Select(cell => cell.Status));
        Assert.Contains("record is not readable", results[0].Cells[1].Reason, StringComparison.Ordinal);
        Assert.Equal(["04.a", "04.c"], Record().Claims.Select(item => item.Claim.Id));
    }

    private const string Figure = "Figure.Line(new[] { 1.0, 2 })";

    private string RecordPath => Ledger.PathIn(Path.Combine(_folder.Path, "data"));

    private Ledger Record() => Ledger.Read(RecordPath);

    private static Task<IReadOnlyList<NotebookResult>> RunAsync(RunOptions options,
        params NotebookSource[] notebooks) =>
        NotebookRunner.RunAllAsync(notebooks, options, null, TestContext.Current.CancellationToken);

    private static string Claimed(string id, double measured, string source = "S1.1") =>
        $"Claim.That(\"{id}\", \"A sentence\", {measured}, Bound.Below(2), source: \"{source}\")";

    private NotebookSource Reader() => Written("14-ledger.dib",
        "//| needs: ledger\n" + Library + "var ledger = Ledger.Read();\n"
            + "ledger.ToString() + StatementTable.Of(ledger, Statement.Read(\"statements.json\"))");

    private NotebookSource Measuring(string file, params string[] cells) =>
        Written(file, [Library + cells[0], .. cells[1..]]);

    private NotebookSource Written(string file, params string[] cells) =>
        NotebookSource.Load(_folder.Write(file, string.Concat(cells.Select(cell => $"#!csharp\n\n{cell}\n\n"))));

    private static string Library =>
        $"#r \"{typeof(Claim).Assembly.Location}\"\nusing RnnCourse.Lessons.Claims;\nusing RnnCourse.Figures;\n";
}
