using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>Commands are ended at random moments, caches are damaged, disks are filled: each file is the old or the new
/// one, and the next command gives what one gives that nothing happened to. <c>RNNCOURSE_FAULTS</c> says how many
/// moments
/// each command gets.</summary>
[Trait("Suite", "Nightly")]
public sealed partial class InterruptionTests : IDisposable
{
    private static readonly int Moments =
        int.Parse(Environment.GetEnvironmentVariable("RNNCOURSE_FAULTS") ?? "17", CultureInfo.InvariantCulture);

    private readonly MiniCourse _course = new();

    public InterruptionTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        foreach (var n in Enumerable.Range(1, 40))
            _course.Write($"more/{n:00}.dib", $"#!csharp\n\n\n\nvar n = {n};\n\n\n#!markdown\n\ntext\n\n\n");
    }

    public void Dispose() => _course.Dispose();

    [Theory]
    [InlineData("run", "run notebooks --json --no-cache", "none")]
    [InlineData("run with a cache", "run notebooks --json", ".cache")]
    [InlineData("book", "book", "site")]
    [InlineData("format", "format more", "more")]
    [InlineData("export", "export more --out exported --force", "exported")]
    [InlineData("homework make", "homework make H2 --out {0}/dist", "dist")]
    [InlineData("experiment", "experiment two-sequences --seeds 1 --out {0}/results/r.json", "results")]
    public async Task A_command_that_is_ended_at_any_moment_leaves_old_or_new_files_and_the_next_gives_all(string name,
        string command, string folder)
    {
        var random = new Random(name.Length);
        var words = string.Format(CultureInfo.InvariantCulture, command, _course.Path).Split(' ');
        var at = name == "homework make" ? CourseTool.Root : _course.Path;
        var output = _course.At(folder);
        var notebooks = (Old: MiniCourse.Notebook("old", "\"old\""), New: MiniCourse.Notebook("new", "\"new\""));

        // What a clean command gives for the old and for the new notebook; twice, so that times come from the cache.
        _course.Write("notebooks/01-a.dib", notebooks.New);
        Copy(_course.At("more"), _course.At("more-before"));
        await EndedAsync(at, words);
        var (clock, clean) = (Stopwatch.StartNew(), await EndedAsync(at, words));
        var time = clock.Elapsed;
        var after = Contents(output);
        _course.Write("notebooks/01-a.dib", notebooks.Old);
        if (name == "format") Copy(_course.At("more-before"), _course.At("more"));
        else if (name == "book") _ = await EndedAsync(at, words);
        else Clear(output);
        var before = Contents(output);
        var old = _course.At("old");
        Copy(output, old);
        _course.Write("notebooks/01-a.dib", notebooks.New);

        for (var moment = 0; moment < Moments; moment++)
        {
            Clear(output);
            Copy(old, output);
            var signal = (string[])["KILL", "TERM", "INT"];
            var code = await EndAsync(at, words, time * random.NextDouble(), signal[random.Next(3)]);
            Assert.True(code is 0 or 130 or 137 or 143, $"{signal}: {code}");
            // What a writer that was killed left beside its file, the next writer of that file removes.
            foreach (var (file, bytes) in Contents(output)
                .Where(file => !file.Key.EndsWith(".tmp", StringComparison.Ordinal)))
                Assert.True(before.GetValueOrDefault(file) == bytes || after.GetValueOrDefault(file) == bytes
                    || folder is ".cache" || file.EndsWith(".runs", StringComparison.Ordinal), $"{file} is neither.");
            var next = await EndedAsync(at, words);
            // Other commands say what they did, which depends on what was left to do.
            if (words[0] is "run" or "experiment") Assert.Equal(Plain(clean.Output), Plain(next.Output));
            if (folder != ".cache") Assert.Equal(after, Contents(output));
        }
    }

    [Fact]
    public async Task Whatever_file_of_a_cache_is_damaged_the_next_command_gives_the_same()
    {
        var clean = await EndedAsync(_course.Path, ["run", "notebooks", "--json"]);
        await EndedAsync(_course.Path, ["book"]);
        await EndedAsync(_course.Path, ["book"]);
        var site = Contents(_course.At("site"));
        var files = ((string[])[".cache", "user-cache", "site/.course"])
            .SelectMany(folder => Directory.EnumerateFiles(_course.At(folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetFileName(file) is not (".gitignore" or "lock")).ToList();
        Assert.True(files.Count > 6);
        var random = new Random(1);
        foreach (var file in files)
        {
            var bytes = File.Exists(file) ? File.ReadAllBytes(file) : [];
            if (bytes.Length == 0) continue;
            switch (random.Next(4))
            {
                case 0: File.WriteAllBytes(file, bytes[..random.Next(bytes.Length)]); break;
                case 1: bytes[random.Next(bytes.Length)] ^= 1; File.WriteAllBytes(file, bytes); break;
                case 2: File.WriteAllBytes(file, File.ReadAllBytes(files.First(other => other != file))); break;
                default: File.Delete(file); Directory.CreateDirectory(file); break;
            }
            var next = await EndedAsync(_course.Path, ["run", "notebooks", "--json"]);
            Assert.Equal(Plain(clean.Output), Plain(next.Output));
            await EndedAsync(_course.Path, ["book"]);
            Assert.Equal(Untimed(site), Untimed(Contents(_course.At("site"))));
        }
    }

    [Theory]
    [InlineData("book", "site")]
    [InlineData("run notebooks", "none")]
    [InlineData("format more", "more")]
    [InlineData("export more --out exported --force", "exported")]
    public async Task A_full_disk_is_told_and_leaves_old_files(string command, string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && await MountsAsync(), "This system lets no test mount a disk.");
        await EndedAsync(_course.Path, command.Split(' '));
        var whole = Contents(_course.At(folder));
        if (folder == "more")
            foreach (var n in Enumerable.Range(1, 40))
                _course.Write($"more/{n:00}.dib", $"#!csharp\n\n\n\nvar n = {n};\n\n\n#!markdown\n\ntext\n\n\n");
        var before = Contents(_course.At(folder));
        _course.Write("notebooks/01-a.dib", MiniCourse.Notebook("new", $"\"{new string('n', 3000)}\""));
        string[] line;
        using (var tool = CourseTool.Start(_course.Path, _course.Variables, "--version"))
        {
            line = [.. tool.StartInfo.ArgumentList.SkipWhile(word => word != "dotnet").SkipLast(1)];
            await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var (code, text) = await ShellAsync($"""
            set -e
            mount -t tmpfs -o size=24m tmpfs /mnt
            cp -r '{_course.Path}' /mnt/course
            export RNNCOURSE_CACHE=/mnt/course/user-cache PATH='{_course.At("bin")}':"$PATH"
            cd /mnt/course
            dd if=/dev/zero of=/mnt/filler bs=4k >/dev/null 2>&1 || true
            set +e
            {string.Join(' ', line.Select(word => $"'{word}'"))} {command}
            code=$?
            rm -rf '{_course.At("copied")}'
            cp -r /mnt/course '{_course.At("copied")}'
            exit $code
            """);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.True(code is 0 or 2, text);
        foreach (var (file, bytes) in Contents(_course.At("copied/" + folder)))
            Assert.True(before.GetValueOrDefault(file) == bytes || whole.GetValueOrDefault(file) == bytes,
                $"{file} is neither the old nor the new one. {text}");
        if (folder != "none") Assert.Contains("space", text, StringComparison.Ordinal);
    }

    private static async Task<bool> MountsAsync() => (await ShellAsync("mount -t tmpfs tmpfs /mnt")).Code == 0;

    private static async Task<(int Code, string Text)> ShellAsync(string script)
    {
        string[] user = Environment.IsPrivilegedProcess ? [] : ["--map-root-user"];
        using var shell = Process.Start(new ProcessStartInfo("unshare", [.. user, "--mount", "sh", "-c", script + "\n"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output + await errors);
    }

    private async Task<ToolResult> EndedAsync(string folder, string[] words)
    {
        var result = await CourseTool.RunAsync(folder, _course.Variables, words);
        Assert.True(result.Code == 0, $"{string.Join(' ', words)}: {result.Code}\n{result.Output}\n{result.Error}");
        return result;
    }

    private async Task<int> EndAsync(string folder, string[] words, TimeSpan after, string signal)
    {
        using var process = CourseTool.Start(folder, _course.Variables, words);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Task.Delay(after);
        using (var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        Assert.DoesNotContain("   at ", await errors + await output, StringComparison.Ordinal);
        return process.ExitCode;
    }

    /// <summary>The files of a folder, the hidden list of a site and dates left out.</summary>
    private static SortedDictionary<string, string> Contents(string folder) => MiniCourse.Tree(folder);

    private static IEnumerable<string> Untimed(SortedDictionary<string, string> files) => files.Select(file =>
        file.Key + Seconds().Replace(System.Text.Encoding.UTF8.GetString(Convert.FromHexString(file.Value)), ""));

    private static string Plain(string output) => Times().Replace(output, "");

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static void Copy(string from, string to)
    {
        if (!Directory.Exists(from)) return;
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    [GeneratedRegex("""Ran in [0-9.]+ s|[0-9.]+ m?s<|"seconds": [0-9.e-]+|"fromCache": \w+""")]
    private static partial Regex Seconds();

    [GeneratedRegex("""(in [0-9.]+ s)|\d+ unchanged|"seconds": [0-9.e-]+,|"cached": \w+""")]
    private static partial Regex Times();
}
