using RnnCourse.Lessons.Exercises;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Doing;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The answers of these tests, graded together as a class.</summary>
public sealed class VerdictGrades : IAsyncLifetime, IDisposable
{
    internal const string Id = "h2.delta";
    private const string CallsDelta = "return Delta(dEdH, s, Whh, leak);";
    private readonly TemporaryFolder _folder = new();
    private Dictionary<string, StudentGrade> _gradeOf = [];

    internal static HomeworkSource Homework { get; } = Homeworks.Load("H2");

    /// <summary>A cell of the student's own, and what the answer does with it.</summary>
    public static TheoryData<string, string> Helpers { get; } = new()
    {
        { "static Mat<double> Copy(Mat<double> m) => m.Clone();", "_ = Copy(new double[,] { { 1 } });\n" },
        { "using static System.Math;", "_ = Abs(-1.0);\n" },
        { "using System.Diagnostics;", "Debug.Assert(true);\n" },
        { "record Pair(int A, int B);", "_ = new Pair(1, 2);\n" },
        { "const double Half = 0.5;", "_ = Half;\n" },
    };

    /// <summary>The same, and the name that the answer cannot have.</summary>
    public static TheoryData<string, string, string> Elsewhere { get; } = new()
    {
        { "var eps = 1e-5;", "_ = eps;", "eps" },
        { "Func<double, double> Slope = s => 1 - s * s;", "_ = Slope(0.5);", "Slope" },
        // These need a variable of a cell: they cannot be taken out of it.
        {
            "double one = 1;\nMat<double> Slope(Mat<double> h) => h.Map(s => one - s * s);",
            "_ = Slope(s[0]);", "Slope"
        },
        {
            "double one = 1;\nstatic Mat<double> Slope(this Mat<double> h) => h.Map(s => one - s * s);",
            "_ = s[0].Slope();", "Slope"
        },
        { "double one = 1;\nrecord Pair(int A) { double B => one; }", "_ = new Pair(1);", "Pair" },
    };

    /// <summary>The answer that another one calls, that other answer, and what is said of it.</summary>
    public static TheoryData<string?, string, string> Missing { get; } = new()
    {
        { "return 1;", CallsDelta, "does not compile" },
        { "return null; }", CallsDelta, "does not compile" },
        { "var x = ;", "var d = Delta(dEdH, s, Whh, leak);\nreturn d;", "does not compile" },
        { null, CallsDelta, "is not begun" },
    };

    public static TheoryData<string> Blaming { get; } = new()
    {
        "throw new NotImplementedException(\"h2.delta\");", "throw new DoesNotCompile(\"h2.delta\");",
    };

    internal static string NoCellDeclares { get; } = With("var other = 1;", solution => "_ = Slope(1);\n" + solution);

    private static string With(string cell, Func<string, string> edit) =>
        Homeworks.Text(Homework, e => e.Manual ? null : e.Id == Id ? edit(e.Solution) : e.Solution)
            + "\n#!csharp\n\n" + cell + "\n";

    internal static string WithHelper(string cell, string use) => With(cell, solution => use + solution);

    internal static string WithElsewhere(string cell, string use) =>
        With(cell, solution => "// mine\n" + use + "\n" + solution);

    internal static string Calling(string? delta, string truncated) => Homeworks.Text(Homework,
        e => e.Manual ? null : e.Id == Id ? delta : e.Id == "h2.truncated" ? truncated : e.Solution);

    internal StudentGrade Of(string text) => _gradeOf[text];

    public async ValueTask InitializeAsync()
    {
        string[] texts =
        [
            .. Helpers.Select(row => WithHelper(row.Data.Item1, row.Data.Item2)),
            .. Elsewhere.Select(row => WithElsewhere(row.Data.Item1, row.Data.Item2)),
            .. Missing.Select(row => Calling(row.Data.Item1, row.Data.Item2)),
            .. Blaming.Select(row => Calling(Homework[Id]!.Solution, row.Data)),
            NoCellDeclares,
        ];
        var submissions = Directory.CreateDirectory(Path.Combine(_folder.Path, "submissions")).FullName;
        for (var n = 0; n < texts.Length; n++)
            await File.WriteAllTextAsync(Path.Combine(submissions, $"student{n}.dib"), texts[n]);
        var grades = await ClassGrading.RunAsync(Homework, new(submissions, Path.Combine(_folder.Path, "grades"), null,
            null), Homeworks.Options, null, null, null, TestContext.Current.CancellationToken);
        _gradeOf = texts.Select((text, n) => (text, Grade: grades.Students.Single(s => s.Student == $"student{n}")))
            .ToDictionary(pair => pair.text, pair => pair.Grade);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose() => _folder.Dispose();
}

/// <summary>What the watch calls right, the grade calls right; what is wrong has the true reason in both.</summary>
public sealed class SameVerdictTests(VerdictGrades grades) : IClassFixture<VerdictGrades>, IDisposable
{
    private const string Id = VerdictGrades.Id;
    private readonly TemporaryFolder _folder = new();

    private async Task<(ExerciseGrade Grade, string Watched)> JudgeAsync(string text, string id = Id)
    {
        var notebook = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "mine")).FullName, "anna.dib");
        await File.WriteAllTextAsync(notebook, text);
        // The checks lie above, as they lie beside a student's notebook.
        var checks = VerdictGrades.Homework.ChecksPath;
        File.Copy(checks, Path.Combine(_folder.Path, Path.GetFileName(checks)), true);
        var watch = new HomeworkWatch(notebook, Run.Worker);
        await using (watch)
        {
            var result = await watch.CheckAsync(TestContext.Current.CancellationToken);
            var check = result.Exercises.Single(e => e.Id == id).Check!;
            return (grades.Of(text).Exercises.Single(e => e.Id == id),
                check.State == ExerciseState.Right ? "" : check.ToString());
        }
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [MemberData(nameof(VerdictGrades.Helpers), MemberType = typeof(VerdictGrades))]
    public async Task A_helper_in_a_cell_of_its_own_is_taken(string cell, string use)
    {
        var (grade, watched) = await JudgeAsync(VerdictGrades.WithHelper(cell, use));
        Assert.Equal("", watched);
        Assert.Null(grade.Reason);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [MemberData(nameof(VerdictGrades.Elsewhere), MemberType = typeof(VerdictGrades))]
    public async Task What_another_cell_declares_and_cannot_be_taken_is_named(string cell, string use, string name)
    {
        var (grade, watched) = await JudgeAsync(VerdictGrades.WithElsewhere(cell, use));
        var says = $"{name} is declared in another cell; move it between the marks of this answer";
        Assert.Equal($"it does not compile, line 2 of the answer: {says}", grade.Reason);
        Assert.Contains(says + ".", watched, StringComparison.Ordinal);
        Assert.Equal(0, grade.Earned);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_name_that_no_cell_declares_is_not_said_to_be_in_another()
    {
        var (grade, watched) = await JudgeAsync(VerdictGrades.NoCellDeclares);
        Assert.Contains("The name 'Slope' does not exist", grade.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("another cell", grade.Reason + watched, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [MemberData(nameof(VerdictGrades.Missing), MemberType = typeof(VerdictGrades))]
    public async Task An_answer_that_calls_one_which_is_missing_is_told_so(string? delta, string truncated,
        string says)
    {
        var (grade, watched) = await JudgeAsync(VerdictGrades.Calling(delta, truncated), "h2.truncated");
        Assert.Equal($"the check '{grade.Checks[0].Name}' fails: it calls Delta ({Id}), which {says}", grade.Reason);
        Assert.All(grade.Checks, c => Assert.Equal($"it calls Delta ({Id}), which {says}", c.Reason));
        Assert.Null(grade.Likely);
        Assert.Contains($"it calls Delta ({Id}), which {says}", watched, StringComparison.Ordinal);
        Assert.DoesNotContain("h2.truncated: not begun", watched, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [MemberData(nameof(VerdictGrades.Blaming), MemberType = typeof(VerdictGrades))]
    public async Task Another_answer_that_is_right_is_never_blamed(string truncated)
    {
        var text = VerdictGrades.Calling(VerdictGrades.Homework[Id]!.Solution, truncated);
        var (grade, _) = await JudgeAsync(text, "h2.truncated");
        Assert.DoesNotContain("calls", grade.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("not begun", grade.Reason, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
