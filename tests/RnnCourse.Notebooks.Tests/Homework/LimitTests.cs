using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>What an answer may have of the machine, whichever way it is kept in; and that nothing of it
/// stays.</summary>
[Trait("Suite", "Slow")]
public sealed class LimitTests : IDisposable
{
    public static TheoryData<string> Ways => ["root", "user", "container"];

    private const string Libc = "[System.Runtime.InteropServices.DllImport(\"libc\", SetLastError = true)] ";

    // Right, where the limit holds: what is forbidden fails, and the answer goes on.
    private const string ManyFiles = """
        var n = 0;
        try
        {
            for (; n < 1_000_000; n++) System.IO.File.Create("f" + n).Dispose();
        }
        catch (System.IO.IOException)
        {
        }
        if (n is < 100 or > 1500) throw new Exception($"{n} files");
        foreach (var f in System.IO.Directory.GetFiles(".")) System.IO.File.Delete(f);

        """;

    private const string MemoryFiles = Libc + "static extern int memfd_create(string name, uint flags);\n" + Libc
        + "static extern int shmget(int key, nint size, int flags);\n" + Libc
        + "static extern int msgget(int key, int flags);\n" + """
        if (memfd_create("x", 0) >= 0) throw new Exception("a file in memory");
        if (shmget(4711, 4096, 0x3ff) >= 0) throw new Exception("shared memory");
        if (msgget(4711, 0x3ff) >= 0) throw new Exception("messages");
        var made = false;
        System.Threading.Tasks.Task.Run(() => made = memfd_create("x", 0) >= 0).Wait();
        if (made) throw new Exception("a file in memory, by another thread");

        """;

    private const string Shared = """
        try
        {
            using var file = System.IO.File.OpenWrite("/dev/shm/rnncourse-shared");
            file.Write(new byte[1 << 20]);
        }
        catch (Exception e) when (e is System.IO.IOException or UnauthorizedAccessException)
        {
        }

        """;

    private const string LeavesProcesses = """
        foreach (var script in new[] { "setsid -f sleep 307", "(sleep 308 &) &",
            "nohup setsid sh -c 'sleep 309 & sleep 310' &",
            "while :; do sleep 311; done & exec sleep 312" })
            System.Diagnostics.Process.Start("sh", new[] { "-c", script });
        System.Threading.Thread.Sleep(500);

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly HomeworkSource _homework = Homeworks.Load("H2");

    private async Task<Dictionary<string, StudentGrade>> GradeAsync(string way,
        params (string Student, (string Id, string Before)[] Edits)[] students)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limits are Linux's.");
        Assert.SkipWhen(way != "container" && Bubblewrap.Here is null, "There is no bubblewrap here.");
        Assert.SkipUnless(way == "user" || Environment.IsPrivilegedProcess, "Only root can grade this way.");
        foreach (var (student, edits) in students)
            _folder.Write($"submissions/{student}.dib", Homeworks.Text(_homework, e => e.Manual ? null
                : string.Concat(edits.Where(x => x.Id == e.Id).Select(x => x.Before)) + e.Solution));
        var grades = Path.Combine(_folder.Path, "grades");
        string[] tool = [.. GradingTool.In(_folder.Path), "grade", "H2", Path.Combine(_folder.Path, "submissions"),
            "--source", GradingTool.Source(_folder.Path), "--out", grades, "--timeout", "3"];
        if (way == "container" && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(grades);
            foreach (var hidden in (string[])["submissions", "grades", "notebooks"])
                File.SetUnixFileMode(Path.Combine(_folder.Path, hidden), (UnixFileMode)0b111_000_000);
        }

        var result = await GradingTool.RunAsync(way switch
        {
            "user" => [.. GradingTool.AsUser(_folder.Path, grades), .. tool],
            "container" => ["setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin", .. tool, "--in-container"],
            _ => tool,
        });
        Assert.True(result.Code is 0 or 1, result.Error);
        return ClassGrades.Load(grades).Students.ToDictionary(s => s.Student);
    }

    private static void IsRight(StudentGrade student, params string?[] but) =>
        Assert.All(student.Exercises.Where(e => e.Id != "h2.words" && !but.Contains(e.Id)),
            e => Assert.Equal((student.Student, e.Id, null), (student.Student, e.Id, e.Reason)));

    [Theory, MemberData(nameof(Ways))]
    public async Task Files_memory_files_and_processes_are_limited_and_cost_only_whose_they_are(string way)
    {
        var students = await GradeAsync(way, ("files", [("h2.output", ManyFiles)]),
            ("memory", [("h2.output", MemoryFiles), ("h2.delta", Shared)]),
            ("leaves", [("h2.output", LeavesProcesses), ("h2.delta", LeavesProcesses + "while (true) { }\n"),
                ("h2.input", LeavesProcesses + "Environment.FailFast(\"x\");\n")]),
            ("honest", []));

        IsRight(students["honest"]);
        IsRight(students["memory"]);
        // A container has no such limit of its own: who goes on is ended.
        IsRight(students["files"], way == "container" ? "h2.output" : null);
        if (way == "container")
            Assert.Contains("it made more than 1000 files", students["files"].Exercises[0].Reason,
                StringComparison.Ordinal);
        IsRight(students["leaves"], "h2.output", "h2.delta", "h2.input");
        Assert.False(File.Exists("/dev/shm/rnncourse-shared"));
        // The tool that was run lies in a folder of this test's own, and so do the workers it started.
        Assert.DoesNotContain(GradingTool.Commands(), c => c.Contains(_folder.Path, StringComparison.Ordinal)
            || Enumerable.Range(307, 6).Any(n => c.Contains($"sleep {n}", StringComparison.Ordinal)));
    }

    public void Dispose() => _folder.Dispose();
}
