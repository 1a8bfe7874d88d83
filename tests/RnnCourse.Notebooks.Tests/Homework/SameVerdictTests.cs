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

    [Fact]
    public async Task A_variable_of_another_cell_is_named()
    {
        var (grade, watched) = await JudgeAsync(With("var eps = 1e-5;", solution => "_ = eps;\n" + solution));
        Assert.Contains("eps is declared in another cell; move it between the marks", grade.Reason,
            StringComparison.Ordinal);
        Assert.Contains("eps is declared in another cell", watched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_calls_one_which_does_not_compile_is_told_so()
    {
        var text = Homeworks.Text(_homework, e => e.Manual ? null : e.Id == Id ? "return 1;"
            : e.Id == "h2.truncated" ? $"throw new DoesNotCompile(\"{Id}\");" : e.Solution);
        var (grade, watched) = await JudgeAsync(text, "h2.truncated");
        Assert.Contains($"it calls Delta ({Id}), which does not compile", grade.Reason, StringComparison.Ordinal);
        Assert.Contains($"it calls Delta ({Id}), which does not compile", watched, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
