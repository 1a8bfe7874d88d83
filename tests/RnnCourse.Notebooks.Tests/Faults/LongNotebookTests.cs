using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>What a notebook needs grows with its cells, not with their square.</summary>
[Trait("Suite", "Nightly")]
public sealed class LongNotebookTests
{
    [Fact]
    public async Task Two_thousand_cells_fit_in_a_quarter_of_the_memory_limit()
    {
        using var folder = new TemporaryFolder();
        var run = await Run.CellsAsync(Run.Options with { MemoryLimit = new RunOptions().MemoryLimit / 4 }, folder.Path,
            [.. Enumerable.Range(0, 1000).SelectMany(n => (string[])[$"var x{n} = {n};", $"x{n} + 1"])]);
        Assert.All(run.Cells, cell => Assert.True(cell.Status == CellStatus.Succeeded, cell.Reason));
        Assert.Equal("1000", run.Cells[^1].Text(EventKind.Return));
    }
}
