using RnnCourse.Lessons.Exercises;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Doing;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>What the watch calls right, the grade calls right; what is wrong has the true reason in both.</summary>
public sealed class SameVerdictTests : IDisposable
{
    private const string Id = "h2.delta";
    private readonly TemporaryFolder _folder = new();
    private readonly HomeworkSource _homework = Homeworks.Load("H2");

    private string With(string cell, Func<string, string> edit) => Homeworks.Text(_homework, e => e.Manual ? null
        : e.Id == Id ? edit(e.Solution) : e.Solution) + (cell.Length > 0 ? "\n#!csharp\n\n" + cell + "\n" : "");

    private async Task<(ExerciseGrade Grade, string Watched)> JudgeAsync(string text, string id = Id)
    {
        var submissions = Directory.CreateDirectory(Path.Combine(_folder.Path, "submissions")).FullName;
        var notebook = Path.Combine(submissions, "anna.dib");
        File.WriteAllText(notebook, text);
        var grades = await ClassGrading.RunAsync(_homework, new(submissions, Path.Combine(_folder.Path, "grades"), null,
            null), Homeworks.Options, null, null, null, TestContext.Current.CancellationToken);
        // The checks lie above, as they lie beside a student's notebook.
        File.Copy(_homework.ChecksPath, Path.Combine(_folder.Path, Path.GetFileName(_homework.ChecksPath)), true);
        var watch = new HomeworkWatch(notebook, Run.Worker);
        await using (watch)
        {
            var result = await watch.CheckAsync(TestContext.Current.CancellationToken);
            var check = result.Exercises.Single(e => e.Id == id).Check!;
            return (grades.Students[0].Exercises.Single(e => e.Id == id),
                check.State == ExerciseState.Right ? "" : check.ToString());
        }
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("static Mat<double> Copy(Mat<double> m) => m.Clone();", "_ = Copy(new double[,] { { 1 } });\n")]
    [InlineData("using static System.Math;", "_ = Abs(-1.0);\n")]
    [InlineData("using System.Diagnostics;", "Debug.Assert(true);\n")]
    [InlineData("record Pair(int A, int B);", "_ = new Pair(1, 2);\n")]
    [InlineData("const double Half = 0.5;", "_ = Half;\n")]
    public async Task A_helper_in_a_cell_of_its_own_is_taken(string cell, string use)
    {
        var (grade, watched) = await JudgeAsync(With(cell, solution => use + solution));
        Assert.Equal("", watched);
        Assert.Null(grade.Reason);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("var eps = 1e-5;", "_ = eps;", "eps")]
    [InlineData("Func<double, double> Slope = s => 1 - s * s;", "_ = Slope(0.5);", "Slope")]
    // These need a variable of a cell: they cannot be taken out of it.
    [InlineData("double one = 1;\nMat<double> Slope(Mat<double> h) => h.Map(s => one - s * s);",
        "_ = Slope(s[0]);", "Slope")]
    [InlineData("double one = 1;\nstatic Mat<double> Slope(this Mat<double> h) => h.Map(s => one - s * s);",
        "_ = s[0].Slope();", "Slope")]
    [InlineData("double one = 1;\nrecord Pair(int A) { double B => one; }", "_ = new Pair(1);", "Pair")]
    public async Task What_another_cell_declares_and_cannot_be_taken_is_named(string cell, string use, string name)
    {
        var (grade, watched) = await JudgeAsync(With(cell, solution => "// mine\n" + use + "\n" + solution));
        var says = $"{name} is declared in another cell; move it between the marks of this answer";
        Assert.Equal($"it does not compile, line 2 of the answer: {says}", grade.Reason);
        Assert.Contains(says + ".", watched, StringComparison.Ordinal);
        Assert.Equal(0, grade.Earned);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_name_that_no_cell_declares_is_not_said_to_be_in_another()
    {
        var (grade, watched) = await JudgeAsync(With("var other = 1;", solution => "_ = Slope(1);\n" + solution));
        Assert.Contains("The name 'Slope' does not exist", grade.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("another cell", grade.Reason + watched, StringComparison.Ordinal);
    }

    private const string CallsDelta = "return Delta(dEdH, s, Whh, leak);";

    private string Calling(string? delta, string truncated = CallsDelta) => Homeworks.Text(_homework,
        e => e.Manual ? null : e.Id == Id ? delta : e.Id == "h2.truncated" ? truncated : e.Solution);

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("return 1;", CallsDelta, "does not compile")]
    [InlineData("return null; }", CallsDelta, "does not compile")]
    [InlineData("var x = ;", "var d = Delta(dEdH, s, Whh, leak);\nreturn d;", "does not compile")]
    [InlineData(null, CallsDelta, "is not begun")]
    public async Task An_answer_that_calls_one_which_is_missing_is_told_so(string? delta, string truncated,
        string says)
    {
        var (grade, watched) = await JudgeAsync(Calling(delta, truncated), "h2.truncated");
        Assert.Equal($"the check '{grade.Checks[0].Name}' fails: it calls Delta ({Id}), which {says}", grade.Reason);
        Assert.All(grade.Checks, c => Assert.Equal($"it calls Delta ({Id}), which {says}", c.Reason));
        Assert.Null(grade.Likely);
        Assert.Contains($"it calls Delta ({Id}), which {says}", watched, StringComparison.Ordinal);
        Assert.DoesNotContain("h2.truncated: not begun", watched, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("throw new NotImplementedException(\"h2.delta\");")]
    [InlineData("throw new DoesNotCompile(\"h2.delta\");")]
    public async Task Another_answer_that_is_right_is_never_blamed(string truncated)
    {
        var text = Calling(_homework[Id]!.Solution, truncated);
        var (grade, _) = await JudgeAsync(text, "h2.truncated");
        Assert.DoesNotContain("calls", grade.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("not begun", grade.Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
