using System.Diagnostics;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Verbs;

public class ExperimentTests
{
    private static readonly string[] Command = ["experiment", "two-sequences", "--seeds", "3"];

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_killed_command_goes_on_where_it_stopped_and_gives_the_same_result()
    {
        using var folder = new TemporaryFolder();
        var whole = await CourseTool.RunAsync(folder.Path, [.. Command, "--out", "whole.json", "--jobs", "2"]);
        Assert.Equal(0, whole.Code);
        Assert.Contains("random guessing", whole.Output, StringComparison.Ordinal);
        Assert.Contains("18 of 18 runs", whole.Error, StringComparison.Ordinal);

        var journal = Path.Combine(folder.Path, "killed.json.runs");
        await KillAsync(folder.Path, () => new FileInfo(journal) is { Exists: true, Length: > 700 },
            [.. Command, "--out", "killed.json"]);
        Assert.True(File.Exists(journal));
        Assert.False(File.Exists(Path.Combine(folder.Path, "killed.json")));

        var rest = await CourseTool.RunAsync(folder.Path, [.. Command, "--out", "killed.json"]);
        Assert.Equal(0, rest.Code);
        Assert.Contains("going on from", rest.Error, StringComparison.Ordinal);
        Assert.Equal(Read(folder, "whole.json"), Read(folder, "killed.json"));
        Assert.False(File.Exists(journal));
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Slices_merged_are_the_whole()
    {
        using var folder = new TemporaryFolder();
        foreach (var slice in new[] { "1/2", "2/2" })
            Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, [.. Command, "--shard", slice])).Code);
        string[] slices =
            ["data/results/two-sequences-quick.1-of-2.json", "data/results/two-sequences-quick.2-of-2.json"];
        Assert.Equal(0,
            (await CourseTool.RunAsync(folder.Path, ["experiment", "merge", .. slices, "--out", "merged.json"])).Code);
        Assert.Equal(0, (await CourseTool.RunAsync(folder.Path, [.. Command, "--out", "whole.json"])).Code);
        Assert.Equal(Read(folder, "whole.json"), Read(folder, "merged.json"));
    }

    [Fact]
    public async Task A_damaged_result_is_refused_and_kept()
    {
        using var folder = new TemporaryFolder();
        folder.Write("a.json", "{ \"experiment\": \"two-seq");
        foreach (var command in (string[][])[[.. Command, "--out", "a.json"],
            ["experiment", "merge", "a.json", "--out", "b.json"]])
        {
            var result = await CourseTool.RunAsync(folder.Path, command);
            Assert.Equal(2, result.Code);
            Assert.Contains("a.json is damaged", result.Error, StringComparison.Ordinal);
        }

        Assert.Equal("{ \"experiment\": \"two-seq", File.ReadAllText(Path.Combine(folder.Path, "a.json")));
        Assert.False(File.Exists(Path.Combine(folder.Path, "b.json")));
    }

    [Fact]
    public async Task A_wrong_command_line_is_told_with_exit_code_2_and_the_list_shows_every_experiment()
    {
        using var folder = new TemporaryFolder();
        foreach (var (arguments, expected) in new (string[], string)[]
        {
            (["experiment"], "--list"),
            (["experiment", "nothing"], "embedded-reber"),
            (["experiment", "adding", "--shard", "3/2"], "i/n"),
            (["experiment", "adding", "--seeds", "0"], "--seeds"),
            (["experiment", "merge", "none.json", "--out", "b.json"], "none.json"),
        })
        {
            var wrong = await CourseTool.RunAsync(folder.Path, arguments);
            Assert.Equal(2, wrong.Code);
            Assert.Contains(expected, wrong.Error, StringComparison.Ordinal);
        }

        var list = await CourseTool.RunAsync(folder.Path, "experiment", "--list");
        Assert.Equal(0, list.Code);
        foreach (var name in (string[])["temporal-order", "adding", "two-sequences", "copy-memory", "forget-bias",
            "embedded-reber"])
            Assert.Contains(name, list.Output, StringComparison.Ordinal);
    }

    private static string Read(TemporaryFolder folder, string name) =>
        File.ReadAllText(Path.Combine(folder.Path, name));

    private static async Task KillAsync(string folder, Func<bool> when, string[] arguments)
    {
        var tool = Path.Combine(CourseTool.Root, "lib", "RnnCourse.Tool", "bin",
            new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "RnnCourse.Tool.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet",
            [tool, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true
        })!;
        while (!process.HasExited && !when())
            await Task.Delay(5);
        process.Kill();
        await process.WaitForExitAsync();
    }
}
