namespace RnnCourse.Tool;

/// <summary>What the tool's exit codes mean.</summary>
internal static class ExitCode
{
    internal const int Success = 0;

    /// <summary>The work was done and found failures.</summary>
    internal const int Failed = 1;

    /// <summary>A file cannot be read or written, or the command line is wrong.</summary>
    internal const int BadFile = 2;

    /// <summary>Ended by Ctrl-C.</summary>
    internal const int Cancelled = 130;

    /// <summary>What the results make of the exit code.</summary>
    internal static int Of(IReadOnlyList<NotebookResult> results, CancellationToken cancellation) =>
        results.Any(r => r.Status == CellStatus.Cancelled) || cancellation.IsCancellationRequested ? Cancelled
            : results.Any(r => r.Status is CellStatus.Failed or CellStatus.NotRun) ? Failed : Success;
}
