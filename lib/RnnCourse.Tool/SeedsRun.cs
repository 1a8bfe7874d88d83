using RnnCourse.Lessons.Claims;
using Spectre.Console;

namespace RnnCourse.Tool;

/// <summary><c>course run --seeds N</c>: the notebooks once with each seed, then which claims held in how many
/// runs.</summary>
internal static class SeedsRun
{
    internal static async Task<int> RunAsync(
        IReadOnlyList<NotebookSource> notebooks, RunOptions options, int seeds, bool json,
        CancellationToken cancellation)
    {
        var runs = new List<(int Seed, IReadOnlyList<NotebookResult> Results)>();
        for (var seed = 1; seed <= seeds && !cancellation.IsCancellationRequested; seed++)
        {
            IReadOnlyList<NotebookResult> results;
            using (var progress = new RunReport(notebooks, showResults: false))
                results =
                    await NotebookRunner.RunAllAsync(notebooks, options with { Seed = seed }, progress, cancellation);
            runs.Add((seed, results));
            if (!json) Show(seed, results);
        }

        if (!cancellation.IsCancellationRequested)
            SeedSpreadWriter.Write(notebooks, runs.Select(run => run.Results));
        if (json) Console.Out.WriteLine(ResultJson.Write(runs));
        else Show(runs);
        return ExitCode.Of([.. runs.SelectMany(run => run.Results)], cancellation);
    }

    private static void Show(int seed, IReadOnlyList<NotebookResult> results)
    {
        Console.Out.WriteLine($"seed {seed}");
        foreach (var notebook in results)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {Path.GetFileName(notebook.Path),-45} "
                    + $"{notebook.Status.ToString().ToLowerInvariant(),-10} {notebook.Time.TotalSeconds,6:0.0} "
                    + $"s{(notebook.Status == CellStatus.Skipped ? "  " + notebook.Reason : "")}"));
            foreach (var cell in notebook.Failures)
                Console.Out.WriteLine($"    cell {cell.Number}, line {cell.FirstLine}: {cell.Reason}");
        }
    }

    private static void Show(List<(int Seed, IReadOnlyList<NotebookResult> Results)> runs)
    {
        var measured = runs.SelectMany(run => run.Results.SelectMany(notebook =>
            RunClaims.Of(notebook).Select(claim =>
                (run.Seed, Notebook: Path.GetFileName(notebook.Path), Claim: claim))))
                .ToList();
        var claims = measured.GroupBy(item => (item.Notebook, item.Claim.Id)).OrderBy(claim => claim.Key.Notebook)
            .ToList();
        // A run that did not reach a claim did not confirm it.
        var failed = claims.ConvertAll(claim => runs.Select(run => run.Seed).Where(seed =>
            claim.All(item => item.Seed != seed)
                || claim.Any(item => item.Seed == seed && item.Claim.Verdict == Verdict.Fails)).ToList());
        var table = new Table().Border(TableBorder.Simple).AddColumns("claim", "holds", "measured", "must be");
        foreach (var (claim, seeds) in claims.Zip(failed))
            table.AddRow(Markup.Escape(claim.Key.Id),
                $"{runs.Count - seeds.Count} of {runs.Count}"
                    + $"{(seeds.Count == 0 ? "" : $", not with seed {string.Join(", ", seeds)}")}",
                Markup.Escape(Claim.Range([.. claim.Select(item => item.Claim)])),
                    Markup.Escape(claim.First().Claim.Bound));
        RunReport.Prepare(AnsiConsole.Profile, Console.IsOutputRedirected);
        AnsiConsole.Write(table);
        Console.Out.WriteLine($"{failed.Count(seeds => seeds.Count == 0)} of "
            + $"{Counted.Of(claims.Count, "claim holds", "claims hold")} with "
            + $"{(runs.Count == 1 ? "the one seed" : $"every one of {runs.Count} seeds")}.");
    }
}
