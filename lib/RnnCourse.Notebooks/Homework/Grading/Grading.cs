namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What a grading is about, beside how answers are run.</summary>
/// <param name="Late">What lateness costs; null for nothing.</param>
/// <param name="Shard">Which slice of the class: number from 1, and of how many; null for all.</param>
/// <param name="Roster">A table of the class; null for none.</param>
public sealed record GradingJob(string Submissions, string Out, LatePolicy? Late, (int Number, int Of)? Shard,
    string? Roster = null);

/// <summary>Grades a class, a slice of it, or one exercise of it again; joins slices.</summary>
public static class ClassGrading
{
    /// <summary>Where results are kept by content, within the folder of grades.</summary>
    public const string CacheFolder = ".grading";

    /// <summary>What grading without a sandbox means.</summary>
    public const string NotKeptIn =
        "answers are not kept in: they can read and change what you can, and use the network.";

    private const string PrintsFile = "prints.json";

    /// <summary>How many submissions a job is about.</summary>
    public static int Count(HomeworkSource homework, GradingJob job) => Chosen(homework, job).Count;

    /// <summary>Grades and writes all reports; only then looks which submissions are alike.</summary>
    /// <param name="only">The one exercise to grade again; the others keep the grades they have.</param>
    /// <param name="note">Hears what the instructor should know.</param>
    public static async Task<ClassGrades> RunAsync(
        HomeworkSource homework, GradingJob job, GradingOptions options, string? only, Action<StudentGrade>? done,
        Action<string>? note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(homework);
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(options);
        note ??= _ => { };
        if (only is not null && homework[only] is null)
            throw new FormatException($"{homework.Name} has no exercise '{only}'. It has "
                + $"{string.Join(", ", homework.Exercises.Select(e => e.Id))}.");
        if (only is not null && !File.Exists(Path.Combine(job.Out, ClassGrades.File)))
            throw new FormatException(
                $"{job.Out} holds no grades yet: grade the class first, then one exercise again.");
        var earlier = only is null ? null : ClassGrades.Load(job.Out).Students.ToDictionary(s => s.Student);
        var submissions = Chosen(homework, job);
        if (submissions.Count == 0)
            note($"{job.Submissions} holds no submissions: nobody was graded.");
        // A slip in a table is told now, not after the class is graded.
        string[] names = [.. All(homework, job).Select(s => s.Student),
            .. earlier is null ? (IEnumerable<string>)[] : earlier.Keys];
        Directory.CreateDirectory(job.Out);
        ManualGrades.Read(job.Out, homework, names);
        var times = Times.Read(job, names, note);
        options = options with
        {
            Cache = options.Cache ?? Path.Combine(job.Out, CacheFolder),
            Hidden = [.. options.Hidden, Path.GetDirectoryName(Path.GetFullPath(homework.Document.Path!))!,
                job.Submissions, job.Out],
        };
        var grader = new Grader(homework, options);
        await using var _ = grader;
        if (grader.Note is { } said) note(said);
        // A student who was not there before has no other grades to keep: all is graded.
        var late = submissions.Where(s => earlier?.ContainsKey(s.Student) == false).ToList();
        IReadOnlyList<StudentGrade> grades =
        [
            .. await grader.GradeAsync([.. submissions.Except(late)], only, only, done, cancellation),
            .. late.Count == 0 ? [] : await grader.GradeAsync(late, null, only, done, cancellation),
        ];
        var owners = submissions.ToDictionary(s => s.Student);
        var students = grades.Select(g => earlier is not null && earlier.TryGetValue(g.Student, out var old)
                ? old with { Exercises = [.. old.Exercises.Select(e => e.Id == only ? g.Exercises[0] : e)] } : g)
            .Select(g => Known(g, owners[g.Student])).Select(times.Apply)
            .OrderBy(g => g.Student, StringComparer.Ordinal);
        var finished = Finish(homework, job.Out, [.. students], [], note);
        times.Tell(finished, note);
        await SimilarAsync(grader, homework, job.Out, submissions, note, cancellation);
        return finished;
    }

    private static StudentGrade Known(StudentGrade grade, HandedIn from) => grade with
    {
        StudentId = from.Enrolled?.Id ?? (from.Enrolled is null ? from.Owner.Id : null),
        Email = from.Enrolled?.Email ?? from.Owner.Email,
        PlatformId = from.Enrolled?.PlatformId ?? from.Owner.Id
    };

    /// <summary>Looks which submissions are alike. The grades are written by now: nothing that goes wrong here costs
    /// any.</summary>
    private static async Task SimilarAsync(Grader grader, HomeworkSource homework, string folder,
        IReadOnlyList<HandedIn> submissions, Action<string> note, CancellationToken cancellation)
    {
        try
        {
            var prints = new SortedDictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
            var known = new Dictionary<(string, string), IReadOnlyList<int>>();
            foreach (var handedIn in submissions.Where(s => s.File is not null))
            {
                var submission = Submission.Read(handedIn.File, handedIn.Problem, homework);
                await submission.CompleteAsync(homework, grader.Compilers, cancellation);
                prints[handedIn.Student] =
                    await Similarity.PrintAsync(homework, submission, known, grader.Compilers, cancellation);
            }

            AtomicFile.Write(Path.Combine(folder, PrintsFile), JsonSerializer.Serialize(prints) + "\n");
            GradeReports.WriteSimilar(folder, Similarity.Find(prints));
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            note($"which submissions are alike could not be found out ({e.Message}); all grades are written.");
        }
    }

    /// <summary>Joins slices that were graded apart.</summary>
    /// <param name="note">Hears what the instructor should know.</param>
    /// <exception cref="FormatException">A slice is of another homework, two hold the same student, or two contradict
    /// each other.</exception>
    public static ClassGrades Merge(HomeworkSource homework, IEnumerable<string> slices, string folder,
        Action<string>? note = null)
    {
        ArgumentNullException.ThrowIfNull(homework);
        note ??= _ => { };
        var all = slices.Select(s => (Folder: s, Grades: ClassGrades.Load(s))).ToList();
        if (all.FirstOrDefault(s => s.Grades.Homework != homework.Name) is { Grades: not null } other)
            throw new FormatException(
                $"{other.Folder} holds grades of {other.Grades.Homework}, not of {homework.Name}.");
        var students = all.SelectMany(s => s.Grades.Students).OrderBy(s => s.Student, StringComparer.Ordinal).ToList();
        if (students.GroupBy(s => s.Student).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"'{twice.Key}' is in more than one of the slices.");
        var merged = Finish(homework, folder, students, [.. all.Select(s => s.Folder)], note);
        var prints = new SortedDictionary<string, IReadOnlyList<int>>(StringComparer.Ordinal);
        foreach (var path in all.Select(s => Path.Combine(s.Folder, PrintsFile)).Where(File.Exists))
            try
            {
                foreach (var (student, print) in
                    JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<int>>>(File.ReadAllText(path)) ?? [])
                    prints[student] = print ?? throw new JsonException();
            }
            catch (JsonException)
            {
                note($"{path} is damaged: which of its submissions are alike is not known; all grades are written. "
                    + "Grade that slice again.");
            }
        AtomicFile.Write(Path.Combine(folder, PrintsFile), JsonSerializer.Serialize(prints) + "\n");
        GradeReports.WriteSimilar(folder, Similarity.Find(prints));
        return merged;
    }

    private static ClassGrades Finish(HomeworkSource homework, string folder, IReadOnlyList<StudentGrade> students,
        IReadOnlyList<string> slices, Action<string> note)
    {
        // Read again: a teacher may have saved the table while the class was graded.
        var manual = ManualGrades.Read(folder, homework, students.Select(s => s.Student), slices);
        var grades = manual.Apply(folder, homework, new(homework.Name, homework.Title, students));
        foreach (var said in manual.Notes) note(said);
        GradeReports.Write(folder, homework, grades);
        return grades;
    }

    private static IReadOnlyList<HandedIn> All(HomeworkSource homework, GradingJob job) =>
        new HandedInFolder(homework, job.Roster is { } roster ? Roster.Read(roster) : null)
            .Find(job.Submissions, [job.Out, .. job.Roster is { } file ? [file] : (string[])[]]);

    private static IReadOnlyList<HandedIn> Chosen(HomeworkSource homework, GradingJob job)
    {
        var all = All(homework, job);
        return job.Shard is not var (number, of) ? all : [.. all.Where((_, i) => i % of == number - 1)];
    }
}
