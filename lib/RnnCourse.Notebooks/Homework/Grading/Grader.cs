using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Execution.Session;
using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Grades answers. The authors' code makes arguments and expected values here; the answer runs elsewhere, gets
/// the arguments, and what it gives back is compared here. Whatever an answer does costs that exercise at
/// most.</summary>
public sealed class Grader : IAsyncDisposable
{
    /// <summary>How often a part whose process was lost is run, the first time beside others, then alone.</summary>
    private const int Tries = 3;

    private readonly HomeworkSource _homework;
    private readonly GradingOptions _options;
    private readonly AuthorsCode _authors;
    private readonly GradeCache _cache;
    private readonly Cage _cage;
    private readonly string _work = Scratch.NewFolder();
    private readonly CompilerPool _compilers;

    /// <summary>Prepares the grading of a homework.</summary>
    /// <exception cref="HomeworkException">The authors' code does not compile.</exception>
    /// <exception cref="CourseException">Answers cannot be kept in here.</exception>
    public Grader(HomeworkSource homework, GradingOptions? options = null)
    {
        _homework = homework ?? throw new ArgumentNullException(nameof(homework));
        _options = options ?? new();
        _cage = new(_options.Isolation, _options.Hidden, _options.Worker ?? WorkerCommand.Default);
        _authors = AuthorsCode.Of(homework);
        _cache = new(_options.Cache, homework, _options);
        _compilers = new(Options(2L << 30, _work));
    }

    /// <summary>What whoever grades should know of how answers are kept in; or null.</summary>
    public string? Note => _cage.Note;

    internal AuthorsCode Authors => _authors;

    internal CompilerPool Compilers => _compilers;

    /// <summary>Grades a class; the result is in the order of the submissions. What was lost by no fault of an answer
    /// is
    /// run again when all others are done, one after the other.</summary>
    /// <param name="only">The only exercise to grade; null for all.</param>
    /// <param name="fresh">The exercise of which no earlier result is taken; null for none.</param>
    /// <param name="cancellation">Ends the grading; what was graded is in the cache.</param>
    internal async Task<IReadOnlyList<StudentGrade>> GradeAsync(IReadOnlyList<HandedIn> submissions, string? only,
        string? fresh, Action<StudentGrade>? done, CancellationToken cancellation)
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
                grades[i] = await GradeAsync(submissions[i], only, fresh, stop);
                if (!grades[i].Exercises.Any(e => e.Ungraded)) done?.Invoke(grades[i]);
            });
        foreach (var i in Enumerable.Range(0, grades.Length).Where(i => grades[i].Exercises.Any(e => e.Ungraded)))
        {
            for (var tries = 1; tries < Tries && grades[i].Exercises.Any(e => e.Ungraded); tries++)
                grades[i] = await GradeAsync(submissions[i], only, fresh, cancellation, grades[i]);
            done?.Invoke(grades[i]);
        }

        return grades;
    }

    /// <param name="before">What an earlier try gave: only what was lost is run again.</param>
    private async Task<StudentGrade> GradeAsync(HandedIn handedIn, string? only, string? fresh,
        CancellationToken cancellation, StudentGrade? before = null)
    {
        var exercises = _homework.Exercises.Where(e => only is null || e.Id == only).ToList();
        var submission = Submission.Read(handedIn.File, handedIn.Problem, _homework);
        var seed = FormattableString.Invariant($"{_options.Seed}{(_options.PerStudent ? "/" + handedIn.Student : "")}");
        var grades = await GradeAsync(exercises, submission, seed, id => id != fresh, cancellation,
            before?.Exercises.Where(e => !e.Ungraded).ToDictionary(e => e.Id));
        return new(handedIn.Student, grades, handedIn.Note is { } note ? [note, .. submission.Notes] : submission.Notes,
            handedIn.Modified == default ? null : handedIn.Modified);
    }

    /// <param name="known">Whether an exercise's results of earlier gradings may be taken.</param>
    internal async Task<IReadOnlyList<ExerciseGrade>> GradeAsync(IReadOnlyList<HomeworkExercise> exercises,
        Submission submission, string seed, Func<string, bool> known, CancellationToken cancellation,
        IReadOnlyDictionary<string, ExerciseGrade>? before = null)
    {
        var grades = new Dictionary<string, ExerciseGrade>(before ?? new Dictionary<string, ExerciseGrade>());
        try
        {
            var student = await submission.CompleteAsync(_homework, _compilers, cancellation);
            string Key(HomeworkExercise e) => _cache.Key(e, submission, student, seed);
            foreach (var e in exercises.Where(e => !grades.ContainsKey(e.Id)))
                if ((WithoutRunning(e, submission) ?? (known(e.Id) ? _cache.Find(Key(e)) : null)) is { } grade)
                    grades[e.Id] = grade;
            var open = exercises.Where(e => !grades.ContainsKey(e.Id)).ToList();
            var built = open.Count == 0 ? null : await new AnswerBuild(_homework.Frame, _compilers).RunAsync(
                [.. _homework.Exercises.Where(e => !e.Manual).Select(e => (e, submission[e.Id]))], student,
                cancellation);
            foreach (var exercise in open)
            {
                var (grade, lasting) = built!.Faults.TryGetValue(exercise.Id, out var fault)
                    ? (Judging.Nothing(exercise, Says(fault)), fault.Message != AnswerCompiler.TooComplex)
                    : await RunAsync(exercise, built, seed, cancellation);
                grades[exercise.Id] = grade;
                if (lasting) _cache.Keep(Key(exercise), grade);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            // Whatever it is, it belongs to this submission.
            foreach (var exercise in exercises.Where(x => !grades.ContainsKey(x.Id)))
                grades[exercise.Id] = Judging.Ungraded(exercise, AnswerProcess.Short(e.Message));
        }

        return [.. exercises.Select(e => grades[e.Id])];
    }

    /// <summary>The grade of an answer that need not run; null when it must.</summary>
    private static ExerciseGrade? WithoutRunning(HomeworkExercise exercise, Submission submission)
    {
        if (submission[exercise.Id] is not { } answer)
            return Judging.Nothing(exercise, submission.Problem(exercise.Id));
        if (AnswerText.Same(answer, exercise.Start))
            return Judging.Nothing(exercise, "not begun: the starting code is unchanged");
        if (exercise.Manual)
            return answer.Trim().Length == 0 ? Judging.Nothing(exercise, "the answer is empty")
                : new ExerciseGrade(exercise.Id, exercise.Points, 0, [], "waiting to be read", null)
                {
                    Waiting = true,
                    Answer = answer
                };
        return null;
    }

    private static string Says(CodeError error) => error.Message == AnswerCompiler.TooComplex
        ? $"it does not compile: {AnswerCompiler.TooComplex}"
        : $"it does not compile, line {Math.Max(1, error.Line)} of the answer: {error.Message}";

    /// <summary>Runs an answer on the checks.</summary>
    /// <returns>The grade, and whether it depends on the answer alone: what a process ended by time, by memory or from
    /// outside gives may be otherwise the next time.</returns>
    private async Task<(ExerciseGrade Grade, bool Lasting)> RunAsync(HomeworkExercise exercise, BuiltAnswers built,
        string seed, CancellationToken cancellation)
    {
        var outcomes = new List<Outcome>();
        string In() => exercise.Hidden.Graded.ElementAtOrDefault(outcomes.Count) is { } check
            ? $"in the check '{check.Name}': " : "";
        try
        {
            var cases = exercise.Hidden.Graded.Select(c => _authors.Case(exercise, c, seed)).ToList();
            var type = _authors.Types(exercise).Result;
            var process = await AnswerProcess.StartAsync(Options(_options.Limits.Memory, Path.Combine(_work,
                Guid.NewGuid().ToString("N"))), cancellation);
            await using (process)
            {
                await process.LoadAsync(built.Code, _options.Limits, cancellation);
                foreach (var @case in cases)
                    outcomes.Add(await process.CallAsync(exercise.Method, @case.Arguments, type, _options.Limits.Time,
                        cancellation));
            }

            return (Judging.Judge(exercise, cases, outcomes, built.Missing), true);
        }
        catch (AnswerLostException e)
        {
            return (e.FromOutside ? Judging.Ungraded(exercise, In() + e.Message)
                : Judging.Nothing(exercise, In() + e.Message), false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            return (Judging.Ungraded(exercise, AnswerProcess.Short(e.Message)), false);
        }
    }

    // In a sandbox the folder is another one, which is its own.
    private SessionOptions Options(long memory, string folder) => new()
    {
        Folder = Directory.CreateDirectory(folder).FullName,
        Environment = OperatingSystem.IsWindows()
            ? new Dictionary<string, string> { ["USERPROFILE"] = folder }
            : new Dictionary<string, string>
            {
                ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
                ["HOME"] = folder,
                ["LANG"] = "C.UTF-8",
                // Compiled code is not mapped from a file in memory, whose size is limited.
                ["DOTNET_EnableWriteXorExecute"] = "0",
            },
        MemoryLimit = memory,
        OutputLimit = 1_000_000,
        MessageLimit = AnswerProcess.MaxMessage,
        Worker = _cage.Worker,
        Confine = _cage.Confine,
    };

    public async ValueTask DisposeAsync()
    {
        await _compilers.DisposeAsync();
        FolderRemoval.TryDelete(_work);
    }
}
