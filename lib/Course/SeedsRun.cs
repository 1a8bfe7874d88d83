using System.Globalization;
using RnnCourse.Notebooks;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Execution;
using Spectre.Console;

namespace RnnCourse.CommandLine;

/// <summary><c>course run --seeds N</c>: the notebooks once with each seed, then which claims held in how many runs.</summary>
internal static class SeedsRun
{
    internal static async Task<int> RunAsync(
        IReadOnlyList<NotebookSource> notebooks, RunOptions options, int seeds, bool json, CancellationToken cancellation)
    {
        var runs = new List<(int Seed, IReadOnlyList<NotebookResult> Results)>();
        for (var seed = 1; seed <= seeds && !cancellation.IsCancellationRequested; seed++)
        {
            IReadOnlyList<NotebookResult> results;
            using (var progress = new RunReport(notebooks, showResults: false))
                results = await NotebookRunner.RunAllAsync(notebooks, options with { Seed = seed }, progress, cancellation).ConfigureAwait(false);
            runs.Add((seed, results));
            if (!json) Show(seed, results);
        }

        if (json) Console.Out.WriteLine(ResultJson.Write(runs));
        else Show(ClaimOverSeeds.Of(runs), runs.Count);
        return RunVerb.Code([.. runs.SelectMany(run => run.Results)], cancellation);
    }

    static void Show(int seed, IReadOnlyList<NotebookResult> results)
    {
        Console.Out.WriteLine($"seed {seed}");
        foreach (var notebook in results)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {Path.GetFileName(notebook.Path),-45} {notebook.Status.ToString().ToLowerInvariant(),-10} {notebook.Time.TotalSeconds,6:0.0} s{(notebook.Status == CellStatus.Skipped ? "  " + notebook.Reason : "")}"));
            foreach (var cell in notebook.Failures)
                Console.Out.WriteLine($"    cell {cell.Number}, line {cell.FirstLine}: {cell.Reason}");
        }
    }

    static void Show(IReadOnlyList<ClaimOverSeeds> claims, int seeds)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("claim", "holds", "measured", "must be");
        foreach (var claim in claims)
            table.AddRow(Markup.Escape(claim.Id),
                $"{seeds - claim.Failed.Count} of {seeds}{(claim.Failed.Count == 0 ? "" : $", not with seed {string.Join(", ", claim.Failed)}")}",
                Markup.Escape(claim.Range), Markup.Escape(claim.Bound));
        RunReport.Prepare(AnsiConsole.Profile, Console.IsOutputRedirected);
        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{claims.Count(c => c.Failed.Count == 0)} of {Counted.Of(claims.Count, "claim holds", "claims hold")} with {(seeds == 1 ? "the one seed" : $"every one of {seeds} seeds")}.");
    }
}
