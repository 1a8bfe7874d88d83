using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;

namespace RnnCourse.Tool;

/// <summary><c>course homework …</c></summary>
internal static class HomeworkVerb
{
    internal static Command Create() => new("homework", "Makes, checks and grades homework.")
    {
        HomeworkMakeVerb.Create(),
        HomeworkVerifyVerb.Create(),
        HomeworkWatchVerb.Create(),
        HomeworkGradeVerb.CreateGrade(),
        HomeworkGradeVerb.CreateRegrade(),
        HomeworkGradeVerb.CreateMerge(),
        HomeworkAutograderVerb.Create(),
    };
}

/// <summary><c>course homework make</c></summary>
internal static class HomeworkMakeVerb
{
    internal static Command Create()
    {
        var name = HomeworkArguments.Name();
        var output = new Option<string>("--out")
        {
            Description = "The folder for the zip and its files.",
            DefaultValueFactory = _ => "dist",
            HelpName = "DIR"
        };
        var make = new Command("make", """
            Makes what students receive: their notebook, the statement to read, the public checks, the course tool and the library, in one zip.
            No solution and no hidden check is in it.
            """) { name, output, HomeworkArguments.Source };
        make.SetAction((parsed, _) => HomeworkArguments.GuardedAsync(() =>
        {
            var homework = HomeworkArguments.Load(parsed, parsed.GetValue(name)!);
            var zip = StudentNotebook.Make(homework, parsed.GetValue(output)!, AppContext.BaseDirectory);
            Console.WriteLine($"{zip}: {homework.Title}, {Counted.Of(homework.Exercises.Count, "exercise")}, "
                + Counted.Of(homework.Points, "point"));
            return Task.FromResult(ExitCode.Success);
        }));
        return make;
    }
}

/// <summary><c>course homework autograder</c></summary>
internal static class HomeworkAutograderVerb
{
    internal static Command Create()
    {
        var name = HomeworkArguments.Name();
        var output = new Option<string>("--out")
        {
            Description = "The folder for the zip.",
            DefaultValueFactory = _ => "dist",
            HelpName = "DIR"
        };
        var make = new Command("autograder", """
            Makes the zip that Gradescope asks for under "Configure Autograder". It holds solutions and hidden checks: upload it there, and show it to
            nobody else.
            """) { name, output, HomeworkArguments.Source };
        make.SetAction((parsed, _) => HomeworkArguments.GuardedAsync(() =>
        {
            var homework = HomeworkArguments.Load(parsed, parsed.GetValue(name)!);
            Console.WriteLine(Autograder.Make(homework, parsed.GetValue(output)!, AppContext.BaseDirectory));
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
        var names = new Argument<string[]>("HOMEWORK")
        {
            Description = "Short names, such as H2. None: all.",
            Arity =
            ArgumentArity.ZeroOrMore
        };
        var write = new Option<bool>("--write")
        {
            Description =
            "Write the public checks, H2-….checks.json beside the notebook: its instant checks read them."
        };
        var verify = new Command("verify", """
            For authors and CI: the solution earns all points, the untouched starting code none, every known wrong answer fails with its own
            diagnosis, every hidden check is needed by at least one of them. Exit code 1 and the faults, by file and line, when not so.
            """) { names, write, HomeworkArguments.Source };
        verify.SetAction((parsed, cancellation) => HomeworkArguments.GuardedAsync(async () =>
        {
            var folder = HomeworkArguments.Folder(parsed);
            string[] paths = parsed.GetValue(names) is { Length: > 0 } given
                ? [.. given.Select(n => HomeworkSource.Find(folder, n))]
                : [.. Directory.GetFiles(folder, "*.dib").Where(f => !NotebookImports.IsSetup(f))
                    .Order(StringComparer.Ordinal)];
            var code = ExitCode.Success;
            foreach (var path in paths)
            {
                var homework = HomeworkSource.Load(path);
                if (parsed.GetValue(write))
                    AtomicFile.Write(homework.ChecksPath, StudentNotebook.PublicJson(homework));
                var report = await HomeworkVerification.RunAsync(homework, new GradingOptions(), cancellation);
                Console.WriteLine(
                    $"{(report.Faults.Count == 0 ? "ok" : "FAULTS")} {homework.FileName}: {report.Checked}");
                foreach (var fault in report.Faults) Console.WriteLine($"  {fault}");
                code = Math.Max(code, report.Faults.Count == 0 ? ExitCode.Success : ExitCode.Failed);
            }

            return code;
        }));
        return verify;
    }
}
