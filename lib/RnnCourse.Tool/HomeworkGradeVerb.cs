using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Homework.Running;
using Spectre.Console;

namespace RnnCourse.Tool;

/// <summary><c>course homework grade | regrade | merge</c></summary>
internal static class HomeworkGradeVerb
{
    private static readonly Argument<string> Submissions = new(
        "SUBMISSIONS")
    {
        Description =
            "A folder with one notebook, zip or folder for each student, named after the student (submissions/Anna "
                + "Müller.dib), or as Moodle, Canvas, Gradescope or GitHub Classroom wrote it. Of several attempts "
                + "the latest counts."
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where grades, feedback and the results so far go.",
        DefaultValueFactory = _ => "grades",
        HelpName = "DIR"
    };
    private static readonly Option<int> Jobs = new("--jobs", "-j")
    {
        Description = "Submissions graded side by side.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N"
    };
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Where the checks' arguments begin.",
        DefaultValueFactory = _ => 1,
        HelpName = "N"
    };
    private static readonly Option<bool> PerStudent =
        new("--per-student") { Description = "Every student gets arguments of their own." };
    private static readonly Option<string?> Due = new("--due")
    {
        Description = "When the homework is due: 2026-12-01 (the end of that day) or 2026-12-01T23:59+09:00. Times are "
            + "those of SUBMISSIONS/times.csv (student,time), else the learning platform's, else the files'. "
            + "SUBMISSIONS/extensions.csv (student,time) gives some longer.",
        HelpName = "TIME"
    };
    private static readonly Option<string?> Zone = new("--zone")
    {
        Description = "The time zone of times without one: Asia/Seoul. Default: this machine's.",
        HelpName = "ZONE"
    };
    private static readonly Option<string?> Roster = new("--roster")
    {
        Description = "The class, a CSV with a header: name, and student id, email, id (the platform's) where there "
            + "are. Says who handed in nothing, and joins the numbers.",
        HelpName = "FILE"
    };
    private static readonly Option<string> Late = new(
        "--late")
    {
        Description = "What lateness costs: 10%/day,3 takes 10 % for each day begun, and all after 3 days.",
        DefaultValueFactory = _ => "10%/day,3",
        HelpName = "POLICY"
    };
    private static readonly Option<string?> Shard = new("--shard")
    {
        Description = "Grade a slice of the class: 3/8. Join the slices with merge.",
        HelpName = "N/OF"
    };
    private static readonly Option<double> Time = new(
        "--timeout")
    {
        Description = "Seconds of processor time one call of an answer may take.",
        DefaultValueFactory = _ => 5,
        HelpName = "SECONDS"
    };
    private static readonly Option<int> Memory = new("--memory")
    {
        Description = "Megabytes an answer may use.",
        DefaultValueFactory = _ => 256,
        HelpName = "MB"
    };
    private static readonly Option<bool> NoSandbox = new("--no-sandbox")
    {
        Description = "Run answers as your own programs: they can read and change all your files, use the network, and "
            + "see the other submissions and the solutions. Only for answers that you trust."
    };
    private static readonly Option<bool> InContainer = new("--in-container")
    {
        Description = "In a container that holds the grading alone, started as root: answers run as another user, "
            + "under limits. Chosen by itself where the container is recognized and allows no sandbox."
    };
    private static readonly Option<string> Exercise =
        new("--exercise") { Description = "The exercise to grade again.", Required = true, HelpName = "ID" };

    internal static Command CreateGrade()
    {
        var name = HomeworkArguments.Name();
        var grade = new Command("grade", """
            Grades a class. An answer runs in a process of its own, in a sandbox (bubblewrap) under limits, without network, files and checks; a
            crash, a hang or a missing answer costs that exercise, with its reason. Results are kept by content: a grading that was interrupted goes
            on where it stopped.

            Writes grades.csv, canvas.csv and moodle.csv to import, statistics.html for you, feedback/STUDENT.html, junit.xml,
            gradescope/STUDENT/results.json; manual.csv to fill in (points, and a comment) where a person reads the answers, then grade again; and
            similar.csv, groups of submissions that have four fifths of their code in common whatever names they chose. It points out, it does not
            judge. Exit code 0: all graded; 1: some parts could not be graded, which is said; 2: a file is wrong, or answers cannot be kept in here.
            """) { name, Submissions, Out, Jobs, Seed, PerStudent, Due, Late, Zone, Roster, Shard, Time, Memory, NoSandbox,
                InContainer, HomeworkArguments.Source };
        grade.SetAction((parsed, cancellation) => RunAsync(parsed, parsed.GetValue(name)!, null, cancellation));
        return grade;
    }

    internal static Command CreateRegrade()
    {
        var name = HomeworkArguments.Name();
        var regrade = new Command("regrade",
            "Grades one exercise of a class again, after a check was mended; all else keeps its grade.")
        {
            name, Submissions, Exercise, Out, Jobs, Seed, PerStudent, Due, Late, Zone, Roster, Shard, Time, Memory,
            NoSandbox, InContainer, HomeworkArguments.Source,
        };
        regrade.SetAction((parsed, cancellation) =>
            RunAsync(parsed, parsed.GetValue(name)!, parsed.GetValue(Exercise), cancellation));
        return regrade;
    }

    internal static Command CreateMerge()
    {
        var name = HomeworkArguments.Name();
        var slices = new Argument<string[]>("SLICE")
        {
            Description = "Folders of grades made with --shard.",
            Arity = ArgumentArity.OneOrMore
        };
        var merge = new Command("merge", "Joins the grades of slices of a class.") { name, slices, Out,
            HomeworkArguments.Source };
        merge.SetAction((parsed, _) => HomeworkArguments.GuardedAsync(() =>
        {
            var grades = ClassGrading.Merge(HomeworkArguments.Load(parsed, parsed.GetValue(name)!),
                parsed.GetValue(slices)!, parsed.GetValue(Out)!, note => Console.Error.WriteLine("note: " + note));
            return Task.FromResult(Show(grades, parsed.GetValue(Out)!));
        }));
        return merge;
    }

    private static Task<int> RunAsync(ParseResult parsed, string name, string? only, CancellationToken cancellation) =>
        HomeworkArguments.GuardedAsync(async () =>
    {
        var homework = HomeworkArguments.Load(parsed, name);
        var job = new GradingJob(parsed.GetValue(Submissions)!, parsed.GetValue(Out)!,
            parsed.GetValue(Due) is { } due
                ? LatePolicy.Parse(due, parsed.GetValue(Late)!, parsed.GetValue(Zone)) : null,
            Slice(parsed.GetValue(Shard)), parsed.GetValue(Roster));
        var options = new GradingOptions
        {
            Limits = new GradingLimits
            {
                Time = TimeSpan.FromSeconds(parsed.GetValue(Time)),
                Memory = (long)parsed.GetValue(Memory) << 20
            },
            Seed = parsed.GetValue(Seed),
            PerStudent = parsed.GetValue(PerStudent),
            Parallelism = parsed.GetValue(Jobs),
            Isolation = Isolation(parsed),
            Hidden = HiddenFolders(homework),
        };
        var (count, graded) = (ClassGrading.Count(homework, job), 0);
        try
        {
            var grades = await WithProgressAsync(count, done => ClassGrading.RunAsync(
                homework, job, options, only,
                student =>
                {
                    Interlocked.Increment(ref graded);
                    done(student);
                },
                note => Console.Error.WriteLine("note: " + note), cancellation));
            var code = Show(grades, job.Out);
            // Said before the first answer ran, and again where it is not scrolled away.
            if (options.Isolation == AnswerIsolation.None) Console.Error.WriteLine("note: " + ClassGrading.NotKeptIn);
            return code;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Interrupted. {graded} of {count} are graded and kept in "
                + $"{Path.Combine(job.Out, ClassGrading.CacheFolder)}; the same command goes on from there.");
            return ExitCode.Cancelled;
        }
    });

    /// <summary>The course's own folder, with its history, and the user's home folder.</summary>
    private static List<string> HiddenFolders(HomeworkSource homework)
    {
        var hidden = new List<string> { Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) };
        for (var folder = new DirectoryInfo(
            Path.GetDirectoryName(Path.GetFullPath(homework.Document.Path!))!); folder is not null; folder =
                folder.Parent)
            if (Path.Exists(Path.Combine(folder.FullName, ".git"))
                || File.Exists(Path.Combine(folder.FullName, "RnnCourse.sln")))
                hidden.Add(folder.FullName);
        return hidden;
    }

    private static AnswerIsolation Isolation(ParseResult parsed) =>
        (parsed.GetValue(InContainer), parsed.GetValue(NoSandbox)) switch
        {
            (true, true) => throw new FormatException("--in-container and --no-sandbox exclude each other."),
            (true, _) => AnswerIsolation.Container,
            (_, true) => AnswerIsolation.None,
            _ => AnswerIsolation.Sandbox,
        };

    private static (int, int)? Slice(string? text)
    {
        if (text is null) return null;
        var parts = text.Split('/');
        return parts.Length == 2 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var number)
            && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var of)
            && number >= 1 && number <= of ? (number, of)
            : throw new FormatException($"--shard '{text}' is not a slice; 3/8 is the third of eight.");
    }

    private static async Task<ClassGrades> WithProgressAsync(int count,
        Func<Action<StudentGrade>, Task<ClassGrades>> run)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var graded = 0;
        if (!console.Profile.Capabilities.Interactive || Console.IsErrorRedirected)
            return await run(
                s => Console.Error.WriteLine(
                    FormattableString.Invariant(
                        $"{Interlocked.Increment(ref graded)}/{count} {s.Student}: {s.Earned} of {s.Points}")));
        return await console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(),
            new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async live =>
            {
                var task = live.AddTask("grading", maxValue: Math.Max(1, count));
                return await run(s =>
                {
                    task.Increment(1);
                    task.Description = Markup.Escape(s.Student.Length > 30 ? s.Student[..30] : s.Student);
                });
            });
    }

    private static int Show(ClassGrades grades, string folder)
    {
        var table = new Table().Title(Markup.Escape(grades.Title)).AddColumn("student")
            .AddColumn(new TableColumn("points").RightAligned());
        var ids = grades.Students.SelectMany(s => s.Exercises.Select(e => e.Id)).Distinct().ToList();
        foreach (var id in ids)
            table.AddColumn(new TableColumn(Markup.Escape(id.Split('.')[^1])).RightAligned());
        foreach (var student in grades.Students)
            table.AddRow([Markup.Escape(student.Student), Number(student.Total),
                .. ids.Select(id => student.Exercises.FirstOrDefault(e => e.Id == id) is { } e
                    ? e.Ungraded ? "lost" : e.Waiting ? "?" : Number(e.Earned) : "")]);
        AnsiConsole.Write(table);
        Console.WriteLine($"{Counted.Of(grades.Students.Count, "student")}; grades.csv, statistics.html, "
            + $"feedback/ and files for other programs are in {folder}.");
        var similar = Path.Combine(folder, "similar.csv");
        if (File.Exists(similar) && File.ReadLines(similar).Skip(1).Select(line => line.Split(',')[0]).Distinct()
            .Count() is var groups and > 0)
            Console.WriteLine($"{Counted.Of(groups, "group of submissions is", "groups of submissions are")} "
                + "suspiciously similar; review similar.csv.");
        foreach (var nothing in grades.Students.Where(s => s.NothingToGrade is not null))
            Console.WriteLine($"Nothing to grade from {nothing.Student}: {nothing.NothingToGrade}");
        var waiting = grades.Students.Where(s => s.Exercises.Any(e => e.Waiting)).Select(s => s.Student).ToList();
        if (waiting.Count > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"Answers of {Counted.Of(waiting.Count, "student")} wait to be read "
                + $"({string.Join(", ", waiting.Take(5))}{(waiting.Count > 5 ? ", …" : "")}): they lie in "
                + $"{Path.Combine(folder, "to-read")}. Fill in {Path.Combine(folder, "manual.csv")} and grade "
                + $"again."));
        var lost = grades.Students.SelectMany(s => s.Exercises.Where(e => e.Ungraded).Select(e => (s.Student, e)))
            .ToList();
        if (lost.Count == 0) return ExitCode.Success;
        Console.WriteLine($"{Counted.Of(lost.Count, "part")} could not be graded, and count for nothing until you "
            + "grade again:");
        foreach (var (student, e) in lost) Console.WriteLine($"  {student}, {e.Id}: {e.Reason}");
        return ExitCode.Failed;
    }

    private static string Number(double x) => x.ToString("0.##", CultureInfo.InvariantCulture);
}
