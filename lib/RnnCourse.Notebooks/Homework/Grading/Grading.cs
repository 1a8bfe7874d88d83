namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What a grading is about, beside how answers are run.</summary>
/// <param name="Late">What lateness costs; null for nothing.</param>
/// <param name="Shard">Which slice of the class: number from 1, and of how many; null for all.</param>
public sealed record GradingJob(string Submissions, string Out, LatePolicy? Late, (int Number, int Of)? Shard);

/// <summary>Grades a class, a slice of it, or one exercise of it again; joins slices.</summary>
public static class ClassGrading
{
    /// <summary>Where results are kept by content, within the folder of grades.</summary>
    public const string CacheFolder = ".grading";

    /// <summary>How many submissions a job is about.</summary>
    public static int Count(HomeworkSource homework, GradingJob job) => Chosen(homework, job).Count;

    /// <summary>Grades and writes all reports.</summary>
    /// <param name="only">The one exercise to grade again; the others keep the grades they have.</param>
    /// <param name="note">Hears what the instructor should know.</param>
    public static async Task<ClassGrades> RunAsync(
        HomeworkSource homework, GradingJob job, GradingOptions options, string? only, Action<StudentGrade>? done,
        Action<string>? note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(homework);
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(options);
        if (only is not null && homework[only] is null)
            throw new FormatException($"{homework.Name} has no exercise '{only}'. It has "
                + $"{string.Join(", ", homework.Exercises.Select(e => e.Id))}.");
        Directory.CreateDirectory(job.Out);
        ManualGrades.Read(job.Out, homework); // a slip in it is told now, not after the class is graded
        var earlier = only is null ? null : ClassGrades.Load(job.Out).Students.ToDictionary(s => s.Student);
        options = options with
        {
            Cache = options.Cache ?? Path.Combine(job.Out, CacheFolder),
            Hidden = [.. options.Hidden, Path.GetDirectoryName(Path.GetFullPath(homework.Document.Path!))!,
                job.Submissions, job.Out],
        };
        var submissions = Chosen(homework, job);
        var grader = new Grader(homework, options);
        await using var _ = grader;
        if (grader.Note is { } said) note?.Invoke(said);
        var times = LatePolicy.Times(job.Submissions);
        var grades = await grader.GradeAsync(submissions, only, done, cancellation);
        var students = grades.Select(g => earlier is not null && earlier.TryGetValue(g.Student, out var old)
                ? old with { Exercises = [.. old.Exercises.Select(e => e.Id == only ? g.Exercises[0] : e)] } : g)
            .Select(g => g with
            {
                HandedIn = times.TryGetValue(g.Student, out var time) ? time : job.Late is null ? null : g.HandedIn
            })
            .Select(g => job.Late?.Apply(g) ?? g);
        var read = submissions.Select(s => (s.Student, Submission.Read(s.File, s.Problem, homework))).ToList();
        return Finish(homework, job.Out, [.. students], Similarity.Find(homework, read));
    }

    /// <summary>Joins slices that were graded apart.</summary>
    /// <exception cref="FormatException">A slice is of another homework, or two hold the same student.</exception>
    public static ClassGrades Merge(HomeworkSource homework, IEnumerable<string> slices, string folder)
    {
        ArgumentNullException.ThrowIfNull(homework);
        var all = slices.Select(s => (Folder: s, Grades: ClassGrades.Load(s))).ToList();
        if (all.FirstOrDefault(s => s.Grades.Homework != homework.Name) is { Grades: not null } other)
            throw new FormatException(
                $"{other.Folder} holds grades of {other.Grades.Homework}, not of {homework.Name}.");
        var students = all.SelectMany(s => s.Grades.Students).OrderBy(s => s.Student, StringComparer.Ordinal).ToList();
        if (students.GroupBy(s => s.Student).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new FormatException($"'{twice.Key}' is in more than one of the slices.");
        return Finish(homework, folder, students, null);
    }

    private static ClassGrades Finish(HomeworkSource homework, string folder, IReadOnlyList<StudentGrade> students,
        IReadOnlyList<SimilarPair>? similar)
    {
        var grades = ManualGrades.Merge(folder, homework, new(homework.Name, homework.Title, students));
        GradeReports.Write(folder, grades, similar);
        return grades;
    }

    private static IReadOnlyList<HandedIn> Chosen(HomeworkSource homework, GradingJob job)
    {
        var all = Submission.InFolder(job.Submissions, homework);
        return job.Shard is not var (number, of) ? all : [.. all.Where((_, i) => i % of == number - 1)];
    }
}
