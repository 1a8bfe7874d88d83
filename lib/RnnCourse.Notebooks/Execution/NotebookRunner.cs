namespace RnnCourse.Notebooks.Execution;

/// <summary>Runs notebooks, each in a process of its own.</summary>
public static class NotebookRunner
{
    /// <summary>Runs a notebook from top to bottom. Failures, limits and cancellation are in the result; they are not
    /// thrown.</summary>
    /// <param name="progress">Receives each output and result as it arrives; may be called on any thread.</param>
    /// <param name="cancellation">Ends the run: the running cell is Cancelled, the cells after it NotRun.</param>
    /// <exception cref="Session.WorkerStartException">No process could be started for it.</exception>
    public static Task<NotebookResult> RunAsync(
        NotebookSource notebook, RunOptions? options = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        return new NotebookRun(notebook, options ?? new RunOptions(), progress).RunAsync(cancellation);
    }

    /// <summary>
    /// Runs several notebooks side by side; the results are in the order of the notebooks. Those that declare
    /// <c>//| needs: ledger</c> run after the others, whose claims are recorded for them first.
    /// </summary>
    public static async Task<IReadOnlyList<NotebookResult>> RunAllAsync(
        IReadOnlyList<NotebookSource> notebooks, RunOptions? options = null, IProgress<RunProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(notebooks);
        options ??= new RunOptions();
        var results = new NotebookResult[notebooks.Count];
        var readers = Enumerable.Range(0, notebooks.Count).Where(i => LedgerWriter.IsReader(notebooks[i])).ToHashSet();
        await RunEachAsync(Enumerable.Range(0, notebooks.Count).Where(i => !readers.Contains(i)));
        if (!cancellation.IsCancellationRequested)
            foreach (var reader in readers.Select(i => notebooks[i]).DistinctBy(notebook => notebook.Folder))
                LedgerWriter.Write(reader, results.OfType<NotebookResult>(), options);
        await RunEachAsync(readers.Order());
        return results;

        // Cancellation is for the runs: each says what it had done.
        Task RunEachAsync(IEnumerable<int> which) =>
            Parallel.ForEachAsync(which,
                new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, options.Parallelism) },
            async (i, _) => results[i] = await RunAsync(notebooks[i], options, progress, cancellation));
    }
}
