using System.Text.Encodings.Web;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Grades as other programs import them. A student who waits for a grade has none there: no platform is told 0
/// for what was not read or could not be graded.</summary>
internal static class PlatformReports
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull
    };

    /// <summary>Canvas's gradebook: the columns it asks for, and one assignment.</summary>
    internal static string Canvas(ClassGrades grades) => string.Concat(grades.Students.Select(s => Csv.Row(
            s.Student, s.PlatformId ?? "", s.StudentId ?? "", s.Email ?? "", "", Final(s)))
        .Prepend(Csv.Row("    Points Possible", "", "", "", "", Number(grades.Students.Select(s => s.Points)
            .DefaultIfEmpty(0).Max())))
        .Prepend(Csv.Row("Student", "ID", "SIS User ID", "SIS Login ID", "Section", grades.Title)));

    /// <summary>Moodle's grading worksheet: the columns without which Moodle refuses it (Identifier, Grade, and when
    /// the grade was last changed, where "-" is what Moodle itself writes for never), and those that a person
    /// reads.</summary>
    internal static string Moodle(ClassGrades grades) => string.Concat(grades.Students.Select(s => Csv.Row(
            s.PlatformId is { } id ? $"Participant {id}" : "", s.Student, s.StudentId ?? "", s.Email ?? "", Final(s),
            Number(s.Points), "-",
            string.Join("<br>", GradeReports.Reasons(s).Select(System.Net.WebUtility.HtmlEncode))))
        .Prepend(Csv.Row("Identifier", "Full name", "ID number", "Email address", "Grade", "Maximum Grade",
            "Last modified (grade)", "Feedback comments")));

    /// <summary>Gradescope's <c>results.json</c>. A part without a grade has no score there, as the format allows where
    /// the whole has one; where nothing has a grade, the whole has none either, and Gradescope reports a failed
    /// run.</summary>
    internal static string Gradescope(StudentGrade student) => JsonSerializer.Serialize(new
    {
        score = student.Exercises.Any(e => e.Ungraded) && student.Exercises.All(NoGrade) ? (double?)null
            : student.Total,
        output = string.Join('\n', NotCounted(student).Concat(student.Notes)),
        visibility = "visible",
        stdout_visibility = "hidden",
        extra_data = new { not_graded = student.Exercises.Where(e => e.Ungraded).Select(e => e.Id) },
        tests = student.Exercises.Select(e => new
        {
            name = e.Id,
            number = e.Id,
            score = NoGrade(e) ? (double?)null : e.Earned,
            max_score = e.Points,
            status = NoGrade(e) ? null : e.Earned >= e.Points ? "passed" : "failed",
            output = e.Earned >= e.Points ? "" : GradeReports.Why(e) + (e.Likely is null ? ""
                : $"\nLikely: {e.Likely}."),
            visibility = "visible",
        }),
    }, Json) + "\n";

    private static IEnumerable<string> NotCounted(StudentGrade student)
    {
        var lost = student.Exercises.Where(e => e.Ungraded).Select(e => e.Id).ToList();
        if (lost.Count > 0)
            yield return $"Not final: {string.Join(", ", lost)} could not be graded, by no fault of the answer, and "
                + "the score does not count what it is worth. Teacher: run the autograder again.";
        var waiting = student.Exercises.Where(e => e.Waiting).Select(e => e.Id).ToList();
        if (waiting.Count > 0)
            yield return $"Not counted yet: {string.Join(", ", waiting)}, which a person reads.";
    }

    private static bool NoGrade(ExerciseGrade e) => e.Waiting || e.Ungraded;

    private static string Final(StudentGrade student) =>
        student.Exercises.Any(NoGrade) ? "" : Number(student.Total);

    private static string Number(double x) => GradeReports.Number(x);
}
