using System.CommandLine;
using Microsoft.CodeAnalysis.CSharp;
using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Execution.Session;

namespace RnnCourse.CommandLine;

/// <summary><c>course run FILE…</c></summary>
internal static class RunVerb
{
    static readonly Argument<string[]> s_files = NotebookArguments.Files("Notebooks (.dib or .ipynb), or folders of .dib notebooks");
    static readonly Option<bool> s_json = new("--json") { Description = "Print per notebook and cell: kernel, source, status, time and all outputs with MIME types, as JSON." };
    static readonly Option<bool> s_stop = new("--stop-on-error") { Description = "End a notebook at its first failed cell. Otherwise the cells after it run, as in an editor's run-all." };
    static readonly Option<bool> s_full = new("--full") { Description = "Run the long versions (sets RNNCOURSE_FULL=1)." };
    static readonly Option<int?> s_seeds = new("--seeds") { Description = "Run everything N times, with the seeds 1 to N (sets RNNCOURSE_SEED), and show which claims hold in all.", HelpName = "N" };
    static readonly Option<double> s_timeout = new("--timeout") { Description = "Seconds one cell may run.", DefaultValueFactory = _ => 300, HelpName = "SECONDS" };
    static readonly Option<double> s_notebookTimeout = new("--notebook-timeout") { Description = "Seconds a notebook may run.", DefaultValueFactory = _ => 1200, HelpName = "SECONDS" };
    static readonly Option<int> s_memory = new("--memory") { Description = "Megabytes a notebook's process may use.", DefaultValueFactory = _ => 4096, HelpName = "MB" };
    static readonly Option<double> s_output = new("--output-limit") { Description = "Megabytes one cell may output.", DefaultValueFactory = _ => 10, HelpName = "MB" };
    static readonly Option<int> s_jobs = new("--jobs", "-j") { Description = "Notebooks that run side by side.", DefaultValueFactory = _ => Environment.ProcessorCount, HelpName = "N" };
    static readonly Option<bool> s_noCache = new("--no-cache") { Description = "Run every cell; neither use nor keep results." };
    static readonly Option<string> s_language = new("--language-version") { Description = "C# version of the cells: latest, or 12.0 to allow only what older kernels run.", DefaultValueFactory = _ => "latest", HelpName = "VERSION" };
    static readonly Option<bool> s_offline = new("--no-network") { Description = "Take the network away from the notebooks, where the system can." };

    internal static Command Create()
    {
        var run = new Command("run", """
            Runs notebooks, each in a process of its own, and shows each cell's time, outputs and failures.

            Results go to standard output, progress to standard error. Exit code 0: all cells succeeded (a notebook that declares
            needs not met here is skipped, and says so); 1: a cell or a claim failed; 2: a file cannot be read; 130: cancelled.
            A cell whose code, library, data and tool did not change since an earlier run is not run: its results are shown again.
            A cell that takes its process down has failed; the cells before it run again in a fresh process, and the rest goes on.
            """)
        {
            s_files, s_json, s_stop, s_full, s_seeds, s_timeout, s_notebookTimeout, s_memory, s_output, s_jobs, s_noCache, s_language, s_offline,
        };
        foreach (var positive in new Option[] { s_seeds, s_timeout, s_notebookTimeout, s_memory, s_output, s_jobs })
            positive.Validators.Add(result =>
            {
                if (result.Tokens is [var token] && (!double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var value) || value <= 0))
                    result.AddError($"{positive.Name} needs a number greater than 0, not '{token.Value}'.");
            });
        s_language.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !LanguageVersionFacts.TryParse(token.Value, out _))
                result.AddError($"--language-version knows no C# '{token.Value}'; it is latest or a version such as 12.0.");
        });
        run.SetAction(RunAsync);
        return run;
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Notebooks(parsed.GetValue(s_files)!) is not { } notebooks)
            return ExitCode.BadFile;
        var options = Options(parsed);
        if (options.IsolateNetwork && NetworkIsolation.Prefix is null)
            await Console.Error.WriteLineAsync("note: this system cannot take the network away from a process (it needs Linux and unshare); the notebooks have it.").ConfigureAwait(false);
        var json = parsed.GetValue(s_json);
        if (parsed.GetValue(s_seeds) is { } seeds)
            return await SeedsRun.RunAsync(notebooks, options, seeds, json, cancellation).ConfigureAwait(false);
        using var report = new RunReport(notebooks, showResults: !json);
        var results = await NotebookRunner.RunAllAsync(notebooks, options, report, cancellation).ConfigureAwait(false);
        report.Finish(results);
        if (json)
            Console.Out.WriteLine(ResultJson.Write(results));
        return Code(results, cancellation);
    }

    /// <summary>What the results make of the exit code.</summary>
    internal static int Code(IReadOnlyList<NotebookResult> results, CancellationToken cancellation) =>
        results.Any(r => r.Status == CellStatus.Cancelled) || cancellation.IsCancellationRequested ? ExitCode.Cancelled
            : results.Any(r => r.Status is CellStatus.Failed or CellStatus.NotRun) ? ExitCode.Failed : ExitCode.Success;

    static RunOptions Options(ParseResult parsed) => new()
    {
        StopOnError = parsed.GetValue(s_stop),
        Full = parsed.GetValue(s_full),
        CellTimeout = TimeSpan.FromSeconds(parsed.GetValue(s_timeout)),
        NotebookTimeout = TimeSpan.FromSeconds(parsed.GetValue(s_notebookTimeout)),
        MemoryLimit = (long)parsed.GetValue(s_memory) << 20,
        OutputLimit = (long)(parsed.GetValue(s_output) * 1e6),
        Parallelism = parsed.GetValue(s_jobs),
        UseCache = !parsed.GetValue(s_noCache),
        LanguageVersion = parsed.GetValue(s_language)!,
        IsolateNetwork = parsed.GetValue(s_offline),
    };

    /// <summary>The notebooks of the files; null, with all that is wrong on the error output, when one cannot be read.</summary>
    static List<NotebookSource>? Notebooks(string[] files)
    {
        var notebooks = new List<NotebookSource>();
        var code = NotebookArguments.ForEach(files, path =>
        {
            notebooks.Add(NotebookSource.Load(path));
            return ExitCode.Success;
        }, alsoIpynb: true);
        return code == ExitCode.Success ? notebooks : null;
    }
}
