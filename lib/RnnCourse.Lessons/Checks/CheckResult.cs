using RnnCourse.Figures.Display;
using RnnCourse.Lessons.Exercises;

namespace RnnCourse.Lessons.Checks;

/// <summary>What an instant check of a homework's exercise found.</summary>
/// <param name="Failed">The first check that does not hold, in words; or null.</param>
/// <param name="Message">What was found: the smallest input that fails, what was expected and got.</param>
/// <param name="Likely">The likely mistake in words, or null.</param>
/// <param name="NextHint">How to ask for the next hint; null when nothing failed.</param>
[TypeFormatterSource(typeof(CheckResultFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed record CheckResult(
    string Id, ExerciseState State, IReadOnlyList<string> Passed, string? Failed, string Message, string? Likely,
    string? NextHint)
{
    public override string ToString() => string.Join('\n', Lines());

    internal IEnumerable<string> Lines()
    {
        yield return $"{State switch { ExerciseState.Right => "✓", ExerciseState.Wrong => "✗", _ => "○" }} {Id}: "
            + $"{(Failed is null ? Message : $"not yet. The check '{Failed}' fails.")}";
        if (Failed is not null) yield return $"  {Message}";
        if (Likely is not null) yield return $"  Likely: {Likely}.";
        if (Failed is not null && Passed.Count > 0) yield return $"  These hold: {string.Join(", ", Passed)}.";
        if (NextHint is not null) yield return $"  A hint: {NextHint}";
    }
}

/// <summary>How a <see cref="CheckResult"/> is shown in a notebook.</summary>
public sealed class CheckResultFormatters() : Formatters<CheckResult>(Html)
{
    private static string Html(CheckResult result)
    {
        var lines = result.Lines().ToList();
        return $"<div class=\"rnncourse-exercise\" style=\"border:1px solid;border-radius:6px;padding:.4em .8em\"><p "
            + "style=\"margin:.2em 0\"><strong>{SvgWriter.Escape(lines[0])}</strong></p>"
            + string.Concat(lines.Skip(1).Select(line =>
                $"<p style=\"margin:.2em 0;white-space:pre-wrap\">{SvgWriter.Escape(line.Trim())}</p>")) + "</div>";
    }
}
