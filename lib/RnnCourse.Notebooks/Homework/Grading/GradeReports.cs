using System.Net;
using System.Text.Encodings.Web;
using System.Xml;
using System.Xml.Linq;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Writes what a grading found: for the instructor, for each student alone, and for other programs.</summary>
internal static class GradeReports
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void Write(string folder, ClassGrades grades, IReadOnlyList<SimilarPair>? similar)
    {
        grades.Save(folder);
        Csv.Write(Path.Combine(folder, "grades.csv"), Table(grades));
        AtomicFile.Write(Path.Combine(folder, "junit.xml"), JUnit(grades));
        if (similar is not null)
            Csv.Write(Path.Combine(folder, "similar.csv"),
                string.Concat(similar.Select(p => Csv.Row(p.First, p.Second, Number(p.Share)))
                    .Prepend(Csv.Row("first", "second", "share of the code in common"))));
        foreach (var student in grades.Students)
        {
            AtomicFile.Write(Path.Combine(folder, "feedback", SafeName(student.Student) + ".html"),
                FeedbackPage.Html(grades, student));
            AtomicFile.Write(Path.Combine(folder, "gradescope", SafeName(student.Student), "results.json"),
                Gradescope(student));
        }
    }

    /// <summary>A student's name as a file's: letters of any script stay.</summary>
    internal static string SafeName(string student)
    {
        var name = string.Concat(student.Select(c =>
            char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ' or '(' or ')' ? c : '_')).Trim('.', ' ');
        return name.Length > 0 ? name : "_";
    }

    private static string Table(ClassGrades grades)
    {
        var ids = grades.Students.SelectMany(s => s.Exercises.Select(e => e.Id)).Distinct().ToList();
        var text = new StringBuilder(Csv.Row(["student", "score", "of", "before lateness", "days late", "waiting",
            .. ids, "reasons"]));
        foreach (var student in grades.Students)
            text.Append(Csv.Row([student.Student, Number(student.Total), Number(student.Points), Number(student.Earned),
                Number(student.DaysLate),
                string.Join(' ', student.Exercises.Where(e => e.Waiting).Select(e => e.Id)),
                .. ids.Select(id => student.Exercises.FirstOrDefault(e => e.Id == id) is { } e ? Number(e.Earned) : ""),
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

    private static string Why(ExerciseGrade e) => e.Reason ?? "the rubric's points";

    private static string Number(double x) => x.ToString("0.###", CultureInfo.InvariantCulture);

    private static string JUnit(ClassGrades grades)
    {
        var suites = grades.Students.Select(student =>
        {
            var cases = student.Exercises.SelectMany(e => e.Checks.Count > 0
                ? e.Checks.Select(c => Case(e.Id, c.Name,
                    c.Passed ? null : (c.Reason ?? "") + (e.Likely is null ? "" : $" (likely: {e.Likely})"), false))
                : [Case(e.Id, "answer", e.Earned < e.Points ? Why(e) : null, e.Waiting)]).ToList();
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

    private static XElement Case(string id, string name, string? failure, bool waiting) =>
        new("testcase", new XAttribute("classname", id), new XAttribute("name", Clean(name)),
        waiting ? new XElement("skipped", new XAttribute("message", "waiting to be read"))
        : failure is null ? null : new XElement("failure", new XAttribute("message", Clean(failure))));

    // What an answer's message may hold and XML may not.
    private static string Clean(string text) => string.Concat(text.Where(XmlConvert.IsXmlChar));

    private static string Gradescope(StudentGrade student) => JsonSerializer.Serialize(new
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
            output = e.Earned >= e.Points ? "" : Why(e) + (e.Likely is null ? "" : $"\nLikely: {e.Likely}."),
            visibility = "visible",
        }),
    }, Json) + "\n";
}

/// <summary>A student's own page: nothing of anybody else is in it.</summary>
internal static class FeedbackPage
{
    private const string Style = """
        :root{color-scheme:light dark;--line:#8886;--good:#0a7a3d;--bad:#b3261e}
        @media (prefers-color-scheme:dark){:root{--good:#5fd38d;--bad:#ff8a80}}
        body{font:16px/1.55 system-ui,"Noto Sans","Noto Sans KR",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem;margin:0}.sum{font-size:1.25rem;margin:.3rem 0 1.5rem}
        section{border-top:1px solid var(--line);padding:.8rem 0}h2{font-size:1.05rem;margin:0;display:flex;justify-content:space-between}
        ul{list-style:none;padding:0;margin:.4rem 0}.good{color:var(--good)}.bad{color:var(--bad)}p{margin:.4rem 0}.likely{font-weight:600}
        """;

    internal static string Html(ClassGrades grades, StudentGrade student)
    {
        var body = new StringBuilder(student.NothingToGrade is { } nothing
            ? $"<section><p class=\"bad\">{Text(Sentence(nothing))}</p></section>\n" : "");
        foreach (var e in student.NothingToGrade is null ? student.Exercises : [])
        {
            body.Append($"<section><h2><span>{Text(e.Id)}</span><span>{Number(e.Earned)} of "
                + $"{Number(e.Points)}</span></h2>");
            if (e.Checks.Count > 0)
                body.Append($"<ul>{string.Concat(e.Checks.Select(Check))}</ul>");
            else if (e.Reason is not null)
                body.Append($"<p class=\"{(e.Waiting ? "" : "bad")}\">{Text(Sentence(e.Reason))}</p>");
            if (e.Likely is not null) body.Append($"<p class=\"likely\">Likely: {Text(e.Likely)}.</p>");
            body.Append("</section>\n");
        }

        var said = student.Notes.Where(note => note != student.NothingToGrade).ToList();
        var notes = said.Count == 0 ? ""
            : "<section><h2>Your "
                + $"notebook</h2><ul>{string.Concat(said.Select(n =>
                    $"<li>{Text(Sentence(n))}</li>"))}</ul></section>\n";
        var late = student.Penalty > 0
            ? string.Create(CultureInfo.InvariantCulture,
                $" ({Number(student.Earned)} less {student.Penalty:0.##%} for being "
                    + $"{Counted.Of(student.DaysLate, "day")} late)") : "";
        var waiting = student.Exercises.Any(e => e.Waiting) ? ", one part still waiting to be read" : "";
        return $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{Text(grades.Homework)}, feedback for {Text(student.Student)}</title><style>{Style}</style></head>
            <body><h1>{Text(grades.Title)}</h1>
            <p>Feedback for {Text(student.Student)}</p>
            <p class="sum">{Number(student.Total)} of {Counted.Of(student.Points, "point")}{late}{waiting}</p>
            {body}{notes}</body></html>

            """.ReplaceLineEndings("\n");
    }

    private static string Check(CheckGrade check) => check.Passed
        ? $"<li class=\"good\">✓ {Text(check.Name)}</li>"
        : $"<li class=\"bad\">✗ {Text(check.Name)} (−{Number(check.Points - check.Earned)}): "
            + $"{Text(check.Reason ?? "")}</li>";

    // An exercise's name, such as h5.mask, stays as it is written.
    private static string Sentence(string text) => text.Length == 0 ? text
        : (text.Split(' ')[0].Contains('.', StringComparison.Ordinal) ? text
            : char.ToUpperInvariant(text[0]) + text[1..]) + (text.EndsWith('.') || text.EndsWith('?') ? "" : ".");

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(double x) => x.ToString("0.##", CultureInfo.InvariantCulture);
}
