using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>Nothing one student hands in, and nothing that happens to a process, costs another a point.</summary>
[SupportedOSPlatform("linux")]
public sealed class HostileClassTests(ITestOutputHelper output) : IDisposable
{
    private const int Honests = 13;
    private static readonly string[] Victims = ["h2.recurrent", "h2.input", "h2.differences", "h2.truncated"];
    private readonly TemporaryFolder _folder = new();
    private readonly HomeworkSource _homework = Homeworks.Load("H2");

    private double AllPoints => _homework.Exercises.Where(e => !e.Manual).Sum(e => e.Points);

    private string Honest(int i) => Homeworks.Text(_homework, e => e.Manual ? null
        : $"// {i.ToString(CultureInfo.InvariantCulture)}\n{e.Solution}");

    private string Put(string student, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "submissions", student)).FullName;
        File.WriteAllText(Path.Combine(folder, "H2.dib"), text);
        return Path.GetDirectoryName(folder)!;
    }

    private string[] Tool() => GradingTool.In(_folder.Path);

    private static Task<ToolResult> RunAsync(params string[] line) => GradingTool.RunAsync(line);

    [Fact, Trait("Suite", "Slow")]
    public Task A_hundred_and_fifty_hostile_answers_and_odd_files_cost_no_honest_student_a_point() =>
        GradeAHostileClassAsync(asUser: false);

    [Fact, Trait("Suite", "Nightly")]
    public Task Nor_where_the_grader_is_no_administrator() => GradeAHostileClassAsync(asUser: true);

    private async Task GradeAHostileClassAsync(bool asUser)
    {
        Assert.SkipWhen(Bubblewrap.Here is null, "There is no bubblewrap here.");
        Assert.SkipWhen(!asUser && !Environment.IsPrivilegedProcess, "Only root can grade as root.");
        var submissions = Path.Combine(_folder.Path, "submissions");
        // Some in each submission, between right answers; what is made for the compiler is alone.
        var hostile = HostileCorpus.Bodies().GroupBy(h => h.Name.StartsWith("compiler", StringComparison.Ordinal))
            .SelectMany(kind => kind.Chunk(kind.Key ? 1 : Victims.Length)).ToList();
        Assert.True(hostile.Sum(h => h.Length) >= 150, $"{hostile.Sum(h => h.Length)} hostile answers");
        foreach (var (bodies, i) in hostile.Select((bodies, i) => (bodies, i)))
            Put($"hostile {i}", Homeworks.Text(_homework, e => e.Manual ? null
                : Array.IndexOf(Victims, e.Id) is var at and >= 0 && at < bodies.Length ? bodies[at].Body
                : e.Solution));
        HostileCorpus.Files(submissions, Homeworks.Text(_homework, e => e.Manual ? null : e.Solution));
        // The honest ones lie between the others.
        for (var i = 0; i < Honests; i++) Put($"{"-hostile kx0z"[i % 13]}honest {i}", Honest(i));
        var before = Directory.GetFileSystemEntries("/").Concat(Directory.GetFileSystemEntries("/dev")).ToHashSet();
        var grades = Path.Combine(_folder.Path, "grades");
        var user = asUser ? GradingTool.AsUser(_folder.Path, grades) : [];
        var clock = Stopwatch.StartNew();
        var result = await RunAsync([.. user, .. Tool(), "grade", "H2", submissions, "--source",
            Path.Combine(_folder.Path, "notebooks", "homework"), "--out", grades, "--timeout", "1", "-j", "2"]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Directory.GetFileSystemEntries(submissions).Length} submissions with {hostile.Sum(h => h.Length)} "
            + $"hostile answers in {clock.Elapsed.TotalSeconds:0} s"));

        Assert.True(result.Code is 0 or 1, result.Error[Math.Max(0, result.Error.Length - 3000)..]);
        var students = ClassGrades.Load(grades).Students.ToDictionary(s => s.Student);
        var honest = students.Values.Where(s => s.Student.Contains("honest ", StringComparison.Ordinal)).ToList();
        Assert.Equal(Honests, honest.Count);
        Assert.All(honest, s => Assert.Equal((s.Student, AllPoints), (s.Student, s.Earned)));
        foreach (var (bodies, i) in hostile.Select((bodies, i) => (bodies, i)))
            Assert.All(students[$"hostile {i}"].Exercises.Where(e => e.Id != "h2.words"), e =>
            {
                var at = Array.IndexOf(Victims, e.Id);
                var name = at >= 0 && at < bodies.Length ? bodies[at].Name : null;
                Assert.Equal((i, e.Id, name, name is null ? e.Points : 0), (i, e.Id, name, e.Earned));
                // What does not compile attacks nobody.
                if (name?.StartsWith("compiler", StringComparison.Ordinal) == false)
                    Assert.DoesNotContain("does not compile", $"{name}: {e.Reason}", StringComparison.Ordinal);
            });

        // What arrives from a process is bounded, and nothing of it is left outside.
        Assert.InRange(new FileInfo(Path.Combine(grades, "grades.csv")).Length, 1, 1_000_000);
        Assert.DoesNotContain('\u001b', File.ReadAllText(Path.Combine(grades, "grades.csv")));
        var after = Directory.GetFileSystemEntries("/").Concat(Directory.GetFileSystemEntries("/dev")).ToHashSet();
        Assert.Subset(before, after);
        Assert.DoesNotContain(GradingTool.Commands(), c => c.StartsWith("sleep 303", StringComparison.Ordinal)
            || c.StartsWith("sleep 304", StringComparison.Ordinal)
            || c.Contains(_folder.Path, StringComparison.Ordinal));
    }

    [Fact, Trait("Suite", "Slow")]
    public async Task Workers_killed_at_random_lose_nothing()
    {
        Assert.SkipWhen(Bubblewrap.Here is null, "There is no bubblewrap here.");
        string? submissions = null;
        for (var i = 0; i < 16; i++) submissions = Put($"honest {i}", Honest(i));
        using var stop = new CancellationTokenSource();
        var kills = 0;
        var killer = Task.Run(async () =>
        {
            var random = new Random(1);
            while (!stop.IsCancellationRequested && kills < 30)
            {
                await Task.Delay(random.Next(100, 900), CancellationToken.None);
                var workers = Workers().ToList();
                if (workers.Count == 0) continue;
                try
                {
                    using var worker = Process.GetProcessById(workers[random.Next(workers.Count)]);
                    worker.Kill();
                    kills++;
                }
                catch (Exception e) when (e is ArgumentException or InvalidOperationException)
                {
                    // It was gone already.
                }
            }
        }, CancellationToken.None);
        var grades = await ClassGrading.RunAsync(_homework, new(submissions!, Path.Combine(_folder.Path, "grades"),
            null, null), Homeworks.Options, null, null, null, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await killer;
        output.WriteLine($"{kills} killed");
        Assert.True(kills >= 5, $"{kills} killed");
        Assert.All(grades.Students, s => Assert.Equal((s.Student, AllPoints, false),
            (s.Student, s.Earned, s.Exercises.Any(e => e.Ungraded))));
    }

    /// <summary>The workers that this process started, by way of whatever keeps them in.</summary>
    private static IEnumerable<int> Workers()
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id))
                try
                {
                    var stat = File.ReadAllText(folder + "/stat");
                    parents[id] = int.Parse(stat[(stat.LastIndexOf(')') + 1)..].Split(' ',
                        StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
                }
                catch (IOException)
                {
                    // It is gone.
                }

        foreach (var id in parents.Keys)
        {
            var at = id;
            for (var depth = 0; depth < 8 && at > 1 && at != Environment.ProcessId; depth++)
                at = parents.GetValueOrDefault(at);
            if (at != Environment.ProcessId || id == at) continue;
            string command;
            try
            {
                command = File.ReadAllText($"/proc/{id}/cmdline");
            }
            catch (IOException)
            {
                continue;
            }

            if (command.Contains("__homework-worker", StringComparison.Ordinal)) yield return id;
        }
    }

    [Fact, Trait("Suite", "Nightly")]
    public async Task Eight_hundred_submissions_go_on_after_a_kill()
    {
        Assert.SkipWhen(Bubblewrap.Here is null, "There is no bubblewrap here.");
        string? submissions = null;
        for (var i = 0; i < 800; i++) submissions = Put($"student {i}", Honest(i % 40));
        string[] line = [.. Tool(), "grade", "H2", submissions!, "--source",
            Path.Combine(_folder.Path, "notebooks", "homework"), "--out", Path.Combine(_folder.Path, "grades")];
        using (var first = Process.Start(new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true
        })!)
        {
            while (await first.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } said
                && !said.StartsWith("100/800", StringComparison.Ordinal))
            {
            }

            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var kept = Directory.GetFiles(Path.Combine(_folder.Path, "grades", ".grading"), "*.kept",
            SearchOption.AllDirectories).Length;
        Assert.True(kept > 0);
        var second = await RunAsync(line);
        Assert.Equal(0, second.Code);
        var students = ClassGrades.Load(Path.Combine(_folder.Path, "grades")).Students;
        Assert.Equal(800, students.Count);
        Assert.All(students, s => Assert.Equal((s.Student, AllPoints), (s.Student, s.Earned)));
    }

    [Fact, Trait("Suite", "Nightly")]
    public async Task Eight_processes_grade_eight_slices_and_merge_as_one_does()
    {
        Assert.SkipWhen(Bubblewrap.Here is null, "There is no bubblewrap here.");
        string? submissions = null;
        for (var i = 0; i < 24; i++)
            submissions = Put($"student {i}", i % 3 == 0 ? Homeworks.Text(_homework, _ => null) : Honest(i % 5));
        string[] Line(string to, params string[] more) => [.. Tool(), "grade", "H2", submissions!, "--source",
            Path.Combine(_folder.Path, "notebooks", "homework"), "--out", Path.Combine(_folder.Path, to), "-j", "1",
            .. more];
        Tool();
        var slices = await Task.WhenAll(Enumerable.Range(1, 8)
            .Select(k => RunAsync(Line($"slice-{k}", "--shard", $"{k}/8"))));
        Assert.All(slices, s => Assert.Equal((0, ""), (s.Code, s.Code == 0 ? "" : s.Error)));
        Assert.Equal(0, (await RunAsync([.. Tool(), "merge", "H2", .. Enumerable.Range(1, 8).Select(k =>
            Path.Combine(_folder.Path, $"slice-{k}")), "--source", Path.Combine(_folder.Path, "notebooks", "homework"),
            "--out", Path.Combine(_folder.Path, "merged")])).Code);
        Assert.Equal(0, (await RunAsync(Line("whole"))).Code);
        foreach (var file in (string[])["grades.csv", "grades.json", "similar.csv", "manual.csv",
            "statistics.html", "canvas.csv"])
            Assert.Equal(File.ReadAllText(Path.Combine(_folder.Path, "whole", file)),
                File.ReadAllText(Path.Combine(_folder.Path, "merged", file)));
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Path, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint
        }))
            if (File.GetUnixFileMode(file) == 0)
                File.SetUnixFileMode(file, (UnixFileMode)0b110_000_000);
        _folder.Dispose();
    }
}
