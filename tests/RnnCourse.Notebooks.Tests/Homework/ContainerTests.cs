using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>Where bubblewrap may do nothing: root without the right to make namespaces, as in Docker.</summary>
[Trait("Suite", "Slow")]
public sealed class ContainerTests : IDisposable
{
    private static readonly string[] AsInDocker = ["--bounding-set=-sys_admin", "--inh-caps=-sys_admin"];
    private readonly TemporaryFolder _folder = new();
    private readonly HomeworkSource _homework = Homeworks.Load("H2");

    private static async Task<(int Code, string Error)> RunAsync(string[] line, params (string, string)[] environment)
    {
        var start = new ProcessStartInfo("setpriv", [.. AsInDocker, .. line])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    [Fact]
    public async Task The_zip_for_Gradescope_grades_a_submission_in_a_container_and_hides_its_files()
    {
        Assert.SkipUnless(OtherUser.Works, "Only root can start answers as another user.");
        var zip = Autograder.Make(_homework, _folder.Path, Path.GetDirectoryName(Run.Worker.Arguments[0])!);
        var source = Path.Combine(_folder.Path, "source");
        await ZipFile.ExtractToDirectoryAsync(zip, source, TestContext.Current.CancellationToken);
        foreach (var name in (string[])["submission", "results"])
            Directory.CreateDirectory(Path.Combine(_folder.Path, name));
        var probe = $"if (System.IO.Directory.Exists(@\"{source}/notebooks\") || Environment.UserName == \"root\") "
            + "return null;\n";
        File.WriteAllText(Path.Combine(_folder.Path, "submission", "H2.dib"),
            Homeworks.Text(_homework, e => e.Id == "h2.output" ? probe + e.Solution : e.Manual ? null : e.Solution));

        var (code, error) = await RunAsync(["bash", Path.Combine(source, "run_autograder")],
            ("AUTOGRADER", _folder.Path));

        Assert.True(code == 0, error);
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder.Path, "results", "results.json")));
        Assert.Equal(27, results.RootElement.GetProperty("score").GetDouble());
    }

    [Fact]
    public async Task Folders_that_others_can_enter_are_refused_with_what_to_do()
    {
        Assert.SkipUnless(OtherUser.Works, "Only root can start answers as another user.");
        var submissions = Directory.CreateDirectory(Path.Combine(_folder.Path, "submissions"));
        var (code, error) = await RunAsync(["dotnet", Run.Worker.Arguments[0], "homework", "grade", "H2",
            submissions.FullName, "--source", Homeworks.Folder, "--out", Path.Combine(_folder.Path, "g"),
            "--in-container"]);
        Assert.Equal(2, code);
        Assert.Contains("chmod 700", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_a_sandbox_grades_nothing_and_says_the_ways_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It takes the sandbox away as Linux does.");
        var submissions = Directory.CreateDirectory(Path.Combine(_folder.Path, "submissions"));
        // Without bubblewrap on the PATH, and not root: a bare machine.
        var start = new ProcessStartInfo(DotNet.Host, [Run.Worker.Arguments[0], "homework", "grade", "H2",
            submissions.FullName, "--source", Homeworks.Folder, "--out", Path.Combine(_folder.Path, "g")])
        {
            RedirectStandardError = true,
            Environment = { ["PATH"] = _folder.Path }
        };
        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--in-container", error, StringComparison.Ordinal);
        Assert.Contains("--no-sandbox", error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "g", "grades.csv")));
    }

    [Fact]
    public async Task Without_a_sandbox_it_grades_only_when_told_and_says_what_that_means()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, "submissions", "Kim")).FullName;
        File.WriteAllText(Path.Combine(folder, "H2.dib"),
            Homeworks.Text(_homework, e => e.Id == "h2.output" ? e.Solution : null));
        var result = await GradingTool.RunAsync([DotNet.Host, Run.Worker.Arguments[0], "homework", "grade", "H2",
            Path.GetDirectoryName(folder)!, "--source", Homeworks.Folder, "--out", Path.Combine(_folder.Path, "g"),
            "--no-sandbox"]);
        Assert.Equal(0, result.Code);
        const string meaning = "note: answers are not kept in: they can read and change what you can, "
            + "and use the network.";
        var lines = result.Error.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((meaning, meaning), (lines[0], lines[^1]));
        Assert.Equal(3, ClassGrades.Load(Path.Combine(_folder.Path, "g")).Students.Single().Earned);
    }

    public void Dispose() => _folder.Dispose();
}
