using System.Diagnostics;
using System.Globalization;
using RnnCourse.Notebooks.Execution;
using RnnCourse.Notebooks.Execution.Session;
using RnnCourse.Notebooks.Machine;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary>However a run ends, nothing of it goes on.</summary>
public sealed class EndTests : IDisposable
{
    /// <summary>Starts a child process, says which processes there are, and never ends.</summary>
    private static readonly string Endless =
        $"var child = System.Diagnostics.Process.Start({(OperatingSystem.IsWindows()
            ? "\"ping\", \"-n 1000 127.0.0.1\"" : "\"sleep\", \"1000\"")}); "
        + "System.IO.File.WriteAllText(\"p.tmp\", Environment.ProcessId + \" \" + child.Id); "
        + "System.IO.File.Move(\"p.tmp\", \"processes\"); while (true) { }";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Cancelling_ends_the_cell_and_leaves_the_rest_not_run()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = NotebookRunner.RunAsync(Run.Notebook(_folder.Path, "var a = 1;", Endless, "a"), Run.Options, null,
            cancel.Token);
        var processes = await ProcessesAsync();
        await cancel.CancelAsync();
        var run = await running;
        Assert.Equal([CellStatus.Succeeded, CellStatus.Cancelled, CellStatus.NotRun], run.Cells.Select(c => c.Status));
        Assert.Equal((CellStatus.Cancelled, "Command cancelled."), (run.Status, run.Reason));
        await AssertGoneAsync(processes);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("INT", 130)]
    [InlineData("TERM", 130)]
    [InlineData("KILL", 137)]
    public async Task However_the_tool_is_ended_its_workers_and_their_children_end_with_it(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        var file = _folder.Write("n.dib", $"#!csharp\n\nConsole.WriteLine(\"first\");\n\n#!csharp\n\n{Endless}\n");
        string[] words = [Run.Worker.File, .. Run.Worker.Arguments, "run", "--no-cache", file];
        // A test run in the background of a script ignores SIGINT, and its children inherit that.
        if (OperatingSystem.IsLinux()) words = ["env", "--default-signal=INT", .. words];
        using var tool = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        var output = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var processes = await ProcessesAsync();
        using (var kill = Process.Start("kill", ["-" + signal, tool.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.Equal(exitCode, tool.ExitCode);
        await AssertGoneAsync(processes);
        if (signal != "KILL")
            Assert.Contains("first", await output, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("System.Diagnostics.Process.Start(\"setsid\", [\"sleep\", \"1000\"]);", 0)]
    [InlineData("System.Diagnostics.Process.Start(\"setsid\", [\"sleep\", \"1000\"]); while (true) { }", 1)]
    [InlineData("System.Diagnostics.Process.Start(\"env\", [\"-i\", \"/bin/sh\", \"-c\", \"setsid sh -c 'sleep 1000 & "
        + "setsid sleep 1000 &' & setsid sleep 1000 &\"]); System.Threading.Thread.Sleep(500);", 0)]
    [InlineData("System.Diagnostics.Process.Start(\"setsid\", [\"sleep\", \"1000\"]); "
        + "System.Threading.Thread.Sleep(300); Environment.FailFast(\"x\");", 1)]
    public async Task What_a_cell_starts_ends_with_it_in_a_session_of_its_own_too(string cell, int failed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sessions are found through /proc.");
        var run = await Run.CellsAsync(Run.Options with { CellTimeout = TimeSpan.FromSeconds(5) }, _folder.Path, cell);
        Assert.Equal(failed, run.Failures.Count());
        for (var waited = 0; InFolder() is { Length: > 0 } left; waited++)
        {
            Assert.True(waited < 30, $"{string.Join(", ", left)} are alive after three seconds.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_cell_cannot_end_what_is_not_its_own()
    {
        Assert.SkipWhen(Namespaces.Prefix(network: true) is null, "This system gives no process its own processes.");
        using var other = Process.Start("sleep", "60");
        var run = await Run.CellsAsync(_folder.Path,
            $"System.Diagnostics.Process.GetProcessById({other.Id}).Kill();", "\"still here\"");
        Assert.False(other.HasExited);
        Assert.Contains("not running", run.Cells[0].Reason, StringComparison.Ordinal);
        other.Kill();
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_notebook_has_a_time_limit_too_and_stop_on_error_stops()
    {
        var slow = await Run.CellsAsync(Run.Options with { NotebookTimeout = TimeSpan.FromSeconds(12) }, _folder.Path,
            "1", "await Task.Delay(-1);", "1");
        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed, CellStatus.NotRun], slow.Cells.Select(c => c.Status));
        Assert.Contains("limit of 12 s", slow.Cells[2].Reason, StringComparison.Ordinal);
        var stopped = await Run.CellsAsync(Run.Options with { StopOnError = true }, _folder.Path, "1",
            "throw new Exception();", "1");
        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed, CellStatus.NotRun], stopped.Cells.Select(c => c.Status));
        Assert.Equal("The run stops at the first failure, cell 2.", stopped.Cells[2].Reason);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_notebook_that_keeps_killing_its_process_is_given_up_in_words()
    {
        var run = await Run.CellsAsync(Run.Options with { Rebuilds = 1 }, _folder.Path, "var a = 1;",
            "Environment.Exit(1);", "Environment.Exit(2);", "a");
        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed, CellStatus.Failed, CellStatus.NotRun],
            run.Cells.Select(c => c.Status));
        Assert.Equal("The notebook lost its process 2 times; its state is not rebuilt once more.", run.Cells[3].Reason);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_cell_that_kills_the_process_only_when_it_runs_again_is_named()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "if (System.IO.File.Exists(\"twice\")) Environment.Exit(9); "
                + "System.IO.File.WriteAllText(\"twice\", \"\");", "Environment.Exit(1);", "1");
        Assert.Equal(CellStatus.NotRun, run.Cells[2].Status);
        Assert.Contains("cell 1, which had run before, took its process down when it ran again", run.Cells[2].Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_thread_that_kills_the_process_later_is_named_by_the_cell_that_started_it()
    {
        var run = await Run.CellsAsync(_folder.Path,
            "var go = new System.Threading.ManualResetEventSlim(); new System.Threading.Thread(() => { "
                + "go.Wait(); throw new Exception(\"late\"); }).Start();",
            "go.Set(); await Task.Delay(-1);", "1");
        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed, CellStatus.Succeeded], run.Cells.Select(c => c.Status));
        Assert.Contains("on a thread that cell 1 had started", run.Cells[1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_process_that_dies_between_two_cells_is_the_failure_of_the_first()
    {
        // The second cell waits for nothing: the notebook's reader is slow to let it begin.
        var slow = new SlowReader();
        var run = await NotebookRunner.RunAsync(Run.Notebook(_folder.Path, "var a = 1;",
            "new System.Threading.Thread(() => { System.Threading.Thread.Sleep(200); Environment.Exit(4); "
                + "}).Start();", "a"), Run.Options, slow, TestContext.Current.CancellationToken);
        Assert.Equal([CellStatus.Succeeded, CellStatus.Failed, CellStatus.Succeeded], run.Cells.Select(c => c.Status));
        Assert.Equal("After the cell had ended: The cell ended its process with exit code 4 (Environment.Exit).",
            run.Cells[1].Reason);
        Assert.Equal("1", run.Cells[2].Text(EventKind.Return));
    }

    private sealed class SlowReader : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value is { Cell: 1, Result.Status: CellStatus.Succeeded })
                Thread.Sleep(4000);
        }
    }

    [Fact]
    public async Task A_process_gets_the_environment_and_the_network_it_is_given_and_no_more()
    {
        var options = Run.Options with
        {
            WorkerEnvironment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["GIVEN"] = "yes" },
            IsolateNetwork = true,
        };
        Environment.SetEnvironmentVariable("TEST_SECRET", "secret");
        var run = await Run.CellsAsync(options, _folder.Path,
            "Environment.GetEnvironmentVariable(\"GIVEN\") + "
                + "Environment.GetEnvironmentVariable(\"TEST_SECRET\") + "
                + "Environment.GetEnvironmentVariable(\"HOME\")",
            "System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().Count(i => "
                + "i.OperationalStatus == System.Net.NetworkInformation.OperationalStatus.Up && "
                + "i.NetworkInterfaceType != System.Net.NetworkInformation.NetworkInterfaceType.Loopback)",
            "Environment.CurrentDirectory");
        Assert.Equal("yes", run.Cells[0].Text(EventKind.Return));
        if (Namespaces.Prefix(network: false) is not null)
            Assert.Equal("0", run.Cells[1].Text(EventKind.Return));
        Assert.Equal(_folder.Path, run.Cells[2].Text(EventKind.Return));
    }

    [Fact]
    public async Task A_worker_that_does_not_start_is_said_to()
    {
        var nowhere = Run.Options with { Worker = new WorkerCommand("/nowhere/no-such-program", []) };
        var wrong = Run.Options with
        {
            Worker = OperatingSystem.IsWindows()
            ? new WorkerCommand("cmd", ["/c", "exit 1 & rem"]) : new WorkerCommand("false", [])
        };
        Assert.Contains("no-such-program",
            (await Assert.ThrowsAsync<WorkerStartException>(() => Run.CellsAsync(nowhere, _folder.Path, "1"))).Message,
            StringComparison.Ordinal);
        Assert.Contains("exit code 1",
            (await Assert.ThrowsAsync<WorkerStartException>(() => Run.CellsAsync(wrong, _folder.Path, "1"))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The processes of the endless cell, as this system counts them.</summary>
    private async Task<int[]> ProcessesAsync()
    {
        var file = Path.Combine(_folder.Path, "processes");
        for (var waited = 0; !File.Exists(file); waited++)
        {
            Assert.True(waited < 600, "The endless cell did not start within a minute.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
        // A cell may count its processes in its own way; they work in the notebook's folder.
        return OperatingSystem.IsLinux() ? InFolder()
            : [.. (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Split(' ')
                .Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
    }

    private int[] InFolder() =>
        [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _) && WorksIn(name!, _folder.Path))
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];

    private static bool WorksIn(string process, string folder)
    {
        try
        {
            return new FileInfo($"/proc/{process}/cwd").LinkTarget == folder && IsAlive(int.Parse(process,
                CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task AssertGoneAsync(int[] processes)
    {
        Assert.True(processes.Length >= 2, "The worker and what it started were not seen.");
        for (var waited = 0; processes.Any(IsAlive); waited++)
        {
            Assert.True(waited < 100, $"Of {string.Join(", ", processes)} some are alive after ten seconds.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A process that has ended but that nobody has waited for yet is not alive.</summary>
    private static bool IsAlive(int process)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return !Process.GetProcessById(process).HasExited;
            return !File.ReadAllText($"/proc/{process}/stat").Split(") ")[1].StartsWith('Z');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
