using System.Net;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What a class knows: points, how many solved each exercise, the commonest mistakes, and the checks that
/// nobody passes, which may be wrong themselves. It is for the teacher, and names no student.</summary>
internal static class StatisticsPage
{
    private const int Bars = 10, Commonest = 5;

    private const string Style = """
        :root{color-scheme:light dark;--line:#8886;--bar:#3b6fb6}
        @media (prefers-color-scheme:dark){:root{--bar:#7aa7e6}}
        body{font:16px/1.55 system-ui,"Noto Sans","Noto Sans KR",sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;width:100%}
        th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}td.n,th.n{text-align:right}
        tr.more td{border-bottom:0;padding-bottom:0}td ul{margin:0;padding-left:1.2rem}
        rect{fill:var(--bar)}text{fill:currentColor;font-size:11px}svg{max-width:100%;height:auto}
        """;

    internal static string Html(HomeworkSource homework, ClassGrades grades)
    {
        var handedIn = grades.Students.Where(s => s.NothingToGrade is null && s.Exercises.Count > 0).ToList();
        var totals = handedIn.Select(s => s.Total).Order().ToList();
        var most = handedIn.Select(s => s.Points).DefaultIfEmpty(0).Max();
        var summary = totals.Count == 0 ? "Nobody has handed in anything to grade."
            : string.Create(CultureInfo.InvariantCulture, $"{handedIn.Count} of {grades.Students.Count} students "
                + $"handed in something to grade. Points: mean {totals.Average():0.#}, median {Median(totals):0.#}, "
                + $"lowest {totals[0]:0.#}, highest {totals[^1]:0.#}, of {most:0.#}.");
        var open = handedIn.Sum(s => s.Exercises.Count(e => e.Waiting));
        var lost = handedIn.Sum(s => s.Exercises.Count(e => e.Ungraded));
        if (open + lost > 0)
            summary += $" Not counted yet: {Counted.Of(open, "answer")} to read, {Counted.Of(lost, "part")} that could "
                + "not be graded.";
        return $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
            <title>{Text(grades.Homework)}, statistics</title><style>{Style}</style></head>
            <body><h1>{Text(grades.Title)}: statistics</h1>
            <p>{Text(summary)}</p>
            {Histogram(totals, most)}
            <h2>Exercises</h2>
            <table><tr><th>exercise</th><th class="n">mean points</th><th class="n">of</th><th class="n">all right</th><th class="n">not begun</th></tr>
            {string.Concat(homework.Exercises.Select(e => Exercise(e, handedIn)))}</table>
            {Unpassed(handedIn)}</body></html>

            """.ReplaceLineEndings("\n");
    }

    private static string Exercise(HomeworkExercise exercise, List<StudentGrade> students)
    {
        var grades = students.SelectMany(s => s.Exercises).Where(e => e.Id == exercise.Id && !e.Waiting && !e.Ungraded)
            .ToList();
        if (grades.Count == 0)
            return $"<tr><td>{Text(exercise.Id)}</td><td class=\"n\">–</td><td class=\"n\">{Number(exercise.Points)}"
                + "</td><td class=\"n\">–</td><td class=\"n\">–</td></tr>\n";
        var begun = grades.Count(e => e.Reason?.StartsWith("not begun", StringComparison.Ordinal) == true);
        var mistakes = grades.Where(e => e.Likely is not null).GroupBy(e => e.Likely!)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(Commonest)
            .Select(g => $"<li>{g.Count()} × {Text(g.Key)}</li>").ToList();
        return $"<tr{(mistakes.Count > 0 ? " class=\"more\"" : "")}><td>{Text(exercise.Id)}</td>"
            + $"<td class=\"n\">{Number(grades.Average(e => e.Earned))}</td>"
            + $"<td class=\"n\">{Number(exercise.Points)}</td>"
            + $"<td class=\"n\">{Share(grades.Count(e => e.Earned >= e.Points), grades.Count)}</td>"
            + $"<td class=\"n\">{Share(begun, grades.Count)}</td></tr>\n"
            + (mistakes.Count > 0
                ? $"<tr><td colspan=\"5\">commonest mistakes<ul>{string.Concat(mistakes)}</ul></td></tr>\n" : "");
    }

    private static string Unpassed(List<StudentGrade> students)
    {
        var never = students.SelectMany(s => s.Exercises)
            .SelectMany(e => e.Checks.Select(c => (e.Id, c.Name, c.Passed)))
            .GroupBy(c => (c.Id, c.Name)).Where(g => g.Count() > 1 && !g.Any(c => c.Passed))
            .Select(g => $"<li>{Text(g.Key.Id)}: {Text(g.Key.Name)} ({g.Count()} answers)</li>").ToList();
        return never.Count == 0 ? ""
            : "<h2>Checks that nobody passes</h2>\n<p>Look at these before you blame the class: the check itself may "
                + $"be wrong.</p>\n<ul>{string.Concat(never)}</ul>\n";
    }

    private static string Histogram(List<double> totals, double most)
    {
        if (totals.Count == 0 || most <= 0) return "";
        var counts = new int[Bars];
        foreach (var total in totals) counts[Math.Min(Bars - 1, (int)(total / most * Bars))]++;
        var svg = new StringBuilder("<svg viewBox=\"0 0 640 180\" role=\"img\" aria-label=\"How many students have how "
            + "many points\">");
        for (var i = 0; i < Bars; i++)
        {
            var height = 120.0 * counts[i] / counts.Max();
            svg.Append(string.Create(CultureInfo.InvariantCulture,
                $"<rect x=\"{(i * 64) + 4}\" y=\"{140 - height:0.#}\" width=\"56\" height=\"{height:0.#}\"/>"
                + $"<text x=\"{(i * 64) + 32}\" y=\"{134 - height:0.#}\" text-anchor=\"middle\">{counts[i]}</text>"
                + $"<text x=\"{(i * 64) + 32}\" y=\"158\" text-anchor=\"middle\">{most * i / Bars:0.#}–"
                + $"{most * (i + 1) / Bars:0.#}</text>"));
        }

        return svg.Append("<text x=\"320\" y=\"176\" text-anchor=\"middle\">points (on a border: in the "
            + "bar to the right)</text></svg>").ToString();
    }

    private static double Median(List<double> sorted) =>
        (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;

    private static string Share(int part, int all) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / all:0} %");

    private static string Number(double x) => x.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
