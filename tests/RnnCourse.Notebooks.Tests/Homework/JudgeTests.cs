using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Homework.Running;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>Exercises with many right answers, which a judge of the authors tells from wrong ones.</summary>
public sealed class JudgeTests
{
    // Another unit than the authors': two states, of which the gate of the first reads the second.
    private const string OtherUnit = """
        double Run(double[] w, double[] grad)
        {
            var (g, c, a) = (new double[read.Length], new double[read.Length], new double[read.Length + 1]);
            double error = 0, seen = 0, later = 0;
            var d = new double[read.Length];
            for (int t = 0; t < read.Length; t++)
            {
                g[t] = 1 / (1 + Math.Exp(-(w[20 + read[t]] + w[23] * a[t])));
                c[t] = w[30 + read[t]];
                a[t + 1] = a[t] + g[t] * (c[t] - a[t]);
                if (read[t] == 2) seen = 1;
                d[t] = a[t + 1] - seen;
                error += d[t] * d[t] / 2;
            }
            for (int t = read.Length - 1; grad != null && t >= 0; t--)
            {
                double dA = d[t] + later, dG = dA * (c[t] - a[t]) * g[t] * (1 - g[t]);
                grad[20 + read[t]] += dG; grad[23] += dG * a[t]; grad[30 + read[t]] += dA * g[t];
                later = dA * (1 - g[t]) + dG * w[23];
            }
            return error;
        }
        var gradient = new double[points[0].Length];
        Run(points[0], gradient);
        return (points.Select(w => Run(w, null)).ToArray(), gradient);
        """;

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Any_right_answer_is_right_and_what_is_wrong_is_said()
    {
        (string Answer, double Earned, string? Reason)[] answers =
        [
            (OtherUnit, 8, null),
            (OtherUnit.Replace("+ dG * w[23]", "", StringComparison.Ordinal), 1,
                "the check 'two steps' fails: weight "),
            ("return (points.Select(w => 0.0).ToArray(), new double[40]);", 0,
                "fewer than 2 weights act on the error"),
            ("return (points.Select(w => double.NaN).ToArray(), new double[40]);", 0, "a number is NaN or infinite"),
            ("return (new double[3], new double[40]);", 0, "there are 81 rows of weights, but 3 errors"),
            ("return (new double[81], new double[2]);", 0, "the gradient has 2 numbers, but there are 40 weights"),
            ("return (null, null);", 0, "is null"),
            ("throw new InvalidOperationException(\"mine\");", 0, "it threw InvalidOperationException: mine"),
        ];
        await GradedAsync("H8", "h8.own", answers);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Weights_are_judged_on_a_text_that_nobody_has_read()
    {
        (string Answer, double Earned, string? Reason)[] answers =
        [
            ("return new double[2576];", 0,
                "it costs 5.00 bits a symbol on the unread tale; counting letters costs"),
            ("return new double[2601];", 0, "the network has 2601 weights; it may have 2600"),
            ("return new double[7];", 0, "7 weights are those of no number of units"),
            ("var w = new double[2072]; w[5] = double.NaN; return w;", 0, "a weight is NaN or infinite"),
        ];
        await GradedAsync("H7", "h7.weights", answers);
    }

    [Fact]
    public void A_judge_has_no_public_checks_beside_it()
    {
        var path = Path.Combine(Homeworks.Folder, "H8-your-own-cell.hidden.cs");
        var hidden = File.ReadAllText(path)
            .Replace("//| judge\n", "//| public: one\nAround(r, 1)\n//| judge\n", StringComparison.Ordinal);
        var refused = Assert.Throws<HomeworkException>(() => HiddenFile.Parse(hidden, path));
        Assert.Contains("'h8.own' has a judge", refused.Message, StringComparison.Ordinal);
        Assert.Contains("no public checks", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_judge_said_is_not_kept()
    {
        var source = Homeworks.Load("H8");
        var path = Path.Combine(Homeworks.Folder, "H8-your-own-cell.hidden.cs");
        var hidden = File.ReadAllText(path);
        var stricter = HomeworkSource.Parse(source.Document, source.Document.Path!,
            hidden.Replace("< 1e-6 * Math.Max", "< 1e-7 * Math.Max", StringComparison.Ordinal), path);
        Assert.NotEqual(source["h8.own"]!.Hidden.Judge, stricter["h8.own"]!.Hidden.Judge);
        Assert.NotEqual(Key(source, "h8.own"), Key(stricter, "h8.own"));
        Assert.Equal(Key(source, "h8.torch"), Key(stricter, "h8.torch"));

        static string Key(HomeworkSource homework, string id) => new GradeCache(null, homework, Homeworks.Options)
            .Key(homework[id]!, Submission.Read(null, "none", homework), StudentCode.None, "1");
    }

    private static async Task GradedAsync(string name, string id,
        (string Answer, double Earned, string? Reason)[] answers)
    {
        using var folder = new TemporaryFolder();
        var homework = Homeworks.Load(name);
        for (var i = 0; i < answers.Length; i++)
            folder.Write($"submissions/{i:00}.dib", Homeworks.Text(homework,
                e => e.Id == id ? answers[i].Answer : e.Manual ? null : e.Solution));
        var grades = await ClassGrading.RunAsync(homework, new(Path.Combine(folder.Path, "submissions"),
            Path.Combine(folder.Path, "grades"), null, null), Homeworks.Options, null, null, null,
            TestContext.Current.CancellationToken);
        foreach (var ((answer, earned, reason), student) in answers.Zip(grades.Students))
        {
            var grade = student.Exercises.Single(e => e.Id == id);
            Assert.True(grade.Earned == earned && (reason is null ? grade.Reason is null
                : grade.Reason?.Contains(reason, StringComparison.Ordinal) == true),
                $"{answer}\nearns {grade.Earned}: {grade.Reason}");
            // It costs no other exercise anything.
            Assert.All(student.Exercises.Where(e => e.Id != id && !e.Waiting && homework[e.Id]!.Manual == false),
                other => Assert.Equal(other.Points, other.Earned));
        }
    }
}
