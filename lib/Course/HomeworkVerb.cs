using System.CommandLine;
using RnnCourse.Notebooks;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;

namespace RnnCourse.CommandLine;

/// <summary><c>course homework …</c></summary>
internal static class HomeworkVerb
{
    internal static readonly Option<string?> Source = new("--source") { Description = "The folder of the authors' notebooks. Default: the course's notebooks/homework.", HelpName = "DIR" };

    internal static Command Create() => new("homework", "Makes, checks and grades homework.")
    {
        HomeworkMakeVerb.Create(),
        HomeworkVerifyVerb.Create(),
        HomeworkWatchVerb.Create(),
        HomeworkGradeVerb.CreateGrade(),
        HomeworkGradeVerb.CreateRegrade(),
        HomeworkGradeVerb.CreateMerge(),
    };

    internal static Argument<string> Name() => new("HOMEWORK") { Description = "Its short name, such as H2, or the authors' notebook." };

    /// <summary>The authors' folder.</summary>
    internal static string Folder(ParseResult parsed) => parsed.GetValue(Source) ?? Path.Combine(CourseFolder.Find().Notebooks, "homework");

    internal static HomeworkSource Load(ParseResult parsed, string name) =>
        HomeworkSource.Load(HomeworkSource.Find(File.Exists(name) ? "." : Folder(parsed), name));

    /// <summary>Runs an action; what is wrong with its input is said on the error output, with exit code 2.</summary>
    internal static async Task<int> GuardedAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (NotebookArguments.IsAboutInput(e))
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.BadFile;
        }
    }
}

/// <summary><c>course homework make</c></summary>
internal static class HomeworkMakeVerb
{
    internal static Command Create()
    {
        var name = HomeworkVerb.Name();
        var output = new Option<string>("--out") { Description = "The folder for the zip and its files.", DefaultValueFactory = _ => "dist", HelpName = "DIR" };
        var make = new Command("make", """
            Makes what students receive: their notebook, the statement to read, the public checks, the course tool and the library, in one zip.
            No solution and no hidden check is in it.
            """) { name, output, HomeworkVerb.Source };
        make.SetAction((parsed, _) => HomeworkVerb.GuardedAsync(() =>
        {
            var homework = HomeworkVerb.Load(parsed, parsed.GetValue(name)!);
            var zip = StudentNotebook.Make(homework, parsed.GetValue(output)!, AppContext.BaseDirectory);
            Console.WriteLine($"{zip}: {homework.Title}, {Counted.Of(homework.Exercises.Count, "exercise")}, {Counted.Of(homework.Points, "point")}");
            return Task.FromResult(ExitCode.Success);
        }));
        return make;
    }
}

/// <summary><c>course homework verify</c></summary>
internal static class HomeworkVerifyVerb
{
    internal static Command Create()
    {
        var names = new Argument<string[]>("HOMEWORK") { Description = "Short names, such as H2. None: all.", Arity = ArgumentArity.ZeroOrMore };
        var write = new Option<bool>("--write") { Description = "Write the public checks into the library (then build it again)." };
        var verify = new Command("verify", """
            For authors and CI: the solution earns all points, the untouched starting code none, every known wrong answer fails with its own
            diagnosis, every hidden check is needed by at least one of them. Exit code 1 and the faults, by file and line, when not so.
            """) { names, write, HomeworkVerb.Source };
        verify.SetAction((parsed, cancellation) => HomeworkVerb.GuardedAsync(async () =>
        {
            var folder = HomeworkVerb.Folder(parsed);
            string[] paths = parsed.GetValue(names) is { Length: > 0 } given ? [.. given.Select(n => HomeworkSource.Find(folder, n))]
                : [.. Directory.GetFiles(folder, "*.dib").Order(StringComparer.Ordinal)];
            var code = ExitCode.Success;
            foreach (var path in paths)
            {
                var homework = HomeworkSource.Load(path);
                var data = Path.Combine(folder, "..", "..", "lib", "RnnCourse", "Homework", "Data", homework.Name + ".json");
                if (parsed.GetValue(write))
                    await File.WriteAllTextAsync(data, StudentNotebook.PublicJson(homework), cancellation);
                var known = File.Exists(data) ? await File.ReadAllTextAsync(data, cancellation) : "{}";
                var report = await HomeworkVerification.RunAsync(homework, new GradingOptions(), known, cancellation);
                Console.WriteLine($"{(report.Faults.Count == 0 ? "ok" : "FAULTS")} {homework.FileName}: {report.Checked}");
                foreach (var fault in report.Faults)
                    Console.WriteLine($"  {fault}");
                code = Math.Max(code, report.Faults.Count == 0 ? ExitCode.Success : ExitCode.Failed);
            }

            return code;
        }));
        return verify;
    }
}
