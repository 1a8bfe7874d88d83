using Microsoft.CodeAnalysis.CSharp;
using RnnCourse.Notebooks.Machine;

namespace RnnCourse.Tool;

/// <summary><c>course run FILE…</c></summary>
internal static class RunVerb
{
    private static readonly Argument<string[]> Files =
        NotebookArguments.Files("Notebooks (.dib or .ipynb), or folders of .dib notebooks");
    private static readonly Option<bool> Json = new("--json")
    {
        Description =
        "Print per notebook and cell: kernel, source, status, time and all outputs with MIME types, as JSON."
    };
    private static readonly Option<bool> Stop = new("--stop-on-error")
    {
        Description =
        "End a notebook at its first failed cell. Otherwise the cells after it run, as in an editor's run-all."
    };
    private static readonly Option<bool> Full =
        new("--full") { Description = "Run the long versions (sets RNNCOURSE_FULL=1)." };
    private static readonly Option<int?> Seeds = new(
        "--seeds")
    {
        Description =
            "Run everything N times, with the seeds 1 to N (sets RNNCOURSE_SEED), and show which claims hold in all.",
        HelpName = "N"
    };
    private static readonly Option<double> Timeout = new("--timeout")
    {
        Description = "Seconds one cell may run.",
        DefaultValueFactory = _ => 300,
        HelpName = "SECONDS"
    };
    private static readonly Option<double> NotebookTimeout = new("--notebook-timeout")
    {
        Description = "Seconds a notebook may run.",
        DefaultValueFactory = _ => 1200,
        HelpName = "SECONDS"
    };
    private static readonly Option<int> Memory = new("--memory")
    {
        Description = "Megabytes a notebook's process may use.",
        DefaultValueFactory = _ => 4096,
        HelpName = "MB"
    };
    private static readonly Option<double> Output = new("--output-limit")
    {
        Description = "Megabytes one cell may output.",
        DefaultValueFactory = _ => 10,
        HelpName = "MB"
    };
    private static readonly Option<int> Jobs = new("--jobs", "-j")
    {
        Description = "Notebooks that run side by side.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N"
    };
    private static readonly Option<bool> NoCache =
        new("--no-cache") { Description = "Run every cell; neither use nor keep results." };
    private static readonly Option<string> Language = new(
        "--language-version")
    {
        Description =
            "C# version of the cells: latest, or 12.0 to allow only what older kernels run.",
        DefaultValueFactory = _ => "latest",
        HelpName = "VERSION"
    };
    private static readonly Option<bool> Offline =
        new("--no-network") { Description = "Run the notebooks without network access, where the system can." };

    internal static Command Create()
    {
        var run = new Command("run", """
            Runs notebooks, each in a process of its own, and shows each cell's time, outputs and failures.

            Results go to standard output, progress to standard error. Exit code 0: all cells succeeded (a notebook that declares
            needs not met here is skipped, and says so); 1: a cell or a claim failed; 2: a file cannot be read; 130: cancelled.
            A cell whose code, library, data and tool did not change since an earlier run is not run: its results are shown again.
            One that reads what its code does not name (a path made at run time, the clock, the network) runs each time.
            A cell that takes its process down has failed; the cells before it run again in a fresh process, and the rest goes on.
            """)
        {
            Files, Json, Stop, Full, Seeds, Timeout, NotebookTimeout, Memory, Output, Jobs, NoCache, Language, Offline,
        };
        foreach (var positive in new Option[] { Seeds, Timeout, NotebookTimeout, Memory, Output, Jobs })
            positive.Validators.Add(result =>
            {
                if (result.Tokens is [var token]
                    && (!double.TryParse(token.Value, System.Globalization.CultureInfo.InvariantCulture, out var value)
                        || value <= 0))
                    result.AddError($"{positive.Name} needs a number greater than 0, not '{token.Value}'.");
            });
        Language.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !LanguageVersionFacts.TryParse(token.Value, out _))
                result.AddError(
                    $"unknown C# version '{token.Value}' for --language-version; expected latest or, for "
                    + "example, 12.0.");
        });
        run.SetAction(RunAsync);
        return run;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (Notebooks(parsed.GetValue(Files)!) is not { } notebooks) return ExitCode.BadFile;
        var options = Options(parsed);
        if (options.IsolateNetwork && Namespaces.Prefix(network: false) is null)
            await Console.Error.WriteLineAsync(
                "note: network isolation is unavailable (it needs Linux and unshare); "
                    + "the notebooks run with network access.");
        var json = parsed.GetValue(Json);
        if (parsed.GetValue(Seeds) is { } seeds)
            return await SeedsRun.RunAsync(notebooks, options, seeds, json, cancellation);
        using var report = new RunReport(notebooks, showResults: !json);
        var results = await NotebookRunner.RunAllAsync(notebooks, options, report, cancellation);
        report.Finish(results);
        if (json) Console.Out.WriteLine(ResultJson.Write(results));
        return ExitCode.Of(results, cancellation);
    }

    private static RunOptions Options(ParseResult parsed) => new()
    {
        StopOnError = parsed.GetValue(Stop),
        Full = parsed.GetValue(Full),
        CellTimeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout)),
        NotebookTimeout = TimeSpan.FromSeconds(parsed.GetValue(NotebookTimeout)),
        MemoryLimit = (long)parsed.GetValue(Memory) << 20,
        OutputLimit = (long)(parsed.GetValue(Output) * 1e6),
        Parallelism = parsed.GetValue(Jobs),
        UseCache = !parsed.GetValue(NoCache),
        LanguageVersion = parsed.GetValue(Language)!,
        IsolateNetwork = parsed.GetValue(Offline),
    };

    /// <summary>The notebooks of the files; null, with all that is wrong on the error output, when one cannot be
    /// read.</summary>
    private static List<NotebookSource>? Notebooks(string[] files)
    {
        var notebooks = new List<NotebookSource>();
        var code = NotebookArguments.ForEach(files, path =>
        {
            // It runs with every notebook that imports it; alone only when it is asked for by its name.
            if (!NotebookImports.IsSetup(path) || files.Contains(path))
                notebooks.Add(NotebookSource.Load(path));
            return ExitCode.Success;
        }, alsoIpynb: true);
        return code == ExitCode.Success ? notebooks : null;
    }
}
