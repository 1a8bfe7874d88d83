using System.Text.Encodings.Web;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Grades as other programs import them. A student who waits for a grade has none there: no platform is told 0
/// for what was not read or could not be graded.</summary>
internal static class PlatformReports
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Canvas's gradebook: the columns it asks for, and one assignment.</summary>
    internal static string Canvas(ClassGrades grades) => string.Concat(grades.Students.Select(s => Csv.Row(
            s.Student, s.PlatformId ?? "", s.StudentId ?? "", s.Email ?? "", "", Final(s)))
        .Prepend(Csv.Row("    Points Possible", "", "", "", "", Number(grades.Students.Select(s => s.Points)
            .DefaultIfEmpty(0).Max())))
        .Prepend(Csv.Row("Student", "ID", "SIS User ID", "SIS Login ID", "Section", grades.Title)));

    /// <summary>Moodle's grading worksheet.</summary>
    internal static string Moodle(ClassGrades grades) => string.Concat(grades.Students.Select(s => Csv.Row(
            s.PlatformId is { } id ? $"Participant {id}" : "", s.Student, s.StudentId ?? "", s.Email ?? "", Final(s),
            Number(s.Points), string.Join("<br>", GradeReports.Reasons(s).Select(System.Net.WebUtility.HtmlEncode))))
        .Prepend(Csv.Row("Identifier", "Full name", "ID number", "Email address", "Grade", "Maximum Grade",
            "Feedback comments")));

    /// <summary>Gradescope's <c>results.json</c>.</summary>
    internal static string Gradescope(StudentGrade student) => JsonSerializer.Serialize(new
    {
        score = student.Total,
        output = string.Join('\n', student.Notes),
        visibility = "visible",
        stdout_visibility = "hidden",
        tests = student.Exercises.Select(e => new
        {
            name = e.Id,
            number = e.Id,
            score = e.Earned,
            max_score = e.Points,
            status = e.Earned >= e.Points ? "passed" : "failed",
            output = e.Earned >= e.Points ? "" : GradeReports.Why(e) + (e.Likely is null ? ""
                : $"\nLikely: {e.Likely}."),
            visibility = "visible",
        }),
    }, Json) + "\n";

    private static string Final(StudentGrade student) =>
        student.Exercises.Any(e => e.Waiting || e.Ungraded) ? "" : Number(student.Total);

    private static string Number(double x) => GradeReports.Number(x);
}
