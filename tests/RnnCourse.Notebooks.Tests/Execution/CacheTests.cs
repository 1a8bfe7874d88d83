using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

public sealed class CacheTests : IDisposable
{
    private static readonly RunOptions Cached = Run.Options with { UseCache = true };

    /// <summary>A run that would start a process with this fails: where it succeeds, nothing ran.</summary>
    private static readonly RunOptions NothingRuns =
        Cached with { Worker = new WorkerCommand("/nowhere/no-such-program", []) };

    /// <summary>Counts its runs in a file whose name no cache can see.</summary>
    private const string Count = "System.IO.File.AppendAllText(\"ran\" + \".log\", \"{0}\");";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task When_nothing_changed_nothing_runs_and_the_results_are_the_same()
    {
        string[] cells =
            ["var x = 1; Console.Write(\"a\");", "#!markdown\nprose", "display(x); x + 1", "#!html\n<b>b</b>"];
        var first = await Run.CellsAsync(Cached, _folder.Path, cells);
        var second = await Run.CellsAsync(NothingRuns, _folder.Path, cells);
        Assert.DoesNotContain(first.Cells, cell => cell.FromCache);
        Assert.Equal([true, false, true, true], second.Cells.Select(cell => cell.FromCache));
        Assert.Equal(ResultJson.Write([first with { Time = default }])
            .Replace("\"cached\": false", "", StringComparison.Ordinal),
            ResultJson.Write([second with { Time = default }]).Replace("\"cached\": true", "", StringComparison.Ordinal)
                .Replace("\"cached\": false", "", StringComparison.Ordinal));
        cells[1] = "#!markdown\nother prose";
        Assert.Equal(CellStatus.Succeeded, (await Run.CellsAsync(NothingRuns, _folder.Path, cells)).Status);
    }

    [Fact]
    public async Task A_change_keeps_the_results_before_it_and_reruns_what_it_must()
    {
        string[] cells = [Cell("1", "var a = 1; Guid.NewGuid()"), Cell("2", "var b = a + 1;"), Cell("3", "a + b")];
        var first = await Run.CellsAsync(Cached, _folder.Path, cells);
        cells[2] = Cell("3", "a + b + 10");
        var second = await Run.CellsAsync(Cached, _folder.Path, cells);
        Assert.Equal([true, true, false], second.Cells.Select(cell => cell.FromCache));
        Assert.Equal(first.Cells[0].Text(EventKind.Return), second.Cells[0].Text(EventKind.Return));
        Assert.Equal("13", second.Cells[2].Text(EventKind.Return));
        Assert.Equal("123123",
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, "ran.log"), TestContext.Current.CancellationToken));
        Assert.Contains(second.Notes, note => note.StartsWith("Cells 1–2 run again", StringComparison.Ordinal));

        cells[0] = Cell("1", "var a = 2; Guid.NewGuid()");
        var third = await Run.CellsAsync(Cached, _folder.Path, cells);
        Assert.DoesNotContain(third.Cells, cell => cell.FromCache);
        Assert.Equal("15", third.Cells[2].Text(EventKind.Return));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_changed_file_that_the_code_names_or_imports_or_that_lies_in_the_data_folder_counts_as_a_change()
    {
        _folder.Write("numbers.txt", "1");
        _folder.Write("part.dib", "#!csharp\n\nint Part() => System.IO.File.ReadAllText(\"inner.txt\").Length;\n");
        _folder.Write("inner.txt", "xx");
        _folder.Write("data/corpus.txt", "abc");
        string[] cells = ["System.IO.File.ReadAllText(\"numbers.txt\")", "#!import part.dib\nPart()",
            "System.IO.Directory.GetFiles(\"da\" + \"ta\").Length"];
        async Task<string> CachedAsync() =>
            string.Concat((await Run.CellsAsync(Cached, _folder.Path, cells)).Cells.Select(cell =>
                cell.FromCache ? 'c' : 'r'));

        Assert.Equal("rrr", await CachedAsync());
        Assert.Equal("ccc", await CachedAsync());
        _folder.Write("inner.txt", "xxx");
        Assert.Equal("crr", await CachedAsync());
        _folder.Write("numbers.txt", "22");
        Assert.Equal("rrr", await CachedAsync());
        _folder.Write("data/corpus.txt", "abcd");
        Assert.Equal("rrr", await CachedAsync());
    }

    [Fact]
    public async Task A_failure_is_not_kept_nor_what_comes_after_it()
    {
        string[] cells = ["var a = 1;", "throw new Exception();", "a"];
        await Run.CellsAsync(Cached, _folder.Path, cells);
        var again = await Run.CellsAsync(Cached, _folder.Path, cells);
        Assert.Equal([true, false, false], again.Cells.Select(cell => cell.FromCache));
        Assert.Equal(CellStatus.Failed, again.Cells[1].Status);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Options_that_change_results_have_results_of_their_own()
    {
        string[] cells = ["Environment.GetEnvironmentVariable(\"RNNCOURSE_SEED\") + "
            + "Environment.GetEnvironmentVariable(\"RNNCOURSE_FULL\")"];
        Assert.Equal("<null>",
            (await Run.CellsAsync(Cached, _folder.Path,
                "Environment.GetEnvironmentVariable(\"RNNCOURSE_SEED\")")).Cells[0].Text(EventKind.Return));
        Assert.Equal("", (await Run.CellsAsync(Cached, _folder.Path, cells)).Cells[0].Text(EventKind.Return));
        Assert.Equal("51",
            (await Run.CellsAsync(Cached with { Seed = 5, Full = true }, _folder.Path, cells)).Cells[0]
                .Text(EventKind.Return));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_damaged_entry_counts_as_missing_and_is_replaced()
    {
        await Run.CellsAsync(Cached, _folder.Path, "1 + 1");
        var entry = Assert.Single(Directory.GetFiles(_folder.Path, "*.cell", SearchOption.AllDirectories));
        foreach (var damage in new Func<byte[], byte[]>[] { bytes => bytes[..20], bytes => bytes[..^1],
            bytes => [.. bytes[..^1], (byte)'!'], _ => [] })
        {
            await File.WriteAllBytesAsync(entry,
                damage(await File.ReadAllBytesAsync(entry, TestContext.Current.CancellationToken)),
                TestContext.Current.CancellationToken);
            var run = await Run.CellsAsync(Cached, _folder.Path, "1 + 1");
            Assert.False(run.Cells[0].FromCache);
            Assert.True((await Run.CellsAsync(NothingRuns, _folder.Path, "1 + 1")).Cells[0].FromCache);
        }
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Runs_side_by_side_share_the_folder_and_agree()
    {
        var notebook = Run.Notebook(_folder.Path, "var x = 20;", "x + 1");
        var runs = await NotebookRunner.RunAllAsync([notebook, notebook, notebook], Cached with { Parallelism = 3 },
            null, TestContext.Current.CancellationToken);
        Assert.All(runs, run => Assert.Equal("21", run.Cells[1].Text(EventKind.Return)));
        Assert.Equal(CellStatus.Succeeded,
            (await NotebookRunner.RunAsync(notebook, NothingRuns, null, TestContext.Current.CancellationToken)).Status);
        Assert.Equal("*\n",
            await File.ReadAllTextAsync(Path.Combine(_folder.Path, ".cache", "notebooks", ".gitignore"),
                TestContext.Current.CancellationToken));
    }

    private static string Cell(string mark, string code) =>
        Count.Replace("{0}", mark, StringComparison.Ordinal) + " " + code;
}
