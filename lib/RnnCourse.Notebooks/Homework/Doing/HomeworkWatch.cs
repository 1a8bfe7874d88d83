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
    private readonly string _folder = Scratch.NewFolder();
    private CompilerPool? _compilers;

    /// <summary>Checks the notebook as it is on disk now.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<WatchResult> CheckAsync(CancellationToken cancellation = default)
    {
        var copy = StudentCopy.Load(path);
        var results = copy.Exercises.ToDictionary(e => e.Exercise.Id,
            e => e.Result is null ? null
                : (CheckResult?)new(e.Exercise.Id, ExerciseState.Open, [], null, "not begun.", null, null));
        var begun = copy.Exercises.Where(e => e is { Result: not null, IsBegun: true }).ToList();
        if (begun.Count == 0) return new(Rows(), copy.Problems);
        _compilers ??= new(Options(2L << 30));
        BuiltAnswers built;
        try
        {
            var student = await _compilers.AskAsync((c, limit) => c.DeclaredAsync(copy.Cells, limit, cancellation),
                cancellation);
            built = await new AnswerBuild(copy.Frame, _compilers).RunAsync([.. copy.Exercises
                .Where(e => e.Result is not null).Select(e => (e.Exercise, e.IsBegun ? e.Exercise.Solution : null))],
                student, cancellation);
        }
        catch (AnswerLostException e)
        {
            return new(Rows(), [.. copy.Problems, $"your answers could not be compiled: {e.Message}"]);
        }

        foreach (var e in begun)
            results[e.Exercise.Id] = built.Faults.TryGetValue(e.Exercise.Id, out var fault) ? Fault(e, fault)
                : await RunAsync(e, built, cancellation);
        return new(Rows(), copy.Problems);

        static CheckResult Fault(StudentExercise e, CodeError error) =>
            new(e.Exercise.Id, ExerciseState.Wrong, [], "it compiles",
                $"Line {e.Exercise.Cell.LineInFile(e.Exercise.Before.Split('\n').Length + 1 + error.Line)} "
                    + $"of the notebook: {error.Message}.", null, null);

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
    /// <returns>The file that keeps what was there; empty when nothing was written yet.</returns>
    /// <exception cref="ArgumentException">The notebook has no such exercise.</exception>
    public string Reset(string id)
    {
        var copy = StudentCopy.Load(path);
        var exercise = copy.Exercises.FirstOrDefault(e => e.Exercise.Id == id)
            ?? throw new ArgumentException($"The notebook has no exercise '{id}' that can be reset. It has "
                + $"{string.Join(", ", copy.Exercises.Select(e => e.Exercise.Id))}.");
        if (path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("A Jupyter notebook is not written here: it may be open in Jupyter. Put this "
                + $"between the marks of {id} yourself:\n{exercise.Public.Start}");
        if (!exercise.IsBegun) return "";
        var n = 1;
        string kept;
        do
            kept = Path.ChangeExtension(path, FormattableString.Invariant($".{id}.{n++}.txt"));
        while (File.Exists(kept));
        AtomicFile.Write(kept, exercise.Exercise.Solution + "\n");
        copy.Reset(exercise).Save(path);
        return kept;
    }

    private async Task<CheckResult> RunAsync(StudentExercise e, BuiltAnswers built, CancellationToken cancellation)
    {
        var limits = new GradingLimits();
        var outcomes = new List<Outcome>();
        try
        {
            var process = await AnswerProcess.StartAsync(Options(limits.Memory), cancellation);
            await using (process)
            {
                await process.LoadAsync(built.Code, limits, cancellation);
                foreach (var check in e.Public.Checks)
                {
                    var got = await process.CallAsync(e.Exercise.Method, check.Arguments, e.Result!, limits.Time,
                        cancellation);
                    outcomes.Add(AnswerBuild.Calls(e.Exercise.Id, got.Kind, got.Problem, built.Missing)
                        is { } calls
                        ? new Outcome(null, calls, AnswerBuild.DoesNotCompile) : got);
                }
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
        if (_compilers is not null) await _compilers.DisposeAsync();
        FolderRemoval.TryDelete(_folder);
    }
}
