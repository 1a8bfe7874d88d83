using System.Diagnostics;
using System.Globalization;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>Commands are ended at random moments: each file is the old or the new one, and the next command, which is
/// not ended, gives what one gives that nothing happened to. What writes many files is ended a hundred times, the
/// others, which take longer, fewer times: 375 moments in all. <c>RNNCOURSE_FAULTS</c> gives each command so
/// many at most.</summary>
public abstract class InterruptionTests : FaultyCourse
{
    private static readonly int? Chosen =
        int.TryParse(Environment.GetEnvironmentVariable("RNNCOURSE_FAULTS"), CultureInfo.InvariantCulture, out var n)
            ? n : null;

    private static readonly string[] Signals = ["KILL", "TERM", "INT"];

    private protected InterruptionTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");

    private protected async Task EndAtRandomMomentsAsync(string command, string folder, int moments)
    {
        var (words, home, output, old) = (Words(command), Home(command), Course.At(folder), Course.At("old"));
        WriteMore();
        Course.Write("notebooks/01-a.dib", MiniCourse.Notebook("new", "\"new\""));
        if (folder == "more") Copy(output, old);
        await EndedAsync(home, words);
        switch (folder)
        {
            case "site":
                Course.Write("notebooks/01-a.dib", MiniCourse.Notebook("old", "\"old\""));
                await EndedAsync(home, words);
                Copy(output, old);
                Course.Write("notebooks/01-a.dib", MiniCourse.Notebook("new", "\"new\""));
                break;
            case "exported" or "dist":
                foreach (var file in Contents(output).Keys) Course.Write($"old/{file}", "old");
                break;
        }

        // What a command gives that nothing happens to, and how long it takes.
        Reset();
        var before = Contents(output);
        var (clock, clean) = (Stopwatch.StartNew(), await EndedAsync(home, words));
        var (time, after) = (clock.Elapsed, Contents(output));
        var random = new Random(command.Length);
        for (var moment = 0; moment < Math.Min(Chosen ?? moments, moments); moment++)
        {
            Reset();
            var signal = Signals[random.Next(Signals.Length)];
            var code = await EndAsync(home, words, time * random.NextDouble(), signal);
            Assert.True(code is 0 or 130 or 137 or 143, $"{signal}: {code}");
            // What a writer that was killed left beside its file, the next writer of that file removes.
            foreach (var (file, bytes) in Contents(output)
                .Where(file => !file.Key.EndsWith(".tmp", StringComparison.Ordinal)))
                Assert.True(before.GetValueOrDefault(file) == bytes || after.GetValueOrDefault(file) == bytes
                    || folder == ".cache" || file.EndsWith(".runs", StringComparison.Ordinal), $"{file} is neither.");
            if (folder == "site" && code == 130) Assert.Equal(before, Contents(output));
            var next = await EndedAsync(home, words);
            // Other commands say what they did, which depends on what was left to do.
            if (words[0] is "run" or "experiment") Assert.Equal(Plain(clean.Output), Plain(next.Output));
            if (folder != ".cache") Assert.Equal(after, Contents(output));
        }

        void Reset()
        {
            Clear(output);
            Copy(old, output);
        }
    }

    private async Task<int> EndAsync(string home, string[] words, TimeSpan after, string signal)
    {
        using var process = CourseTool.Start(home, Course.Variables, words);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(after));
        using (var kill = Process.Start(new ProcessStartInfo("kill", ["-" + signal, $"{process.Id}"])
        { RedirectStandardError = true })!)
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.DoesNotContain("   at ", await errors + await output, StringComparison.Ordinal);
        return process.ExitCode;
    }
}

/// <summary>Commands that write many files.</summary>
[Trait("Suite", "Slow")]
public sealed class InterruptedWritersTests : InterruptionTests
{
    [Theory]
    [InlineData("book", "site")]
    [InlineData("format more", "more")]
    [InlineData("export more --out exported --force", "exported")]
    public Task They_leave_old_or_new_files_and_the_next_one_writes_all(string command, string folder) =>
        EndAtRandomMomentsAsync(command, folder, 100);
}

/// <summary>Commands that work for a while.</summary>
[Trait("Suite", "Slow")]
public sealed class InterruptedWorkTests : InterruptionTests
{
    [Theory]
    [InlineData("run notebooks/01-a.dib --json", ".cache", 33)]
    [InlineData("experiment two-sequences --seeds 1 --out {0}/results/r.json", "results", 33)]
    [InlineData("homework make H2 --out {0}/dist", "dist", 9)]
    public Task They_leave_old_or_new_files_and_the_next_one_does_all(string command, string folder, int moments) =>
        EndAtRandomMomentsAsync(command, folder, moments);
}
