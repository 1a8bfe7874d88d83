using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>All hostile notebooks, run once and side by side: most of them wait for their time to be up.</summary>
public sealed class HostileRuns : IAsyncLifetime
{
    internal static readonly string Corpus = Path.Combine(AppContext.BaseDirectory, "Execution", "Hostile");

    private static readonly RunOptions Options = Run.Options with
    {
        MemoryLimit = 256 << 20,
        OutputLimit = 1_000_000,
        CellTimeout = TimeSpan.FromSeconds(60),
    };

    internal IReadOnlyDictionary<string, NotebookResult> Results { get; private set; } =
        new Dictionary<string, NotebookResult>();

    internal static string Expectation(NotebookSource notebook) =>
        notebook.Cells[1].Source.Split('\n')[0].Split("expect: ")[1];

    public async ValueTask InitializeAsync()
    {
        var notebooks = Directory.GetFiles(Corpus, "*.dib").Select(NotebookSource.Load).ToArray();
        var endless =
            notebooks.ToLookup(notebook => Expectation(notebook).Contains("ran longer", StringComparison.Ordinal));
        var results = await Task.WhenAll(
            NotebookRunner.RunAllAsync([.. endless[true]],
                Options with { CellTimeout = TimeSpan.FromSeconds(3), Parallelism = 3 }),
            NotebookRunner.RunAllAsync([.. endless[false]], Options with { Parallelism = 2 }));
        Results =
            results.SelectMany(list => list).ToDictionary(result => Path.GetFileNameWithoutExtension(result.Path));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <summary>
/// Notebooks whose second cell does something bad. Whatever it is, the run ends, says what happened to that cell, and
/// the third cell still has the state of the first.
/// </summary>
[Trait("Suite", "Slow")]
public sealed class HostileTests(HostileRuns runs) : IClassFixture<HostileRuns>
{
    private static readonly string[] Unix = ["libc", "\"sleep\"", "signal 9"];

    public static TheoryData<string> Corpus =>
        [.. Directory.GetFiles(HostileRuns.Corpus, "*.dib").Select(path => Path.GetFileNameWithoutExtension(path))
            .Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Corpus))]
    public void The_cell_is_named_with_what_it_did_and_the_rest_of_the_run_goes_on(string name)
    {
        var notebook = NotebookSource.Load(Path.Combine(HostileRuns.Corpus, name + ".dib"));
        Assert.SkipWhen(OperatingSystem.IsWindows()
            && Unix.Any(word => notebook.Cells[1].Source.Contains(word, StringComparison.Ordinal)),
            "The cell does what only Unix can.");
        var expectation = HostileRuns.Expectation(notebook).Split(": ", 2);
        var (fate, words) = (expectation[0], expectation[1]);
        var run = runs.Results[name];

        Assert.Equal(CellStatus.Succeeded, run.Cells[0].Status);
        if (words == "ok")
            Assert.Equal((CellStatus.Succeeded, null), (run.Cells[1].Status, run.Cells[1].Reason));
        else
        {
            Assert.Equal(CellStatus.Failed, run.Cells[1].Status);
            Assert.Contains(words, run.Cells[1].Reason, StringComparison.Ordinal);
        }
        Assert.Equal("42", run.Cells[2].Text(EventKind.Return));
        Assert.Equal(fate == "died",
            run.Notes.Any(note => note.Contains("after its process was lost", StringComparison.Ordinal)));
    }
}
