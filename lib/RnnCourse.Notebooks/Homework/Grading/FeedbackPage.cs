using System.Net;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>A student's own page: nothing of anybody else is in it.</summary>
internal static class FeedbackPage
{
    private const string Style = """
        :root{color-scheme:light dark;--line:#8886;--good:#0a7a3d;--bad:#b3261e}
        @media (prefers-color-scheme:dark){:root{--good:#5fd38d;--bad:#ff8a80}}
        body{font:16px/1.55 system-ui,"Noto Sans","Noto Sans KR",sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem;margin:0}.sum{font-size:1.25rem;margin:.3rem 0 1.5rem}
        section{border-top:1px solid var(--line);padding:.8rem 0}h2{font-size:1.05rem;margin:0;display:flex;justify-content:space-between}
        ul{list-style:none;padding:0;margin:.4rem 0}.good{color:var(--good)}.bad{color:var(--bad)}p{margin:.4rem 0}.likely{font-weight:600}.comment{white-space:pre-line}
        """;

    internal static string Html(ClassGrades grades, StudentGrade student)
    {
        var body = new StringBuilder(student.NothingToGrade is { } nothing
            ? $"<section><p class=\"bad\">{Text(Sentence(nothing))}</p></section>\n" : "");
        foreach (var e in student.NothingToGrade is null ? student.Exercises : [])
        {
            body.Append($"<section><h2><span>{Text(e.Id)}</span><span>"
                + $"{(e.Ungraded ? "?" : Number(e.Earned))} of {Number(e.Points)}</span></h2>");
            if (e.Checks.Count > 0)
                body.Append($"<ul>{string.Concat(e.Checks.Select(Check))}</ul>");
            else if (e.Reason is not null)
                body.Append($"<p class=\"{(e.Waiting ? "" : "bad")}\">{Text(Sentence(e.Reason))}</p>");
            if (e.Comment is not null) body.Append($"<p class=\"comment\">{Text(e.Comment)}</p>");
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
        var waiting = (student.Exercises.Any(e => e.Waiting) ? ", one part still waiting to be read" : "")
            + (student.Exercises.Any(e => e.Ungraded)
                ? ", without what could not be graded: your teacher has been told" : "");
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
