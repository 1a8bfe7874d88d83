using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>A teacher's own homework: files in a folder, nothing compiled.</summary>
public sealed class NewHomeworkTests : IDisposable
{
    private const string File = "H10-running-mean";

    private const string Solution = """
            var mean = new double[x.Length];
            var m = 0.0;
            for (int t = 0; t < x.Length; t++)
            {
                m = alpha * m + (1 - alpha) * x[t];
                mean[t] = m;
            }
            return mean;
        """;

    private static readonly string Library = Path.Combine(CourseTool.Root, "lib", "RnnCourse.Lessons", "bin")
        .Replace('\\', '/');

    private static readonly string Notebook = $$$"""
        #!meta

        {"kernelInfo":{"defaultKernelName":"csharp","items":[{"aliases":[],"name":"csharp"}]}}

        #!markdown

        # H10 · A running mean

        #!csharp

        #r "{{{Library}}}/RnnCourse.dll"
        #r "{{{Library}}}/RnnCourse.Figures.dll"
        #r "{{{Library}}}/RnnCourse.Lessons.dll"
        using RnnCourse.Lessons.Checks;

        #!csharp

        //| exercise: h10.mean   points: 4
        double[] RunningMean(double[] x, double alpha)
        {
            //| begin solution
        {{{Solution}}}
            //| end solution
        }

        #!csharp

        Check.Run("h10.mean", RunningMean)

        """;

    private const string Hidden = """
        //| exercise: h10.mean
        //| hint: What does one step keep of the mean before it?
        //| hint: The new mean is α times the old one plus 1 − α times x[t].
        //| hint: Keep m, 0 at first; in each round m = alpha * m + (1 - alpha) * x[t]; mean[t] = m.
        //| public: two steps
        [new[] { 1.0, 2.0 }, 0.75]
        //| check: one step   weight: 1
        [Draw.Vector(r, 1), 0.75]
        //| check: nine steps   weight: 3
        [Draw.Vector(r, 9), 0.75]
        //| wrong: memory forgotten
        //|   replace: alpha * m + (1 - alpha) * x[t]
        //|   by: (1 - alpha) * x[t]
        //|   says: the mean before it is forgotten
        //| wrong: exchanged
        //|   replace: alpha * m + (1 - alpha) * x[t]
        //|   by: (1 - alpha) * m + alpha * x[t]
        //|   says: alpha and 1 - alpha are exchanged
        //| wrong: sign
        //|   replace: mean[t] = m;
        //|   by: mean[t] = -m;
        //|   says: the sign is wrong
        //| wrong: sum
        //|   replace: (1 - alpha) * x[t]
        //|   by: x[t]
        //|   says: it is a sum, not a mean: the new value has the weight 1 - alpha

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_homework_of_ones_own_is_written_verified_handed_out_and_graded_with_nothing_but_files()
    {
        var notebook = _folder.Write(File + ".dib", Notebook);
        _folder.Write(File + ".hidden.cs", Hidden);

        var early = await CourseTool.RunAsync(_folder.Path, "homework", "verify");
        Assert.Equal(1, early.Code);
        Assert.Contains($"{File}.checks.json, are not there: run 'course homework verify H10 --write'", early.Output,
            StringComparison.Ordinal);
        Assert.Contains("The checks of 'h10.mean' are not here", (await RunAsync(notebook)).Failures.Single().Reason,
            StringComparison.Ordinal);

        var verified = await CourseTool.RunAsync(_folder.Path, "homework", "verify", "H10", "--write");
        Assert.Equal((0, $"ok {File}: 1 exercise, 4 points, 2 hidden checks, 4 wrong answers\n", ""),
            (verified.Code, verified.Output, verified.Error));
        Assert.Contains("✓ h10.mean: right.", (await RunAsync(notebook)).Cells[^1]
            .Text(EventKind.Return), StringComparison.Ordinal);

        var made = await CourseTool.RunAsync(_folder.Path, "homework", "make", "H10", "--out", "dist");
        Assert.Equal((0, ""), (made.Code, made.Error));
        var student = Path.Combine(_folder.Path, "dist", "H10", File + ".dib");
        var handedOut = await System.IO.File.ReadAllTextAsync(student, TestContext.Current.CancellationToken);
        Assert.Contains("#r \"course/RnnCourse.Lessons.dll\"", handedOut, StringComparison.Ordinal);
        const string Open = "throw new NotImplementedException(\"h10.mean\");";
        var wrong = handedOut.Replace(
            Open, Solution.Replace("alpha * m + ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var right = handedOut.Replace(Open, Solution, StringComparison.Ordinal);

        await System.IO.File.WriteAllTextAsync(student, wrong, TestContext.Current.CancellationToken);
        var watched = await CourseTool.RunAsync(
            _folder.Path, "homework", "watch", Path.Combine("dist", "H10", File + ".dib"), "--once");
        Assert.Contains("Likely: the mean before it is forgotten.", watched.Output, StringComparison.Ordinal);
        Assert.Contains("Likely: the mean before it is forgotten.", (await RunAsync(student)).Cells[^1]
            .Text(EventKind.Return), StringComparison.Ordinal);

        _folder.Write("submissions/Ada.dib", right);
        _folder.Write("submissions/Bo.dib", wrong);
        var graded = await CourseTool.RunAsync(
            _folder.Path, "homework", "grade", "H10", "submissions", "--out", "grades", "--no-sandbox");
        Assert.True(graded.Code == 0, graded.Error);
        var grades = await System.IO.File.ReadAllLinesAsync(
            Path.Combine(_folder.Path, "grades", "grades.csv"), TestContext.Current.CancellationToken);
        Assert.Contains(grades, line => line.StartsWith("Ada,,,4,", StringComparison.Ordinal));
        Assert.Contains(grades, line => line.StartsWith("Bo,,,1,", StringComparison.Ordinal));
        Assert.Contains("the mean before it is forgotten",
            await System.IO.File.ReadAllTextAsync(
                Path.Combine(_folder.Path, "grades", "feedback", "Bo.html"), TestContext.Current.CancellationToken),
                StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Checks_that_are_old_or_damaged_are_named_and_a_changed_file_runs_its_check_again()
    {
        var notebook = _folder.Write(File + ".dib", Notebook
            + "#!csharp\n\nCheck.Run(\"h10.mean\", (double[] x) => x)\n\n#!csharp\n\n"
            + "Check.Run(\"h10.mean\", (string x, double alpha) => x)\n\n#!csharp\n\n"
            + "Check.Run(\"h10.median\", RunningMean)\n");
        _folder.Write(File + ".hidden.cs", Hidden);
        Assert.Equal(0, (await CourseTool.RunAsync(_folder.Path, "homework", "verify", "--write")).Code);

        var options = Run.Options with { UseCache = true };
        var first = await RunAsync(notebook, options);
        Assert.Collection(first.Failures.Select(cell => cell.Reason),
            reason => Assert.Contains("takes 2 arguments (x, alpha), not 1", reason, StringComparison.Ordinal),
            reason => Assert.Contains("an argument 'x' that is not a string", reason, StringComparison.Ordinal),
            reason => Assert.Contains(
                "There is no exercise 'h10.median'. There are h10.mean.", reason, StringComparison.Ordinal));
        Assert.Equal([true, true, true],
            (await RunAsync(notebook, options)).Cells.Where(cell => cell.Kernel == "csharp")
                .Take(3).Select(cell => cell.FromCache));

        var path = Path.Combine(_folder.Path, File + ".checks.json");
        var checks = await System.IO.File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        _folder.Write(File + ".checks.json", checks.Replace("two steps", "two values", StringComparison.Ordinal));
        var again = (await RunAsync(notebook, options)).Cells.Where(cell => cell.Kernel == "csharp").ToList();
        Assert.Equal([true, true, false], again.Take(3).Select(cell => cell.FromCache));
        Assert.Contains("two values", again[2].Text(EventKind.Return), StringComparison.Ordinal);
        var old = await CourseTool.RunAsync(_folder.Path, "homework", "verify", "H10");
        Assert.Equal(1, old.Code);
        Assert.Contains("are not those of the notebook", old.Output, StringComparison.Ordinal);

        _folder.Write(File + ".checks.json", checks[..^10]);
        Assert.Contains($"{File}.checks.json:2: this is not a file of checks",
            (await CourseTool.RunAsync(_folder.Path, "homework", "verify", "H10")).Output, StringComparison.Ordinal);
        Assert.Contains($"{File}.checks.json:2: this is not a file of checks",
            (await RunAsync(notebook)).Failures.First().Reason, StringComparison.Ordinal);
    }

    private static Task<NotebookResult> RunAsync(string notebook, RunOptions? options = null) =>
        NotebookRunner.RunAsync(NotebookSource.Load(notebook), options ?? Run.Options, null,
            TestContext.Current.CancellationToken);
}
