using RnnCourse.Lessons.Claims;
using RnnCourse.Lessons.Texts;

namespace RnnCourse.Notebooks.Execution;

/// <summary>
/// Records what a run measured, for the notebook that shows every claim of the course. A notebook that declares
/// <c>//| needs: ledger</c> runs after the others; before it, the claims of those that ran are written to the data
/// folder. Notebooks of its folder that were not among them keep what an earlier run recorded of them.
/// </summary>
internal static class LedgerWriter
{
    /// <summary>What a notebook declares to be run after the others, with the record written.</summary>
    internal const string Need = "ledger";

    internal static bool IsReader(NotebookSource notebook) => Needs.Of(notebook).Contains(Need);

    /// <summary>Where the record lies that a notebook reads.</summary>
    internal static string PathFor(NotebookSource reader) => Ledger.PathIn(DataFolder.Locate(reader.Folder));

    /// <summary>What a reader can see of its record, as a hash: the claims, and which notebooks have changed since. A
    /// comment added to a notebook that measures what it measured before leaves it as it is.</summary>
    internal static string Fingerprint(NotebookSource reader)
    {
        var path = PathFor(reader);
        try
        {
            var ledger = Ledger.Read(path);
            var changed = ledger.ChangedSince(reader.Folder);
            return Cache.CacheKeys.Hash(
                JsonSerializer.Serialize(ledger.Notebooks.Select(notebook => notebook with { Hash = "" })),
                string.Join('\n', changed), string.Join('\n', ledger.Damaged),
                Cache.FileHashes.Of(SeedSpreads.PathBeside(path)));
        }
        catch (FormatException)
        {
            return Cache.FileHashes.Of(path); // It is not a valid record, and the notebook will say so.
        }
    }

    /// <summary>Writes the record for a reader.</summary>
    internal static void Write(NotebookSource reader, IEnumerable<NotebookResult> results, RunOptions options)
    {
        var path = PathFor(reader);
        var ran = results
            .Where(run => Path.GetDirectoryName(Path.GetFullPath(run.Path)) == reader.Folder
                && run.Status is not (CellStatus.Cancelled or CellStatus.NotRun))
            .Select(run => Of(run, options)).ToList();
        try
        {
            var kept = Earlier(path)
                .Where(notebook => ran.All(now => now.File != notebook.File)
                    && File.Exists(Path.Combine(reader.Folder, notebook.File)));
            new Ledger([.. ran.Concat(kept).OrderBy(notebook => notebook.File, StringComparer.Ordinal)]).Save(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Notice.Once($"what this run measured is not recorded; {Path.GetFileName(reader.Path)} shows an earlier "
                + $"record. {e.Message}");
        }
    }

    /// <summary>What a run measured in a notebook.</summary>
    internal static RecordedNotebook Of(NotebookResult run, RunOptions options) => new(
        Path.GetFileName(run.Path), run.Status.ToString().ToLowerInvariant(), run.Reason, Seed(options),
        options.Full || Variable(options, "RNNCOURSE_FULL") == "1",
        Ledger.HashOf(run.Path), [.. RunClaims.Of(run)]);

    /// <summary>What is recorded already. A file that is not a valid record is moved aside, and what is damaged is
    /// named.</summary>
    private static IReadOnlyList<RecordedNotebook> Earlier(string path)
    {
        try
        {
            var ledger = Ledger.ReadRecord(path);
            if (ledger.Damaged.Count > 0)
                Notice.Once($"{path}: what was recorded of {string.Join(", ", ledger.Damaged)} is damaged and is no "
                    + "longer shown; run it again.");
            return ledger.Notebooks;
        }
        catch (FormatException)
        {
            KeepAside(path);
            return [];
        }
    }

    /// <summary>Moves a damaged record out of the way of the next one.</summary>
    internal static void KeepAside(string path)
    {
        var aside = Enumerable.Range(1, int.MaxValue)
            .Select(n => n == 1 ? $"{path}.damaged" : FormattableString.Invariant($"{path}.damaged-{n}"))
            .First(name => !Path.Exists(name));
        File.Move(path, aside);
        Notice.Once($"{path} was damaged. It is kept as {aside}; only the notebooks of this run are recorded now.");
    }

    private static int Seed(RunOptions options) => options.Seed
        ?? (int.TryParse(Variable(options, "RNNCOURSE_SEED"), NumberStyles.None, CultureInfo.InvariantCulture,
            out var seed) ? seed : 1);

    private static string? Variable(RunOptions options, string name) =>
        options.WorkerEnvironment is { } own ? own.GetValueOrDefault(name)
            : System.Environment.GetEnvironmentVariable(name);
}
