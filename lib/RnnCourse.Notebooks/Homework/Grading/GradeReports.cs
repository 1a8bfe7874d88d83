using System.Xml;
using System.Xml.Linq;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Writes what a grading found: for the instructor, for each student alone, and for other programs.</summary>
internal static class GradeReports
{
    internal static void Write(string folder, HomeworkSource homework, ClassGrades grades)
    {
        grades.Save(folder);
        Csv.Write(Path.Combine(folder, "grades.csv"), Table(grades));
        Csv.Write(Path.Combine(folder, "canvas.csv"), PlatformReports.Canvas(grades));
        Csv.Write(Path.Combine(folder, "moodle.csv"), PlatformReports.Moodle(grades));
        AtomicFile.Write(Path.Combine(folder, "junit.xml"), JUnit(grades));
        AtomicFile.Write(Path.Combine(folder, "statistics.html"), StatisticsPage.Html(homework, grades));
        var files = StudentNames.Files(grades.Students.Select(s => s.Student));
        foreach (var student in grades.Students)
        {
            var file = files[student.Student];
            AtomicFile.Write(Path.Combine(folder, "feedback", file + ".html"), FeedbackPage.Html(grades, student));
            AtomicFile.Write(Path.Combine(folder, "gradescope", file, "results.json"),
                PlatformReports.Gradescope(student));
        }
    }

    /// <summary>Writes which submissions are alike.</summary>
    internal static void WriteSimilar(string folder, IReadOnlyList<SimilarGroup> groups) =>
        Csv.Write(Path.Combine(folder, SimilarFile), string.Concat(groups.SelectMany((g, i) => g.Students.Select(s =>
            Csv.Row(Number(i + 1), s.Student, s.Like, Number(s.Share))))
            .Prepend(Csv.Row("group", "student", "most like", "share of the code in common"))));

    /// <summary>The file that <see cref="WriteSimilar"/> writes.</summary>
    internal const string SimilarFile = "similar.csv";

    private static string Table(ClassGrades grades)
    {
        var ids = grades.Students.SelectMany(s => s.Exercises.Select(e => e.Id)).Distinct().ToList();
        var text = new StringBuilder(Csv.Row(["student", "id", "email", "score", "of", "before lateness",
            "days late", "waiting", "could not be graded", .. ids, "reasons"]));
        foreach (var student in grades.Students)
            text.Append(Csv.Row([student.Student, student.StudentId ?? "", student.Email ?? "", Number(student.Total),
                Number(student.Points), Number(student.Earned), Number(student.DaysLate),
                string.Join(' ', student.Exercises.Where(e => e.Waiting).Select(e => e.Id)),
                string.Join(' ', student.Exercises.Where(e => e.Ungraded).Select(e => e.Id)),
                .. ids.Select(id => student.Exercises.FirstOrDefault(e => e.Id == id) is { Ungraded: false } e
                    ? Number(e.Earned) : ""),
                string.Join(" | ", Reasons(student))]));
        return text.ToString();
    }

    /// <summary>A reason for every lost point.</summary>
    internal static IEnumerable<string> Reasons(StudentGrade student) =>
        (student.NothingToGrade is { } nothing ? [nothing]
            : student.Exercises.Where(e => e.Earned < e.Points)
                .Select(e => $"{e.Id}: {Why(e)}{(e.Likely is null ? "" : $" (likely: {e.Likely})")}"))
            .Concat(student.Penalty > 0
                ? [FormattableString.Invariant(
                    $"late by {Counted.Of(student.DaysLate, "day")}: −{student.Penalty:0.##%}")] : [])
            .Concat(student.Notes.Where(n => n != student.NothingToGrade).Select(n => "note: " + n));

    internal static string Why(ExerciseGrade e) => (e.Reason ?? "the rubric's points")
        + (e.Comment is null ? "" : $" ({e.Comment})");

    internal static string Number(double x) => x.ToString("0.###", CultureInfo.InvariantCulture);

    private static string JUnit(ClassGrades grades)
    {
        var suites = grades.Students.Select(student =>
        {
            var cases = student.Exercises.SelectMany(e => e.Checks.Count > 0
                ? e.Checks.Select(c => Case(e.Id, c.Name,
                    c.Passed ? null : (c.Reason ?? "") + (e.Likely is null ? "" : $" (likely: {e.Likely})"), null))
                : [Case(e.Id, "answer", e.Earned < e.Points ? Why(e) : null,
                    e.Waiting || e.Ungraded ? Why(e) : null)]).ToList();
            return new XElement("testsuite", new XAttribute("name", Clean(student.Student)),
                new XAttribute("tests", cases.Count),
                new XAttribute("failures", cases.Count(c => c.Element("failure") is not null)),
                new XAttribute("errors", 0),
                new XAttribute("skipped", cases.Count(c => c.Element("skipped") is not null)), cases);
        }).ToList();
        var document = new XDocument(new XElement("testsuites", new XAttribute("name", grades.Homework),
            new XAttribute("tests", suites.Sum(s => (int)s.Attribute("tests")!)),
            new XAttribute("failures", suites.Sum(s => (int)s.Attribute("failures")!)), suites));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + document.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Case(string id, string name, string? failure, string? skipped) =>
        new("testcase", new XAttribute("classname", id), new XAttribute("name", Clean(name)),
        skipped is not null ? new XElement("skipped", new XAttribute("message", Clean(skipped)))
        : failure is null ? null : new XElement("failure", new XAttribute("message", Clean(failure))));

    // What an answer's message may hold and XML may not.
    private static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));
}
