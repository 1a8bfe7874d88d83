using RnnCourse.Lessons.Experiments;
using RnnCourse.Lessons.Texts;

namespace RnnCourse.Tool;

/// <summary><c>course experiment NAME</c> and <c>course experiment merge</c></summary>
internal static class ExperimentVerb
{
    private static readonly Argument<string?> Name =
        new("NAME") { Description = "The experiment; --list shows them.", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<bool> Full = new("--full")
    {
        Description = "The setting whose result the notebooks show; without it, one of seconds to minutes."
    };
    private static readonly Option<int?> Seeds =
        new("--seeds") { Description = "Seeds 1 to N in place of the setting's own.", HelpName = "N" };
    private static readonly Option<string?> Shard = new(
        "--shard")
    {
        Description =
            "Do only slice i of n equal ones, 1/n to n/n: for the tasks of a job array. Put them together with "
                + "'merge'.",
        HelpName = "i/n"
    };
    private static readonly Option<string?> Out = new("--out",
        "-o")
    {
        Description =
            "The result file. Without it, data/results/NAME.json, with '-quick' or the slice in its name.",
        HelpName = "FILE"
    };
    private static readonly Option<int> Jobs = new("--jobs",
        "-j")
    {
        Description = "Runs that go on side by side, a thread each.",
        DefaultValueFactory = _ => 1,
        HelpName = "N"
    };
    private static readonly Option<bool> List =
        new("--list") { Description = "Show the experiments, their settings and what is recorded." };

    internal static Command Create()
    {
        var verb = new Command("experiment", """
            Repeats a published experiment and records every run's outcome as JSON.

            Each run that ends is kept at once, in FILE.runs: start an interrupted command again, and it resumes where it left off.
            More seeds than before add to the result that is there. The outcome does not depend on --jobs, --shard or interruptions.
            Progress goes to standard error, the result's table to standard output.
            Exit code 0: done; 2: a file or an argument is wrong; 130: interrupted, and what was done is kept.
            """)
        {
            Name, Full, Seeds, Shard, Out, Jobs, List, MergeCommand(),
        };
        foreach (var positive in new Option[] { Seeds, Jobs })
            positive.Validators.Add(result =>
            {
                if (result.Tokens is [var token]
                    && (!int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                        || value < 1))
                    result.AddError($"{positive.Name} needs a whole number greater than 0, not '{token.Value}'.");
            });
        Shard.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && ShardOf(token.Value) is null)
                result.AddError($"--shard needs i/n with i from 1 to n, such as 2/8, not '{token.Value}'.");
        });
        verb.Validators.Add(result =>
        {
            if (result.GetValue(Name) is null && !result.GetValue(List))
                result.AddError("Which experiment? Give its name, or --list to see them.");
        });
        verb.SetAction((parsed, cancellation) =>
            Task.Run(() => parsed.GetValue(List) ? ShowAll() : Perform(parsed, cancellation), CancellationToken.None));
        return verb;
    }

    private static Command MergeCommand()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Results of slices of one experiment with one setting.",
            Arity = ArgumentArity.OneOrMore
        };
        var output = new Option<string>("--out", "-o")
        {
            Description = "The file to write.",
            HelpName = "FILE",
            Required = true
        };
        var merge = new Command("merge",
            "Puts the results of slices together. A run that is in several must be the same in all.") { files, output };
        merge.SetAction(parsed => Guarded(() =>
        {
            var merged = ExperimentResult.Merge([.. parsed.GetValue(files)!.Select(ExperimentResult.Load)])
                .Save(parsed.GetValue(output)!);
            Console.WriteLine(merged);
            return ExitCode.Success;
        }));
        return merge;
    }

    private static int ShowAll() => Guarded(() =>
    {
        foreach (var experiment in Experiment.All)
        {
            Console.WriteLine($"{experiment.Name,-16} {experiment.Paper}");
            foreach (var setting in new[] { experiment.Quick, experiment.Full })
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"                 {setting.Name}: {Counted.Of(setting.Cases.Count, "case")} × "
                        + $"{Counted.Of(setting.Seeds, "seed")}; "
                        + $"{string.Join(", ", setting.Values.Select(pair => $"{pair.Key} {pair.Value}"))}"));
            Console.WriteLine(File.Exists(DefaultFile(experiment.Full, experiment, null))
                ? $"                 {experiment.Recorded().Provenance}" : "                 nothing is recorded");
        }

        return ExitCode.Success;
    });

    private static int Perform(ParseResult parsed, CancellationToken cancellation) => Guarded(() =>
    {
        var experiment = Experiment.Named(parsed.GetValue(Name)!);
        var setting = parsed.GetValue(Full) ? experiment.Full : experiment.Quick;
        var shard = parsed.GetValue(Shard) is { } text ? ShardOf(text) : null;
        var file = parsed.GetValue(Out) ?? DefaultFile(setting, experiment, shard);
        var runner = new ExperimentRunner(experiment, setting) { Jobs = parsed.GetValue(Jobs) };
        var plan = runner.Plan(Enumerable.Range(1, parsed.GetValue(Seeds) ?? setting.Seeds));
        if (shard is var (i, n)) plan = ExperimentRunner.Slice(plan, i, n);

        using var journal = new ExperimentJournal(experiment, setting, file);
        if (journal.Earlier is { } earlier)
            Console.Error.WriteLine(
                $"{file}: going on from {Counted.Of(earlier.Runs.Count, "run that is", "runs that are")} there.");
        using var report = new ExperimentReport();
        try
        {
            var result = runner.Run(plan, journal.Earlier, journal.Append, report, cancellation);
            report.End();
            journal.Complete(result);
            Console.WriteLine(result);
            Console.WriteLine(file);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            report.End();
            Console.Error.WriteLine(
                $"Interrupted. What was done is kept in {file}.runs; the same command goes on from there.");
            return ExitCode.Cancelled;
        }
    });

    private static string DefaultFile(ExperimentSetting setting, Experiment experiment, (int I, int N)? shard)
    {
        var slice = shard is var (i, n) ? string.Create(CultureInfo.InvariantCulture, $".{i}-of-{n}") : "";
        return Path.Combine(DataFolder.Locate(), "results",
            $"{experiment.Name}{(setting.Name == "full" ? "" : "-" + setting.Name)}{slice}.json");
    }

    private static (int I, int N)? ShardOf(string text) => text.Split('/') is [var left, var right]
        && int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
        && int.TryParse(right, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
        && i >= 1 && i <= n ? (i, n) : null;

    private static int Guarded(Func<int> action)
    {
        try
        {
            return NotebookArguments.Guarded(action);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCode.BadFile;
        }
    }
}
