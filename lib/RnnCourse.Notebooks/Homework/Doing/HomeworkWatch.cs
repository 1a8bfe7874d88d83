using RnnCourse.Lessons.Checks;
using RnnCourse.Lessons.Exercises;
using RnnCourse.Notebooks.Execution.Session;
using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework.Doing;

/// <summary>How a student's notebook stands.</summary>
/// <param name="Exercises">Each exercise with the result of its check; null where a person will read the
/// answer.</param>
/// <param name="Problems">What is wrong with the notebook.</param>
public sealed record WatchResult(IReadOnlyList<(string Id, bool Begun, CheckResult? Check)> Exercises,
    IReadOnlyList<string> Problems)
{
    /// <summary>How many exercises are done: right, or written where a person reads.</summary>
    public int Done => Exercises.Count(e => e.Check is null ? e.Begun : e.Check.State == ExerciseState.Right);
}

/// <summary>Checks a student's notebook again and again while it is worked on.</summary>
/// <param name="worker">How the tool is started for its workers; null finds it.</param>
public sealed class HomeworkWatch(string path, WorkerCommand? worker = null) : IAsyncDisposable
{
    private static readonly TimeSpan CompileTime = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("rnncourse-watch-").FullName;
    private AnswerProcess? _compiler;

    /// <summary>Checks the notebook as it is on disk now.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<WatchResult> CheckAsync(CancellationToken cancellation = default)
    {
        var copy = StudentCopy.Load(path);
        var results = copy.Exercises.ToDictionary(e => e.Exercise.Id,
            e => e.Result is null ? null
                : (CheckResult?)new(e.Exercise.Id, ExerciseState.Open, [], null, "not begun.", null, null));
        var begun = copy.Exercises.Where(e => e is { Result: not null, IsBegun: true }).ToList();
        var bodies = begun.ToDictionary(e => e, e => (string?)e.Exercise.Solution);
        foreach (var e in begun)
            if (AnswerCompiler.BodyError(e.Exercise.Id, e.Exercise.Solution) is { } error) Fail(e, error);
        while (bodies.Values.Any(b => b is not null))
        {
            var code = await CompileAsync(copy, bodies, cancellation);
            if (code.Errors.Count == 0)
            {
                foreach (var e in begun.Where(e => bodies[e] is not null))
                    results[e.Exercise.Id] = await RunAsync(e, code, cancellation);
                break;
            }

            var culprits =
                begun.Where(e => bodies[e] is not null && code.Errors.Any(x => x.File == e.Exercise.Id)).ToList();
            if (culprits.Count == 0)
                return new(Rows(),
                    [.. copy.Problems, $"the given code of the notebook does not compile: {code.Errors[0].Message}"]);
            foreach (var e in culprits) Fail(e, code.Errors.First(x => x.File == e.Exercise.Id));
        }

        return new(Rows(), copy.Problems);

        void Fail(StudentExercise e, CodeError error)
        {
            bodies[e] = null;
            results[e.Exercise.Id] = new(e.Exercise.Id, ExerciseState.Wrong, [], "it compiles",
                $"Line {e.Exercise.Cell.LineInFile(e.Exercise.Before.Split('\n').Length + 1 + error.Line)} "
                    + $"of the notebook: {error.Message}.", null, null);
        }

        IReadOnlyList<(string, bool, CheckResult?)> Rows() =>
        [
            .. copy.Exercises.Select(e => (e.Exercise.Id, e.IsBegun, results[e.Exercise.Id])),
            .. copy.Missing.Select(id =>
                (id, false, (CheckResult?)new(id, ExerciseState.Open, [], null, "not in the notebook.", null, null))),
        ];
    }

    /// <summary>A hint of an exercise.</summary>
    /// <exception cref="ArgumentException">The notebook has no such exercise.</exception>
    public string Hint(string id, int stage)
    {
        var copy = StudentCopy.Load(path);
        string[] ids = [.. copy.Exercises.Select(e => e.Exercise.Id), .. copy.Missing];
        return ids.Length == 0 || ids.Contains(id)
            ? PublicExercise.Find(id, Path.GetDirectoryName(Path.GetFullPath(path))).Hint(stage)
            : throw new ArgumentException($"The notebook has no exercise '{id}'. It has {string.Join(", ", ids)}.");
    }

    /// <summary>Puts an exercise back to its beginning; what was there is kept in a file beside the notebook.</summary>
    /// <returns>The file that keeps what was there.</returns>
    /// <exception cref="ArgumentException">The notebook has no such exercise.</exception>
    public string Reset(string id)
    {
        var copy = StudentCopy.Load(path);
        var exercise = copy.Exercises.FirstOrDefault(e => e.Exercise.Id == id)
            ?? throw new ArgumentException($"The notebook has no exercise '{id}' that can be reset. It has "
                + $"{string.Join(", ", copy.Exercises.Select(e => e.Exercise.Id))}.");
        var n = 1;
        string kept;
        do
            kept = Path.ChangeExtension(path, FormattableString.Invariant($".{id}.{n++}.txt"));
        while (File.Exists(kept));
        File.WriteAllText(kept, exercise.Exercise.Solution + "\n");
        copy.Reset(exercise).Save(path);
        return kept;
    }

    private async Task<CompiledCode> CompileAsync(StudentCopy copy, Dictionary<StudentExercise, string?> bodies,
        CancellationToken cancellation)
    {
        List<CodeFile> files =
        [
            new("given", copy.Frame.GivenFile(AnswerFrame.Class)),
            new("shown", Grading.Grader.Shown),
            .. copy.Exercises.Where(e => e.Result is not null).Select(e => new CodeFile(e.Exercise.Id,
                copy.Frame.AnswerFile(AnswerFrame.Class, e.Exercise,
                    bodies.GetValueOrDefault(e) ?? "throw new NotImplementedException();"))),
        ];
        _compiler ??= await AnswerProcess.StartAsync(Options(2L << 30), cancellation);
        try
        {
            return await _compiler.CompileAsync(files, CompileTime, cancellation);
        }
        catch (AnswerLostException e)
        {
            await _compiler.DisposeAsync();
            _compiler = null;
            return new([], [], [new("given", 1, e.Message)]);
        }
    }

    private async Task<CheckResult> RunAsync(StudentExercise e, CompiledCode code, CancellationToken cancellation)
    {
        var limits = new GradingLimits();
        var outcomes = new List<Outcome>();
        try
        {
            var process = await AnswerProcess.StartAsync(Options(limits.Memory), cancellation);
            await using (process)
            {
                await process.LoadAsync(code, limits, cancellation);
                foreach (var check in e.Public.Checks)
                    outcomes.Add(await process.CallAsync(e.Exercise.Method, check.Arguments, e.Result!, limits.Time,
                        cancellation));
            }
        }
        catch (AnswerLostException lost)
        {
            outcomes.Add(new Outcome(null, lost.Message, "lost"));
        }

        return Check.Judge(e.Public, e.Result!, outcomes);
    }

    private SessionOptions Options(long memory) =>
        new() { Folder = _folder, MemoryLimit = memory, OutputLimit = 1_000_000, Worker = worker };

    public async ValueTask DisposeAsync()
    {
        if (_compiler is not null) await _compiler.DisposeAsync();
        FolderRemoval.TryDelete(_folder);
    }
}
