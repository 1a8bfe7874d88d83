using System.CommandLine;
using RnnCourse.Notebooks.Execution;

namespace RnnCourse.CommandLine;

/// <summary><c>course run FILE…</c></summary>
internal static class RunVerb
{
    internal static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Notebooks (.dib).", Arity = ArgumentArity.OneOrMore };
        var stop = new Option<bool>("--stop-on-error") { Description = "End a notebook at its first failed cell (otherwise the cells after it run, as in an editor's run-all)." };
        var full = new Option<bool>("--full") { Description = "Run the long versions (RNNCOURSE_FULL=1)." };
        var seeds = new Option<int?>("--seeds") { Description = "Measure claims over N seeds (RNNCOURSE_SEEDS).", HelpName = "N" };
        var timeout = new Option<double>("--timeout") { Description = "Seconds one cell may run.", DefaultValueFactory = _ => 300, HelpName = "SECONDS" };
        var run = new Command("run", "Runs notebooks and shows each cell's time, outputs and failures. Exit code 0: all succeeded; 1: a cell or claim failed.")
        {
            files, stop, full, seeds, timeout,
        };
        run.SetAction(async (parsed, cancellation) =>
        {
            var options = new RunOptions
            {
                StopOnError = parsed.GetValue(stop),
                Full = parsed.GetValue(full),
                Seeds = parsed.GetValue(seeds),
                CellTimeout = TimeSpan.FromSeconds(parsed.GetValue(timeout)),
            };
            var notebooks = parsed.GetValue(files)!.Select(NotebookSource.Load).ToArray();
            var results = await NotebookRunner.RunAllAsync(notebooks, options, null, cancellation);
            foreach (var result in results)
                RunReport.Write(Console.Out, result);
            return results.All(r => r.Status == CellStatus.Succeeded) ? 0 : 1;
        });
        return run;
    }
}
