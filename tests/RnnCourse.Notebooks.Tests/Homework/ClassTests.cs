using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Xml.Linq;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The generated class, graded once for all tests.</summary>
public sealed class GradedClass : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    internal GeneratedClass Class { get; private set; } = null!;

    internal ClassGrades Grades { get; private set; } = null!;

    internal TimeSpan Time { get; private set; }

    internal bool Connected => _listener.Pending();

    internal string Submissions => Path.Combine(_folder.Path, "submissions");

    internal string Folder(string name) => Path.Combine(_folder.Path, name);

    internal Task<ClassGrades> GradeAsync(string folder, GradingOptions? options = null, (int, int)? shard = null,
        string? only = null, string? submissions = null) =>
        ClassGrading.RunAsync(Class.Homework, new(submissions ?? Submissions, Folder(folder), null, shard),
            options ?? Options, only, null, null, TestContext.Current.CancellationToken);

    internal static GradingOptions Options { get; } = Homeworks.Options with { Hidden = [CourseTool.Root] };

    public async ValueTask InitializeAsync()
    {
        // Not RNNCOURSE_…, which is part of every cell's key in the cache: tests beside this one use it.
        Environment.SetEnvironmentVariable("TEACHER_SECRET", "a secret");
        _listener.Start();
        Class = new(Submissions, ((IPEndPoint)_listener.LocalEndpoint).Port);
        var clock = Stopwatch.StartNew();
        Grades = await GradeAsync("grades");
        Time = clock.Elapsed;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Dispose();
    }
}

/// <summary>Nobody gets a point they did not earn, nobody loses one they did, and the grading always
/// finishes.</summary>
public sealed class ClassTests(GradedClass graded, ITestOutputHelper output) : IClassFixture<GradedClass>
{
    private static readonly string[] Visibilities = ["visible", "hidden", "after_due_date", "after_published"];
    private static readonly string[] Statuses = ["passed", "failed"];

    [Fact]
    public void Every_student_has_a_row_and_the_grade_that_was_earned()
    {
        Assert.True(graded.Class.Expected.Count >= 60);
        Assert.Equal(graded.Class.Expected.Keys.Order(StringComparer.Ordinal),
            graded.Grades.Students.Select(s => s.Student));
        var wrong = new List<string>();
        foreach (var student in graded.Grades.Students)
            try
            {
                graded.Class.Expected[student.Student](student);
            }
            catch (Xunit.Sdk.XunitException e)
            {
                wrong.Add($"{student.Student}: {student.Earned} points; "
                    + $"{string.Join(" | ", GradeReports.Reasons(student))}\n  {e.Message}");
            }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{graded.Grades.Students.Count} submissions in {graded.Time.TotalSeconds:0} s"));
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void Every_lost_point_has_a_reason() =>
        Assert.All(graded.Grades.Students.SelectMany(s => s.Exercises),
            e => Assert.True(e.Earned == e.Points || !string.IsNullOrWhiteSpace(e.Reason), e.Id));

    [Fact]
    public void Nothing_was_written_outside_and_nobody_reached_the_network()
    {
        Assert.False(graded.Connected);
        Assert.False(File.Exists(graded.Folder("written")));
        Assert.False(File.Exists("/usr/rnncourse-written"));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task The_same_submissions_grade_the_same_way_twice_byte_for_byte_and_in_slices()
    {
        await graded.GradeAsync("again", GradedClass.Options with { Cache = graded.Folder("another-cache") });
        AssertSame(Reports("grades"), Reports("again"));

        // The slices come from the cache: they take no time.
        var cached =
            GradedClass.Options with { Cache = Path.Combine(graded.Folder("grades"), ClassGrading.CacheFolder) };
        for (var i = 1; i <= 3; i++)
            await graded.GradeAsync($"slice-{i}", cached, (i, 3));
        ClassGrading.Merge(graded.Class.Homework,
            [graded.Folder("slice-3"), graded.Folder("slice-1"), graded.Folder("slice-2")], graded.Folder("merged"));
        AssertSame(Reports("grades"), Reports("merged"));
    }

    private SortedDictionary<string, string> Reports(string folder) =>
        new(Directory.EnumerateFiles(graded.Folder(folder), "*", SearchOption.AllDirectories)
        .Where(f => !f.Contains(ClassGrading.CacheFolder, StringComparison.Ordinal))
        .ToDictionary(f => Path.GetRelativePath(graded.Folder(folder), f), File.ReadAllText), StringComparer.Ordinal);

    private static void AssertSame(IEnumerable<KeyValuePair<string, string>> expected,
        IEnumerable<KeyValuePair<string, string>> actual)
    {
        var other = actual.ToDictionary();
        Assert.Equal(expected.Select(r => r.Key), other.Keys.Order(StringComparer.Ordinal));
        var differences = expected.Where(r => r.Value != other[r.Key]).Select(r =>
            $"{r.Key}: "
                + $"{string.Join("\n  but: ",
                    r.Value.Split('\n').Zip(other[r.Key].Split('\n')).Where(l => l.First != l.Second).Take(1)
                        .SelectMany(l => new[] { l.First, l.Second }))}").ToList();
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    [Fact]
    public void The_table_is_csv_with_a_row_a_student_and_no_formulas()
    {
        var rows = File.ReadAllText(Path.Combine(graded.Folder("grades"), "grades.csv")).Split("\r\n")[..^1]
            .Select(Cells).ToList();
        Assert.Equal(graded.Grades.Students.Count + 1, rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Count, row.Count));
        Assert.All(rows.Skip(1),
            row => Assert.InRange(double.Parse(row[3], CultureInfo.InvariantCulture), 0, graded.Class.Homework.Points));
        Assert.All(rows.SelectMany(row => row),
            cell => Assert.False(cell.StartsWith('=') || cell.StartsWith('+') || cell.StartsWith('@'), cell));
    }

    private static List<string> Cells(string line)
    {
        var (cells, quoted, cell) = (new List<string>(), false, "");
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"')
            {
                if (quoted && i + 1 < line.Length && line[i + 1] == '"')
                    cell += line[i++];
                else
                    quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell);
                cell = "";
            }
            else
                cell += line[i];
        Assert.False(quoted);
        return [.. cells, cell];
    }

    [Fact]
    public void JUnit_xml_has_a_suite_a_student_with_counts_that_are_right()
    {
        var root = XDocument.Load(Path.Combine(graded.Folder("grades"), "junit.xml")).Root!;
        Assert.Equal("testsuites", root.Name);
        Assert.Equal(graded.Grades.Students.Count, root.Elements("testsuite").Count());
        Assert.All(root.Elements("testsuite"), suite =>
        {
            var cases = suite.Elements().ToList();
            Assert.All(cases,
                c => Assert.True(c.Name == "testcase" && c.Attribute("name") is not null
                    && c.Attribute("classname") is not null));
            Assert.All(cases.SelectMany(c => c.Elements()),
                e => Assert.True(e.Name.LocalName is "failure" or "skipped" && e.Attribute("message") is not null));
            Assert.Equal(((int)suite.Attribute("tests")!, (int)suite.Attribute("failures")!,
                (int)suite.Attribute("skipped")!),
                (cases.Count, cases.Count(c => c.Element("failure") is not null),
                    cases.Count(c => c.Element("skipped") is not null)));
        });
        Assert.Equal((int)root.Attribute("tests")!, root.Descendants("testcase").Count());
        Assert.Equal((int)root.Attribute("failures")!, root.Descendants("failure").Count());
    }

    [Fact]
    public void Gradescope_results_have_the_fields_and_kinds_that_its_autograder_format_asks_for() =>
        Assert.All(graded.Grades.Students, student =>
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(graded.Folder("grades"), "gradescope",
            StudentNames.File(student.Student), "results.json")));
        var root = json.RootElement;
        Assert.Equal(student.Total, root.GetProperty("score").GetDouble());
        Assert.Contains(root.GetProperty("visibility").GetString(), Visibilities);
        Assert.Contains(root.GetProperty("stdout_visibility").GetString(), Visibilities);
        var tests = root.GetProperty("tests").EnumerateArray().ToList();
        Assert.All(tests.Zip(student.Exercises), pair =>
        {
            var (test, exercise) = pair;
            Assert.NotEmpty(test.GetProperty("name").GetString()!);
            Assert.Equal(JsonValueKind.String, test.GetProperty("output").ValueKind);
            // What has no grade has neither score nor status.
            Assert.Equal(exercise.Waiting, !test.TryGetProperty("score", out var score));
            Assert.Equal(exercise.Waiting, !test.TryGetProperty("status", out var status));
            if (exercise.Waiting) return;
            Assert.InRange(score.GetDouble(), 0, test.GetProperty("max_score").GetDouble());
            Assert.Contains(status.GetString(), Statuses);
        });
        Assert.Equal(root.GetProperty("score").GetDouble(),
            tests.Sum(t => t.TryGetProperty("score", out var score) ? score.GetDouble() : 0), 6);
    });

    [Fact]
    public void A_feedback_page_names_nobody_else_and_holds_no_solution()
    {
        var names = graded.Grades.Students.Select(s => s.Student).Where(s => s.Length > 12).ToList();
        foreach (var student in graded.Grades.Students)
        {
            var page = File.ReadAllText(Path.Combine(graded.Folder("grades"), "feedback",
                StudentNames.File(student.Student) + ".html"));
            Assert.Contains(WebUtility.HtmlEncode(student.Student), page, StringComparison.Ordinal);
            Assert.DoesNotContain(names.Where(n => !student.Student.Contains(n, StringComparison.Ordinal)),
                n => page.Contains(WebUtility.HtmlEncode(n), StringComparison.Ordinal));
            Assert.DoesNotContain("TimesElementwise", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_answer_in_words_waits_for_a_person_and_then_counts()
    {
        var read = Read("read", "crlf", points => points);

        Assert.Equal(graded.Class.Homework.Points, read.Earned);
        Assert.DoesNotContain(read.Exercises, e => e.Waiting);
    }

    [Fact]
    public void A_part_of_an_items_points_costs_the_other_part()
    {
        var read = Read("read in part", "=HYPERLINK(1)", _ => 0.5);

        var item = read.Exercises.Single(e => e.Answer is not null).Checks[0];
        Assert.Equal((1, 0.5, false), (item.Points, item.Earned, item.Passed));
        Assert.Contains("(−0.5): 0.5 of 1",
            File.ReadAllText(Path.Combine(graded.Folder("read in part"), "feedback",
                StudentNames.File("=HYPERLINK(1)") + ".html")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", "from 0 to 1")]
    [InlineData("-1", "from 0 to 1")]
    [InlineData("many", "from 0 to 1")]
    [InlineData("1,0", "with a point")]
    public async Task A_slip_in_the_table_of_points_is_told_with_its_line_before_anything_is_graded(string points,
        string says)
    {
        var folder = graded.Folder("slip " + points);
        ClassGrading.Merge(graded.Class.Homework, [graded.Folder("grades")], folder);
        var table = Path.Combine(folder, "manual.csv");
        var lines = File.ReadAllLines(table);
        lines[3] = lines[3].TrimEnd(',') + "," + points + ",";
        File.WriteAllLines(table, lines);
        var done = 0;

        var wrong = await Assert.ThrowsAsync<FormatException>(() => ClassGrading.RunAsync(
            graded.Class.Homework, new(graded.Submissions, folder, null, null), GradedClass.Options, null, _ => done++,
            null, TestContext.Current.CancellationToken));

        Assert.Contains("manual.csv:4: ", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(says, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(0, done);
    }

    [Theory]
    [InlineData("{ cut")]
    [InlineData("{\"a\": null}")]
    [InlineData("[]")]
    public void Prints_of_a_slice_that_are_damaged_are_named_and_every_grade_is_merged(string prints)
    {
        var slice = graded.Folder("slice with damage " + prints.Length);
        ClassGrading.Merge(graded.Class.Homework, [graded.Folder("grades")], slice);
        File.WriteAllText(Path.Combine(slice, "prints.json"), prints);
        var notes = new List<string>();

        var merged = ClassGrading.Merge(graded.Class.Homework, [slice],
            graded.Folder("merged of " + prints.Length), notes.Add);

        Assert.Equal(ClassGrades.Load(graded.Folder("grades")).Students.Count, merged.Students.Count);
        Assert.Contains(notes, note => note.Contains("prints.json is damaged", StringComparison.Ordinal));
    }

    /// <summary>A student's grade when a person has given points for every item of the answers in words.</summary>
    private StudentGrade Read(string name, string student, Func<double, double> points)
    {
        var folder = graded.Folder(name);
        ClassGrading.Merge(graded.Class.Homework, [graded.Folder("grades")], folder);
        var table = Path.Combine(folder, "manual.csv");
        File.WriteAllLines(table,
            File.ReadAllLines(table).Select(line => Csv.Rows(line)[0].Cells is var cells && cells[0] == student
            ? line[..^1] + points(double.Parse(cells[4], CultureInfo.InvariantCulture))
                .ToString(CultureInfo.InvariantCulture) + ",well put"
            : line));
        return ClassGrading.Merge(graded.Class.Homework, [graded.Folder("grades")], folder).Students.Single(s =>
            s.Student == student);
    }

    [Fact]
    public void Who_handed_in_nothing_to_grade_is_told_once()
    {
        var nothing = graded.Grades.Students.Where(s => s.NothingToGrade is not null).Select(s => s.Student).ToList();
        Assert.Subset(nothing.ToHashSet(),
            new HashSet<string> { "nothing handed in", "essay", "garbage ipynb", "wrong notebook", "empty file" });
        Assert.DoesNotContain("untouched", nothing);
        Assert.Equal(["nothing was handed in: the folder is empty"],
            GradeReports.Reasons(graded.Grades.Students.Single(s => s.Student == "nothing handed in")));
    }

    [Fact]
    public void Copied_work_is_pointed_out() =>
        Assert.Contains("Anna Maria van Dyk", File.ReadAllText(Path.Combine(graded.Folder("grades"), "similar.csv")),
            StringComparison.Ordinal);

    [Fact]
    public async Task Lateness_costs_a_share_for_each_day_begun_and_everything_in_the_end()
    {
        var late = Few("late", "김민준", "crlf", "bom", "partial 3");
        File.WriteAllText(Path.Combine(late, LatePolicy.TimesFile),
            "student,time\n\"crlf\",2026-12-01T23:59:00Z\n김민준,2026-12-02T08:59+09:00\nbom,"
                + "2026-12-02T00:59Z\npartial 3,2026-12-05T00:59Z\n");
        var cached =
            GradedClass.Options with { Cache = Path.Combine(graded.Folder("grades"), ClassGrading.CacheFolder) };
        var policy = LatePolicy.Parse("2026-12-01T23:59Z", "12.5%/day,3");

        var grades = await ClassGrading.RunAsync(graded.Class.Homework,
            new(late, graded.Folder("late-grades"), policy, null), cached, null, null, null,
            TestContext.Current.CancellationToken);

        var students = grades.Students.ToDictionary(s => s.Student);
        Assert.Equal((0, 0.0), (students["crlf"].DaysLate, students["crlf"].Penalty));
        Assert.Equal((0, 0.0), (students["김민준"].DaysLate, students["김민준"].Penalty)); // the same moment, in Seoul
        Assert.Equal((1, 0.125), (students["bom"].DaysLate, students["bom"].Penalty));
        // points have two decimals
        Assert.Equal(students["bom"].Earned * 0.875, students["bom"].Total, tolerance: 0.006);
        Assert.Equal((4, 1.0, 0.0),
            (students["partial 3"].DaysLate, students["partial 3"].Penalty, students["partial 3"].Total));
        Assert.Contains("late by 1 day: −12.5%", GradeReports.Reasons(students["bom"]));
        Assert.Contains("less 12.5%",
            File.ReadAllText(Path.Combine(graded.Folder("late-grades"), "feedback", "bom.html")),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("soon", "10%/day,3", "--due 'soon'")]
    [InlineData("2026-12-01T23:59Z", "10 a day", "--late '10 a day'")]
    public void A_policy_that_is_said_otherwise_is_refused_with_an_example(string due, string late, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => LatePolicy.Parse(due, late)).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_line_of_times_that_cannot_be_read_is_named()
    {
        var folder = Few("wrong-times", "crlf");
        File.WriteAllText(Path.Combine(folder, LatePolicy.TimesFile), "crlf,2026-12-01\nbom,tomorrow\n");

        var wrong = await Assert.ThrowsAsync<FormatException>(() =>
            graded.GradeAsync("wrong-times-grades", submissions: folder));

        Assert.Contains("times.csv:2: 'bom,tomorrow'", wrong.Message, StringComparison.Ordinal);
    }

    // A class of a few of the students.
    private string Few(string name, params string[] students)
    {
        var few = graded.Folder(name);
        foreach (var student in students)
        {
            Directory.CreateDirectory(Path.Combine(few, student));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(graded.Submissions, student)))
                File.Copy(file, Path.Combine(few, student, Path.GetFileName(file)));
        }

        return few;
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_grading_that_was_killed_goes_on_where_it_stopped()
    {
        var few = Few("few", "김민준", "crlf", "partial 3", "hostile exit", "bom", "partial 5");
        Directory.CreateDirectory(graded.Folder("killed"));
        await graded.GradeAsync("whole", submissions: few);
        using (var process = Process.Start(new ProcessStartInfo("dotnet",
            [Run.Worker.Arguments[0], "homework", "grade", "H2", few, "--out", graded.Folder("killed"), "-j", "1"])
        {
            WorkingDirectory = CourseTool.Root,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!)
        {
            // As soon as some results are kept, in the middle of the class.
            while (Kept() < graded.Class.Homework.Exercises.Count && !process.HasExited)
                await Task.Delay(5, TestContext.Current.CancellationToken);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var kept = Kept();
        Assert.True(kept >= graded.Class.Homework.Exercises.Count, $"{kept} results were kept.");
        Assert.False(File.Exists(Path.Combine(graded.Folder("killed"), "grades.csv")));
        await graded.GradeAsync("killed", submissions: few);
        AssertSame(Reports("whole"), Reports("killed"));

        int Kept() => Directory.EnumerateFiles(graded.Folder("killed"), "*.kept", SearchOption.AllDirectories).Count();
    }

    [Fact]
    public async Task Regrading_one_exercise_leaves_all_others_as_they_were()
    {
        var few = graded.Folder("one");
        Directory.CreateDirectory(Path.Combine(few, "crlf"));
        File.Copy(Directory.GetFiles(Path.Combine(graded.Submissions, "crlf"))[0], Path.Combine(few, "crlf", "H2.dib"));
        var before = (await graded.GradeAsync("regraded", submissions: few)).Students[0];
        File.WriteAllText(Path.Combine(few, "crlf", "H2.dib"), StudentText(""));

        var after = (await graded.GradeAsync("regraded", submissions: few, only: "h2.delta")).Students[0];

        Assert.Equal(0, after.Exercises.Single(e => e.Id == "h2.delta").Earned);
        Assert.Equal(before.Earned - 6, after.Earned);
    }

    private string StudentText(string answer) =>
        Homeworks.Text(graded.Class.Homework, _ => answer.Length == 0 ? null : answer);

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task Per_student_seeds_give_other_arguments_and_the_same_grades()
    {
        var few = graded.Folder("seeds");
        foreach (var student in new[] { "crlf", "partial 3" })
        {
            Directory.CreateDirectory(Path.Combine(few, student));
            File.Copy(Directory.GetFiles(Path.Combine(graded.Submissions, student))[0],
                Path.Combine(few, student, "H2.dib"));
        }

        var own =
            await graded.GradeAsync("own", GradedClass.Options with { PerStudent = true, Seed = 7 }, submissions: few);

        Assert.Equal(own.Students.Select(s => s.Earned),
            own.Students.Select(s => graded.Grades.Students.Single(g => g.Student == s.Student).Earned));
    }
}
