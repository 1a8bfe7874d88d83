namespace RnnCourse.Notebooks.Execution;

/// <summary>How a cell ended.</summary>
public enum CellStatus
{
    /// <summary>It ran to its end, and no claim it displayed fails.</summary>
    Succeeded,

    /// <summary>It did not compile, threw, displayed a claim that fails, broke a limit, or ended its process.</summary>
    Failed,

    /// <summary>The user cancelled the run while it ran.</summary>
    Cancelled,

    /// <summary>The notebook declares a need that is not met here; see the reason.</summary>
    Skipped,

    /// <summary>The run ended before it; see the reason.</summary>
    NotRun,
}

/// <summary>A cell and what came of it.</summary>
/// <param name="Index">Its place in the notebook, from 0.</param>
/// <param name="Kernel">Its kernel: csharp, markdown, …</param>
/// <param name="FirstLine">The line of its first line in the file, from 1.</param>
/// <param name="Reason">Why, in a sentence, when it did not succeed.</param>
/// <param name="Time">How long it ran (when it ran last, for a result from the cache).</param>
/// <param name="FromCache">Whether the result is of an earlier run with the same inputs.</param>
/// <param name="Events">Its outputs in order; neighbouring texts of one kind are joined.</param>
public sealed record CellResult(
    int Index, string Kernel, string Source, int FirstLine, CellStatus Status, string? Reason, TimeSpan Time,
    bool FromCache,
    IReadOnlyList<CellEvent> Events)
{
    /// <summary>The most memory that the notebook's process had held when the cell ended, in bytes (when it ran last,
    /// for a result from the cache); 0 when that is not known.</summary>
    public long Memory { get; init; }

    /// <summary>The cell's number as people count, from 1.</summary>
    public int Number => Index + 1;
}

/// <summary>A notebook and what came of its cells.</summary>
/// <param name="Status">The worst of its cells: Cancelled, Failed, Skipped (then all are), or Succeeded.</param>
/// <param name="Reason">Why, in a sentence, when it did not succeed.</param>
/// <param name="Notes">What else the reader should know: cells run again to rebuild state, a worker that was
/// replaced.</param>
public sealed record NotebookResult(
    string Path, CellStatus Status, string? Reason, TimeSpan Time, IReadOnlyList<CellResult> Cells,
    IReadOnlyList<string> Notes)
{
    /// <summary>The cells that failed.</summary>
    public IEnumerable<CellResult> Failures => Cells.Where(cell => cell.Status == CellStatus.Failed);
}

/// <summary>What a run reports while it goes on.</summary>
/// <param name="Cell">The cell's index, or −1 when the report is about the notebook.</param>
/// <param name="Event">An output that has just come, or null.</param>
/// <param name="Result">The cell's result when it has ended, or null.</param>
/// <param name="Note">What the engine does, in a sentence, or null.</param>
public sealed record RunProgress(NotebookSource Notebook, int Cell, CellEvent? Event = null, CellResult? Result = null,
    string? Note = null);
