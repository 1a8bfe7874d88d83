using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RnnCourse.Notebooks.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

/// <summary><c>course run</c> as its users meet it.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Json_has_per_cell_kernel_source_time_and_the_ordered_events()
    {
        var file = _folder.Write("n.dib",
            "#!markdown\n\n# T\n\n#!csharp\n\nConsole.Write(\"o\"); Console.Error.Write(\"e\"); var d = "
                + "display(\"d\"); Console.Write(\"o\"); d.Update(\"u\"); 7\n\n#!csharp\n\nthrow new "
                + "Exception(\"boom\");\n");
        var (code, output, _) = await RunAsync("run", "--json", "--no-cache", file);
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        var notebook = json.RootElement.GetProperty("notebooks")[0];
        var cells = notebook.GetProperty("cells");
        Assert.Equal((file, "failed"),
            (notebook.GetProperty("path").GetString(), notebook.GetProperty("status").GetString()));
        Assert.Equal(["markdown", "csharp", "csharp"],
            cells.EnumerateArray().Select(c => c.GetProperty("kernel").GetString()));
        Assert.Equal("throw new Exception(\"boom\");", cells[2].GetProperty("source").GetString());
        Assert.Equal(11, cells[2].GetProperty("line").GetInt32());
        Assert.True(cells[1].GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(["stdout o", "stderr e", "display d", "stdout o", "update u", "return 7"],
            cells[1].GetProperty("events").EnumerateArray()
            .Select(e => e.GetProperty("kind").GetString() + " "
                + e.GetProperty("values").GetProperty("text/plain").GetString()));
        Assert.Equal("error", cells[2].GetProperty("events")[0].GetProperty("kind").GetString());
        Assert.Equal("n.dib, cell 3, line 1: System.Exception: boom", cells[2].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task
        Notebooks_side_by_side_are_shown_in_the_order_asked_for_with_results_on_the_standard_output_alone()
    {
        var slow = _folder.Write("slow.dib", "#!csharp\n\nawait Task.Delay(1500); \"slow one\"\n");
        var fast = _folder.Write("fast.dib", "#!csharp\n\n\"[red]fast one[/]\"\n");
        var (code, output, error) = await RunAsync("run", "-j", "2", slow, fast);
        Assert.Equal(0, code);
        Assert.True(output.IndexOf("slow one", StringComparison.Ordinal) < output.IndexOf("[red]fast one[/]",
            StringComparison.Ordinal), output);
        Assert.DoesNotContain('\u001b', output + error);
        var (again, cached, _) = await RunAsync("run", slow, fast);
        Assert.Equal(0, again);
        Assert.Contains("1 from the cache", cached, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_files_and_wrong_options_are_named_and_give_exit_code_2()
    {
        var bad = _folder.Write("bad.dib", "#!meta\n\n{ this is not JSON\n\n#!csharp\n\n1\n");
        var (missing, _, missingError) = await RunAsync("run", "gone.dib");
        var (broken, _, brokenError) = await RunAsync("run", bad);
        var (option, _, optionError) = await RunAsync("run", bad, "--timeout", "-3");
        Assert.Equal((2, 2, 2), (missing, broken, option));
        Assert.Contains("gone.dib: there is no such file", missingError, StringComparison.Ordinal);
        Assert.Contains("bad.dib", brokenError, StringComparison.Ordinal);
        Assert.Contains("--timeout needs a number greater than 0, not '-3'.", optionError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Jupyter_notebook_runs_too()
    {
        var file = _folder.Write("n.ipynb", """
            {"cells": [{"cell_type": "code", "execution_count": null, "id": "a", "metadata": {}, "outputs": [], "source": ["var a = 1;\n", "a + nothing"]}],
             "metadata": {"kernelspec": {"display_name": ".NET (C#)", "language": "C#", "name": ".net-csharp"}}, "nbformat": 4, "nbformat_minor": 5}
            """);
        var run = await NotebookRunner.RunAsync(NotebookSource.Load(file), Run.Options, null,
            TestContext.Current.CancellationToken);
        Assert.StartsWith("n.ipynb, cell 1, line 2: error CS0103", run.Cells[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Side_by_side_gives_what_one_after_the_other_gives()
    {
        var notebooks = Enumerable.Range(1, 4).Select(seed => Run.Notebook(_folder.Path,
            $"var random = new Random({seed});", "for (var i = 0; i < 100; i++) Console.Write(random.Next(10));",
            "display(random.NextDouble()); random.Next()")).ToArray();
        var together = await NotebookRunner.RunAllAsync(notebooks, Run.Options with { Parallelism = 4 }, null,
            TestContext.Current.CancellationToken);
        var apart = await NotebookRunner.RunAllAsync(notebooks, Run.Options with { Parallelism = 1 }, null,
            TestContext.Current.CancellationToken);
        Assert.Equal(apart.Select(Outputs), together.Select(Outputs));
        static string Outputs(NotebookResult run) =>
            string.Join('|',
                run.Cells.SelectMany(c => c.Events)
                    .Select(e => $"{e.Kind} {e.DisplayId} {string.Join(',', e.Values)}"));
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var tool = Process.Start(new ProcessStartInfo(Run.Worker.File, [.. Run.Worker.Arguments, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        })!;
        var output = tool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = tool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (tool.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }
}
