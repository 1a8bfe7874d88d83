using RnnCourse.Notebooks.Homework.Grading;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The page that tells a teacher what the class knows.</summary>
public sealed class StatisticsPageTests
{
    private static ExerciseGrade Output(double earned, string? likely, bool hardPasses = false) => new("h2.output", 3,
        earned, [new("easy", earned > 0, 1, null), new("hard", hardPasses, 2, null)],
        earned < 3 ? "the check 'hard' fails" : null, likely);

    private static readonly ExerciseGrade Lost =
        new("h2.delta", 6, 0, [], "could not be graded: it was killed", null) { Ungraded = true };

    private static readonly ExerciseGrade NotBegun =
        new("h2.delta", 6, 0, [], "not begun: the starting code is unchanged", null);

    private static string Page(params ExerciseGrade[][] students) => StatisticsPage.Html(Homeworks.Load("H2"),
        new("H2", "Homework 2", [.. students.Select((e, i) => new StudentGrade($"Student {i}", e, [], null))]));

    [Fact]
    public void Shares_mistakes_and_checks_that_nobody_passes_are_counted_without_what_was_lost()
    {
        var page = Page([Output(1, "the sign is wrong"), Lost], [Output(1, "the sign is wrong"), NotBegun],
            [Output(0, "Whh < 0"), NotBegun with { Earned = 6, Reason = null }]);

        Assert.Contains("3 of 3 students handed in something", page, StringComparison.Ordinal);
        Assert.Contains("1 part that could not be graded", page, StringComparison.Ordinal);
        Assert.Contains("<li>2 × the sign is wrong</li><li>1 × Whh &lt; 0</li>", page, StringComparison.Ordinal);
        // Of two with a grade one is right and one not begun; who was lost counts for neither.
        Assert.Contains("<td>h2.delta</td><td class=\"n\">3</td><td class=\"n\">6</td><td class=\"n\">50 %</td>"
            + "<td class=\"n\">50 %</td>", page, StringComparison.Ordinal);
        Assert.Contains("Checks that nobody passes", page, StringComparison.Ordinal);
        Assert.Contains("<li>h2.output: hard (3 answers)</li>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Student 0", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_class_and_a_class_without_mistakes_have_a_page()
    {
        Assert.Contains("Nobody has handed in anything", Page(), StringComparison.Ordinal);
        var page = Page([Output(3, null, hardPasses: true)]);
        Assert.DoesNotContain("commonest mistakes", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Checks that nobody passes", page, StringComparison.Ordinal);
    }
}
