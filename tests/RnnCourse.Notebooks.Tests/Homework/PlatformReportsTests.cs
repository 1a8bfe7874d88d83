using System.Text.Json;
using RnnCourse.Notebooks.Homework.Grading;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>No platform is told a grade that nobody gave.</summary>
public sealed class PlatformReportsTests
{
    private static readonly ExerciseGrade Right = new("h2.output", 3, 3, [], null, null);

    private static readonly ExerciseGrade Lost =
        new("h2.delta", 6, 0, [], "could not be graded: it was killed", null) { Ungraded = true };

    private static readonly ExerciseGrade Read =
        new("h2.words", 3, 0, [], "waiting to be read", null) { Waiting = true };

    private static StudentGrade Of(params ExerciseGrade[] exercises) => new("Anna", exercises, [], null);

    [Fact]
    public void A_lost_part_has_no_score_on_Gradescope_and_the_whole_says_that_it_is_not_final()
    {
        using var json = JsonDocument.Parse(PlatformReports.Gradescope(Of(Right, Lost, Read)));
        var root = json.RootElement;
        var tests = root.GetProperty("tests").EnumerateArray().ToList();
        Assert.All(tests.Skip(1), test =>
        {
            Assert.False(test.TryGetProperty("score", out _));
            Assert.False(test.TryGetProperty("status", out _));
        });
        Assert.Equal("could not be graded: it was killed", tests[1].GetProperty("output").GetString());
        Assert.Equal((3.0, "passed"), (tests[0].GetProperty("score").GetDouble(),
            tests[0].GetProperty("status").GetString()));
        // The format asks for a score of the whole where a test has none.
        Assert.Equal(3, root.GetProperty("score").GetDouble());
        var output = root.GetProperty("output").GetString();
        Assert.Contains("Not final: h2.delta could not be graded", output, StringComparison.Ordinal);
        Assert.Contains("run the autograder again", output, StringComparison.Ordinal);
        Assert.Contains("Not counted yet: h2.words", output, StringComparison.Ordinal);
        Assert.Equal("h2.delta", root.GetProperty("extra_data").GetProperty("not_graded")[0].GetString());
    }

    [Fact]
    public void Where_nothing_could_be_graded_Gradescope_is_told_no_score_at_all()
    {
        using var json = JsonDocument.Parse(PlatformReports.Gradescope(Of(Lost, Read)));
        Assert.False(json.RootElement.TryGetProperty("score", out _));
        Assert.DoesNotContain(json.RootElement.GetProperty("tests").EnumerateArray(),
            test => test.TryGetProperty("score", out _));
    }

    [Fact]
    public void Canvas_and_Moodle_have_an_empty_cell_for_who_waits_for_a_grade()
    {
        var grades = new ClassGrades("H2", "Homework 2", [Of(Right, Lost), Of(Right) with { Student = "Ben" }]);
        var canvas = Csv.Rows(PlatformReports.Canvas(grades)).Select(r => r.Cells).ToList();
        Assert.Equal(["", "3"], canvas.Skip(2).Select(row => row[^1]));
        var moodle = Csv.Rows(PlatformReports.Moodle(grades)).Select(r => r.Cells).ToList();
        var grade = moodle[0].ToList().IndexOf("Grade");
        Assert.Equal(["", "3"], moodle.Skip(1).Select(row => row[grade]));
    }

    // What mod/assign/feedback/offline/importlib.php of Moodle asks for, and how it finds the student.
    [Fact]
    public void Moodle_finds_the_columns_that_it_asks_for_and_the_number_of_each_student()
    {
        var grades = new ClassGrades("H2", "Homework 2", [Of(Right) with { PlatformId = "12345" }]);
        var rows = Csv.Rows(PlatformReports.Moodle(grades)).Select(r => r.Cells).ToList();
        foreach (var column in (string[])["Identifier", "Grade", "Last modified (grade)", "Feedback comments"])
            Assert.Single(rows[0], column);
        Assert.Equal("Participant 12345", rows[1][rows[0].ToList().IndexOf("Identifier")]);
        Assert.Equal("-", rows[1][rows[0].ToList().IndexOf("Last modified (grade)")]);
        Assert.Contains(",-,", PlatformReports.Moodle(grades), StringComparison.Ordinal);
        Assert.NotEqual(0, rows[0].ToList().IndexOf("Feedback comments"));
    }

    // What lib/gradebook_importer.rb of Canvas asks for: "Student" first, then "ID", the two SIS columns side by side,
    // "Section" the last before the assignments; a second row with the points possible.
    [Fact]
    public void Canvas_takes_the_header_and_the_row_of_points()
    {
        var grades = new ClassGrades("H2", "Homework 2; part 1",
            [Of(Right) with { PlatformId = "777", StudentId = "S1", Email = "anna@example.org" }]);
        var rows = Csv.Rows(PlatformReports.Canvas(grades)).Select(r => r.Cells).ToList();
        Assert.Equal(["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework 2; part 1"], rows[0]);
        Assert.Equal(("Points Possible", "3"), (rows[1][0].Trim(), rows[1][^1]));
        Assert.Equal(["Anna", "777", "S1", "anna@example.org", "", "3"], rows[2]);
        // Canvas takes semicolons for separators where they make more cells, the same number in each of three lines.
        Assert.All(rows, row => Assert.Equal(6, row.Count));
    }
}
