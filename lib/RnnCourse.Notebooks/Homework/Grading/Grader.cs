using System.Collections.Concurrent;
using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Execution.Session;
using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Grades answers. The authors' code makes arguments and expected values here; the answer runs elsewhere, gets
/// the arguments, and what it gives back is compared here.</summary>
public sealed class Grader : IAsyncDisposable
{
    // Of processor time: on a busy machine a right answer must not lose its points to a compiler that waited for its
    // turn.
    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(20);
    private readonly HomeworkSource _homework;
    private readonly GradingOptions _options;
    private readonly AuthorsCode _authors;
    private readonly GradeCache _cache;
    private readonly Cage _cage;
    private readonly string _work = Scratch.NewFolder();
    private readonly ConcurrentBag<AnswerProcess> _compilers = [];

    /// <summary>Prepares the grading of a homework.</summary>
    /// <exception cref="HomeworkException">The authors' code does not compile.</exception>
    public Grader(HomeworkSource homework, GradingOptions? options = null)
    {
        _homework = homework ?? throw new ArgumentNullException(nameof(homework));
        _options = options ?? new();
        _authors = AuthorsCode.Of(homework);
        _cache = new(_options.Cache, homework, _options);
        _cage = new(_options.Isolation, _options.Hidden, _options.Worker ?? WorkerCommand.Default);
    }

    /// <summary>What whoever grades should know of how answers are kept in; or null.</summary>
    public string? Note => _cage.Note;

    internal AuthorsCode Authors => _authors;

    /// <summary>Grades a class; the result is in the order of the submissions.</summary>
    /// <param name="only">The only exercise to grade; null for all.</param>
    /// <param name="cancellation">Ends the grading; what was graded is in the cache.</param>
    internal async Task<IReadOnlyList<StudentGrade>> GradeAsync(IReadOnlyList<HandedIn> submissions, string? only,
        Action<StudentGrade>? done, CancellationToken cancellation)
    {
        var grades = new StudentGrade[submissions.Count];
        await Parallel.ForAsync(0, submissions.Count,
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Max(1, _options.Parallelism),
                CancellationToken = cancellation
            },
            async (i, stop) =>
            {
                grades[i] = await GradeAsync(submissions[i], only, stop);
                done?.Invoke(grades[i]);
            });
        return grades;
    }

    private async Task<StudentGrade> GradeAsync(HandedIn handedIn, string? only, CancellationToken cancellation)
    {
        var submission = Submission.Read(handedIn.File, handedIn.Problem, _homework);
        var seed = FormattableString.Invariant($"{_options.Seed}{(_options.PerStudent ? "/" + handedIn.Student : "")}");
        var exercises = _homework.Exercises.Where(e => only is null || e.Id == only).ToList();
        var grades = await GradeAsync(exercises, submission, seed, cancellation);
        return new(handedIn.Student, grades, handedIn.Note is { } note ? [note, .. submission.Notes] : submission.Notes,
            handedIn.Modified == default ? null : handedIn.Modified);
    }

    internal async Task<IReadOnlyList<ExerciseGrade>> GradeAsync(IReadOnlyList<HomeworkExercise> exercises,
        Submission submission, string seed, CancellationToken cancellation)
    {
        var keys = exercises.ToDictionary(e => e.Id, e => _cache.Key(e, submission, seed));
        var grades = exercises.ToDictionary(e => e.Id, e => _cache.Find(keys[e.Id]) ?? WithoutRunning(e, submission));
        if (grades.Values.Any(g => g is null))
        {
            var (code, faults) = await CompileAsync(submission, cancellation);
            foreach (var exercise in exercises.Where(e => grades[e.Id] is null))
                grades[exercise.Id] = faults.TryGetValue(exercise.Id, out var fault) ? Nothing(exercise, fault)
                    : await RunAsync(exercise, code, seed, cancellation);
        }

        foreach (var (id, grade) in grades) _cache.Keep(keys[id], grade!);
        return [.. exercises.Select(e => grades[e.Id]!)];
    }

    /// <summary>The grade of an answer that need not run; null when it must.</summary>
    private static ExerciseGrade? WithoutRunning(HomeworkExercise exercise, Submission submission)
    {
        if (submission[exercise.Id] is not { } answer)
            return Nothing(exercise, submission.Problem(exercise.Id));
        if (Submission.Same(answer, exercise.Start))
            return Nothing(exercise, "not begun: the starting code is unchanged");
        if (exercise.Manual)
            return answer.Trim().Length == 0 ? Nothing(exercise, "the answer is empty")
                : new ExerciseGrade(exercise.Id, exercise.Points, 0, [], "waiting to be read", null)
                {
                    Waiting = true,
                    Answer = answer
                };
        return null;
    }

    private static ExerciseGrade Nothing(HomeworkExercise exercise, string reason) =>
        new(exercise.Id, exercise.Points, 0, [], reason, null);

    /// <summary>Compiles a submission's answers together; one that does not compile is left out, and the rest goes
    /// on.</summary>
    private async Task<(CompiledCode Code,
        IReadOnlyDictionary<string, string> Faults)> CompileAsync(Submission submission, CancellationToken cancellation)
    {
        var faults = new Dictionary<string, string>();
        var bodies = new Dictionary<HomeworkExercise, string?>();
        foreach (var exercise in _homework.Exercises.Where(e => !e.Manual))
        {
            bodies[exercise] = submission[exercise.Id];
            if (bodies[exercise] is { } answer && await BodyFaultAsync(exercise.Id, answer, cancellation) is { } fault)
                (bodies[exercise], faults[exercise.Id]) = (null, fault);
        }

        while (true)
        {
            var code = await TryCompileAsync(Files(bodies), cancellation);
            if (code is { Errors.Count: 0 }) return (code, faults);
            var culprits = code?.Errors.GroupBy(e => e.File).ToDictionary(g => g.Key, g => Fault(g.First()))
                ?? await AloneAsync(bodies, cancellation);
            var guilty = bodies.Keys.Where(e => bodies[e] is not null && culprits.ContainsKey(e.Id)).ToList();
            if (guilty.Count == 0) guilty = [.. bodies.Keys.Where(e => bodies[e] is not null)];
            if (guilty.Count == 0)
                throw new HomeworkException(_homework.Document.Path!, 0,
                    "the given code does not compile with empty answers: "
                        + $"{(code is null ? "the compiler did not end, or was ended" : code.Errors[0].Message)}");
            foreach (var exercise in guilty)
                (bodies[exercise], faults[exercise.Id]) = (null,
                    culprits.GetValueOrDefault(exercise.Id) ?? "it does not compile together with the other answers");
        }
    }

    /// <summary>Which answers keep the compiler from ending, each tried alone.</summary>
    private async Task<Dictionary<string, string>> AloneAsync(Dictionary<HomeworkExercise, string?> bodies,
        CancellationToken cancellation)
    {
        var culprits = new Dictionary<string, string>();
        foreach (var (exercise, body) in bodies.Where(b => b.Value is not null))
        {
            var code = await TryCompileAsync(Files(bodies.Keys.ToDictionary(e => e, e => e == exercise ? body : null)),
                cancellation);
            if (code is null)
                culprits[exercise.Id] = TooComplex;
            else if (code.Errors.FirstOrDefault(e => e.File == exercise.Id) is { } error)
                culprits[exercise.Id] = Fault(error);
        }

        return culprits;
    }

    private static string Fault(CodeError error) =>
        error.Message == AnswerCompiler.TooComplex ? TooComplex
            : $"it does not compile, line {error.Line} of the answer: {error.Message}";

    private const string TooComplex = $"it does not compile: {AnswerCompiler.TooComplex}";

    private List<CodeFile> Files(Dictionary<HomeworkExercise, string?> bodies) =>
    [
        new("given", _homework.Frame.GivenFile(AnswerFrame.Class)),
        new("shown", Shown),
        .. bodies.Select(b => new CodeFile(b.Key.Id,
            _homework.Frame.AnswerFile(AnswerFrame.Class, b.Key,
                b.Value ?? $"throw new NotImplementedException(\"{b.Key.Id}\");"))),
    ];

    /// <summary>What a notebook's cells can call to show a value: here nobody looks.</summary>
    internal const string Shown = """
        internal static partial class Answers { internal static void display(object value, params string[] mimeTypes) { } }
        internal static class Shown { internal static T Display<T>(this T value, params string[] mimeTypes) => value; }

        """;

    /// <summary>Why an answer cannot stand inside its method, or null.</summary>
    private async Task<string?> BodyFaultAsync(string id, string answer, CancellationToken cancellation)
    {
        var (asked, error) =
            await WithCompilerAsync(c => c.BodyErrorAsync(id, answer, CompileTime, cancellation), cancellation);
        return !asked ? TooComplex : error is null ? null : Fault(error);
    }

    private async Task<CompiledCode?> TryCompileAsync(IReadOnlyList<CodeFile> files, CancellationToken cancellation) =>
        (await WithCompilerAsync(c => c.CompileAsync(files, CompileTime, cancellation), cancellation)).Result;

    /// <summary>Asks a compiler process; one that is lost with a question is not asked again.</summary>
    private async Task<(bool Asked, T? Result)> WithCompilerAsync<T>(Func<AnswerProcess, Task<T>> ask,
        CancellationToken cancellation)
    {
        if (!_compilers.TryTake(out var compiler))
            compiler = await AnswerProcess.StartAsync(Options(_work, 2L << 30), cancellation);
        try
        {
            var result = await ask(compiler);
            _compilers.Add(compiler);
            return (true, result);
        }
        catch (AnswerLostException)
        {
            await compiler.DisposeAsync();
            return (false, default);
        }
        catch
        {
            await compiler.DisposeAsync();
            throw;
        }
    }

    private async Task<ExerciseGrade> RunAsync(HomeworkExercise exercise, CompiledCode code, string seed,
        CancellationToken cancellation)
    {
        var cases = exercise.Hidden.Graded.Select(c => _authors.Case(exercise, c, seed)).ToList();
        var type = _authors.Types(exercise).Result;
        var folder = Directory.CreateDirectory(Path.Combine(_work, Guid.NewGuid().ToString("N"))).FullName;
        var outcomes = new List<Outcome>();
        try
        {
            var process = await AnswerProcess.StartAsync(Options(folder, _options.Limits.Memory) with
            {
                Confine = _cage.Confine
            }, cancellation);
            await using (process)
            {
                await process.LoadAsync(code, _options.Limits, cancellation);
                foreach (var @case in cases)
                    outcomes.Add(await process.CallAsync(exercise.Method, @case.Arguments, type, _options.Limits.Time,
                        cancellation));
            }
        }
        catch (AnswerLostException e)
        {
            return Nothing(exercise,
                $"in the check '{cases[Math.Min(outcomes.Count, cases.Count - 1)].Check.Name}': {e.Message}");
        }
        finally
        {
            FolderRemoval.TryDelete(folder); // what an answer left there and does not go away goes with the work folder
        }

        return Judge(exercise, cases, outcomes);
    }

    private SessionOptions Options(string folder, long memory) => new()
    {
        Folder = folder,
        Environment = OperatingSystem.IsWindows()
            ? new Dictionary<string, string> { ["USERPROFILE"] = folder }
            : new Dictionary<string, string>
            {
                ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                ["HOME"] = folder,
                ["LANG"] = "C.UTF-8"
            },
        MemoryLimit = memory,
        OutputLimit = 1_000_000,
        Worker = _cage.Worker,
    };

    internal static ExerciseGrade Judge(HomeworkExercise exercise, IReadOnlyList<CheckCase> cases,
        IReadOnlyList<Outcome> outcomes)
    {
        var weights = cases.Sum(c => c.Check.Weight);
        var checks = cases.Zip(outcomes, (c, outcome) =>
        {
            var difference =
                outcome.Kind == nameof(NotImplementedException) ? "not begun: it throws NotImplementedException"
                : Agreement.Difference(outcome, c.Expected, exercise.Hidden.Tolerance, exercise.Parts);
            return new CheckGrade(c.Check.Name, difference is null,
                Math.Round(exercise.Points * c.Check.Weight / weights, 4), difference);
        }).ToList();
        var failed = checks.FindIndex(c => !c.Passed);
        var earned = failed < 0 ? exercise.Points : Math.Round(checks.Where(c => c.Passed).Sum(c => c.Points), 2);
        return new(exercise.Id, exercise.Points, earned, checks,
            failed < 0 ? null : $"the check '{checks[failed].Name}' fails: {checks[failed].Reason}",
            failed < 0 ? null : Likely(exercise, cases, outcomes, failed));
    }

    /// <summary>The known mistake that gives just these outcomes; else the one that gives that of the first failed
    /// check; else what is wrong in general.</summary>
    private static string? Likely(HomeworkExercise exercise, IReadOnlyList<CheckCase> cases,
        IReadOnlyList<Outcome> outcomes, int failed)
    {
        bool Fits(int wrong, int k) =>
            Agreement.Same(outcomes[k], cases[k].Mistakes[wrong].Outcome, exercise.Hidden.Tolerance * 10);
        var wrongs = Enumerable.Range(0, exercise.Hidden.Wrongs.Count).ToList();
        var all = wrongs.FindIndex(w => Enumerable.Range(0, cases.Count).All(k => Fits(w, k)));
        var one = all >= 0 ? all : wrongs.FindIndex(w => Fits(w, failed));
        return one >= 0 ? exercise.Hidden.Wrongs[one].Says
            : Agreement.GeneralMistake(outcomes[failed], cases[failed].Expected);
    }

    public async ValueTask DisposeAsync()
    {
        while (_compilers.TryTake(out var compiler)) await compiler.DisposeAsync();
        FolderRemoval.TryDelete(_work);
    }
}
