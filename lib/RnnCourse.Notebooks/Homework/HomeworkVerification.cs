using RnnCourse.Lessons.Checks;
using RnnCourse.Lessons.Exercises;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework;

/// <summary>What a verification found.</summary>
/// <param name="Faults">What is wrong, in sentences; none when the homework can be handed out.</param>
public sealed record VerificationReport(IReadOnlyList<string> Faults, string Checked);

/// <summary>Tries a homework on its authors: solutions, starting code and known wrong answers.</summary>
public static class HomeworkVerification
{
    /// <summary>Verifies a homework.</summary>
    /// <exception cref="HomeworkException">Something of it does not compile.</exception>
    public static async Task<VerificationReport> RunAsync(
        HomeworkSource homework, GradingOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(homework);
        var faults = new List<string>();
        // The answers are the authors' own.
        var grader = new Grader(homework, options with { Isolation = AnswerIsolation.None });
        await using (grader)
        {
            faults.AddRange(await GradedAsync(grader, homework, e => e.Solution, "the solution", full: true,
                cancellation));
            faults.AddRange(await GradedAsync(grader, homework, e => e.Start, "the untouched starting code",
                full: false, cancellation));
            faults.AddRange(StartCompiles(homework));
            foreach (var exercise in homework.Exercises.Where(e => !e.Manual))
                faults.AddRange(Exercise(homework, grader.Authors, exercise, options.Seed));
            if (PublicFault(homework, grader.Authors) is { } fault)
                faults.Add($"{fault}: run 'course homework verify {homework.Name} --write'");
        }

        var graded = homework.Exercises.Where(e => !e.Manual).ToList();
        return new(faults, string.Create(CultureInfo.InvariantCulture,
            $"{Counted.Of(homework.Exercises.Count, "exercise")}, {Counted.Of(homework.Points, "point")}, "
                + $"{Counted.Of(graded.Sum(e => e.Hidden.Graded.Count()), "hidden check")}, "
                + $"{Counted.Of(graded.Sum(e => e.Hidden.Wrongs.Count), "wrong answer")}"));
    }

    private static async Task<IReadOnlyList<string>> GradedAsync(
        Grader grader, HomeworkSource homework, Func<HomeworkExercise, string> answer, string what, bool full,
        CancellationToken cancellation)
    {
        var text = homework.Exercises.Aggregate(StudentNotebook.Of(homework), (document, e) =>
            document.WithText(e.Cell.Index, StudentNotebook.Cell(e, answer(e))));
        var file =
            Path.Combine(Directory.CreateTempSubdirectory("rnncourse-verify-").FullName, homework.FileName + ".dib");
        try
        {
            text.Save(file);
            var submission = Submission.Read(file, null, homework);
            var grades = await grader.GradeAsync(homework.Exercises, submission, "1", known: _ => false,
                cancellation);
            return [.. submission.Notes.Select(note => $"{what}: {note}"),
                .. grades.Where(g => !g.Waiting && g.Earned != (full ? g.Points : 0)).Select(g =>
                    FormattableString.Invariant(
                        $"{g.Id}: {what} earns {g.Earned} of {Counted.Of(g.Points, "point")}; {g.Reason}"))];
        }
        finally
        {
            FolderRemoval.TryDelete(Path.GetDirectoryName(file)!);
        }
    }

    private static IEnumerable<string> StartCompiles(HomeworkSource homework)
    {
        var graded = homework.Exercises.Where(e => !e.Manual).ToList();
        var code = AnswerCompiler.Compile(
            [new("given", homework.Frame.GivenFile(AnswerFrame.Class)),
                .. graded.Select(e => new CodeFile(e.Id, homework.Frame.AnswerFile(AnswerFrame.Class, e, e.Start)))]);
        return code.Errors.Select(e => $"{e.File}: the starting code does not compile: {e.Message}");
    }

    private static IEnumerable<string> Exercise(HomeworkSource homework, AuthorsCode authors, HomeworkExercise exercise,
        int seed)
    {
        var checks = exercise.Hidden.Graded.ToList();
        var cases = checks.Select(c => authors.Case(exercise, c, FormattableString.Invariant($"{seed}"))).ToList();
        var patterns = new Dictionary<string, string>();
        foreach (var (wrong, w) in exercise.Hidden.Wrongs.Select((x, i) => (x, i)))
        {
            HomeworkException Located(string message) => new(AuthorsCode.HiddenPath(homework), wrong.Line, message);
            var grade = Judging.Judge(exercise, cases, [.. cases.Select(c => c.Mistakes[w].Outcome)], []);
            patterns[wrong.Name] = string.Concat(grade.Checks.Select(c => c.Passed ? '+' : '-'));
            if (grade.Reason is null)
                yield return Located(
                    $"{exercise.Id}: the wrong answer '{wrong.Name}' passes every hidden check").Message;
            else if (grade.Likely != wrong.Says)
                yield return Located(
                    $"{exercise.Id}: the wrong answer '{wrong.Name}' is told '{grade.Likely ?? "nothing"}' "
                        + $"({patterns[wrong.Name]})").Message;
            if (PublicFault(authors, exercise, w) is { } fault)
                yield return Located(
                    $"{exercise.Id}: the student's check of the wrong answer '{wrong.Name}' {fault}").Message;
        }

        for (var c = 0; c < checks.Count; c++)
        {
            // Without the check, are as many kinds of answers told apart, the right one among them?
            var all = patterns.Values.Append(new string('+', checks.Count)).ToList();
            if (all.Distinct().Count() == all.Select(p => p.Remove(c, 1)).Distinct().Count())
                yield return new HomeworkException(AuthorsCode.HiddenPath(homework), checks[c].Line,
                    $"{exercise.Id}: the check '{checks[c].Name}' is not needed: no wrong answer is told "
                        + "from another, or from the solution, by it "
                        + $"({string.Join(", ", patterns.Select(p => $"{p.Key} {p.Value}"))})").Message;
        }
    }

    /// <summary>What the student's own check says of a wrong answer, if it is not the diagnosis; null when all is well,
    /// or the wrong answer passes it.</summary>
    private static string? PublicFault(AuthorsCode authors, HomeworkExercise exercise, int wrong)
    {
        var cases = exercise.Hidden.Checks.Where(c => c.Public).Select(c => authors.Case(exercise, c, "public"));
        var result = Check.Judge(
            StudentNotebook.Public(authors, exercise), authors.Types(exercise).Result,
            cases.Select(c => c.Mistakes[wrong].Outcome));
        return result.State == ExerciseState.Wrong && result.Likely != exercise.Hidden.Wrongs[wrong].Says
            ? $"says '{result.Likely ?? "nothing"}'" : null;
    }

    /// <summary>What is wrong with the public checks beside the notebook, or null.</summary>
    private static string? PublicFault(HomeworkSource homework, AuthorsCode authors)
    {
        if (!File.Exists(homework.ChecksPath))
            return $"the public checks, {Path.GetFileName(homework.ChecksPath)}, are not there";
        try
        {
            var known = CheckFile.Read(homework.ChecksPath).ToJson();
            return SameJson(JsonNode.Parse(StudentNotebook.PublicJson(homework, authors)), JsonNode.Parse(known)) ? null
                : $"the public checks, {Path.GetFileName(homework.ChecksPath)}, are not those of the notebook";
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whether two texts say the same up to the rounding of another processor.</summary>
    private static bool SameJson(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (JsonObject x, JsonObject y) =>
            x.Count == y.Count && x.All(p => y.TryGetPropertyValue(p.Key, out var other) && SameJson(p.Value, other)),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(p => SameJson(p.First, p.Second)),
        (JsonValue x, JsonValue y) when x.TryGetValue<double>(out var p) && y.TryGetValue<double>(out var q) =>
            Math.Abs(p - q) <= 1e-9 * Math.Max(1e-3, Math.Abs(q)),
        _ => JsonNode.DeepEquals(a, b),
    };
}
