using RnnCourse.Lessons.Claims;

namespace RnnCourse.Notebooks.Execution;

/// <summary>Records what claims measured with several seeds, for the notebook that shows every claim of the
/// course.</summary>
public static class SeedSpreadWriter
{
    /// <summary>Writes the record beside the ledger's for each notebook that reads the ledger among those that ran.
    /// Notebooks that did not run keep what an earlier run recorded of them.</summary>
    /// <param name="runs">The results, one run per seed.</param>
    public static void Write(IReadOnlyList<NotebookSource> notebooks,
        IEnumerable<IReadOnlyList<NotebookResult>> runs)
    {
        ArgumentNullException.ThrowIfNull(notebooks);
        ArgumentNullException.ThrowIfNull(runs);
        var byNotebook = runs.SelectMany(results => results).ToLookup(result => Path.GetFullPath(result.Path));
        foreach (var reader in notebooks.Where(LedgerWriter.IsReader))
        {
            var path = SeedSpreads.PathBeside(LedgerWriter.PathFor(reader));
            SeedSpread[] measured =
            [
                .. byNotebook.Where(notebook => Path.GetDirectoryName(notebook.Key) == reader.Folder)
                    .SelectMany(notebook =>
                        SeedSpreads.Of(Path.GetFileName(notebook.Key), notebook.SelectMany(RunClaims.Of))),
            ];
            try
            {
                Earlier(path).With(measured).Save(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Notice.Once($"what was measured over the seeds is not recorded. {e.Message}");
            }
        }
    }

    private static SeedSpreads Earlier(string path)
    {
        try
        {
            return SeedSpreads.Read(path);
        }
        catch (FormatException)
        {
            LedgerWriter.KeepAside(path);
            return SeedSpreads.None;
        }
    }
}
