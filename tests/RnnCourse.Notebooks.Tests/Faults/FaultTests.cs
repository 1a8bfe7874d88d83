using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>A machine that refuses: a sentence, and what can go on goes on.</summary>
public sealed class FaultTests : IDisposable
{
    private readonly MiniCourse _course = new();

    public FaultTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "These tests bring shell scripts.");

    public void Dispose() => _course.Dispose();

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task Caches_that_cannot_be_written_cost_time_and_nothing_else()
    {
        _course.Write(".cache", "no folder");
        _course.Variables["RNNCOURSE_CACHE"] = "/dev/null/x";
        var run = await _course.RunAsync("run", "notebooks");
        Assert.Equal(0, run.Code);
        Assert.Contains("results are not kept in", run.Error, StringComparison.Ordinal);
        var book = await _course.RunAsync("book");
        Assert.True(book.Code == 0, book.Error);
        Assert.Contains("RNNCOURSE_CACHE", book.Error, StringComparison.Ordinal);
        Assert.Contains("first", File.ReadAllText(_course.At("site/01-a.html")), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("/nowhere/at/all", "it is not there")]
    [InlineData("LONG", "longer than")]
    [InlineData("/proc", "")]
    public async Task A_folder_for_temporary_files_that_cannot_be_used_is_told_and_another_is_used(string folder,
        string reason)
    {
        if (folder == "LONG") Directory.CreateDirectory(folder = _course.At(new string('l', 80)));
        _course.Variables["TMPDIR"] = folder;
        var run = await _course.RunAsync("run", "notebooks");
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains($"TMPDIR names {folder}", run.Error, StringComparison.Ordinal);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Nightly")]
    [InlineData("")]
    [InlineData("/dev/null/nobody")]
    public async Task Without_a_home_commands_work_and_say_what_is_not_kept(string home)
    {
        Course("HOME", home);
        if (home.Length > 0) Course("RNNCOURSE_CACHE", "");
        foreach (var words in (string[][])[["run", "notebooks"], ["book"], ["lint"], ["format"],
            ["export", "notebooks/01-a.dib", "--pictures", "--out", "a.html", "--to", "html"], ["doctor"]])
        {
            var result = await _course.RunAsync(words);
            Assert.True(result.Code == 0 || words[0] == "doctor", $"{words[0]}: {result.Code}\n{result.Error}");
            Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
            if (home.Length > 0 && words[0] is "book" or "doctor")
                Assert.Contains("in the environment variable RNNCOURSE_CACHE", result.Output + result.Error,
                    StringComparison.Ordinal);
        }

        void Course(string name, string value) => _course.Variables[name] = value;
    }

    [Fact]
    [Trait("Suite", "Nightly")]
    public async Task A_user_whom_the_system_does_not_know_has_no_home_and_works_all_the_same()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && OperatingSystem.IsLinux(), "Only root becomes another.");
        string[] stranger = ["setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "env", "-u", "HOME", "-u",
            "RNNCOURSE_CACHE", "PATH=" + _course.Variables["PATH"]];
        _course.Write("packages/a.dib", "#!csharp\n\n#r \"nuget: No.Such.Package, 1.0.0\"\n");
        _course.Write("packages/nuget.config", "<configuration><packageSources><clear /><add key=\"empty\" "
            + "value=\".\" /></packageSources></configuration>");
        using (var chown = Process.Start("chown", ["-R", "54321:54321", _course.Path])) chown.WaitForExit();
        foreach (var words in (string[][])[["run", "notebooks"], ["book"], ["run", "packages"]])
        {
            using var tool = _course.Start(words);
            string[] line = [.. stranger, .. tool.StartInfo.ArgumentList];
            tool.Kill();
            using var strange = Process.Start(new ProcessStartInfo(line[0], line[1..])
            {
                WorkingDirectory = _course.Path,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var output = strange.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = await strange.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await strange.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipWhen(errors.Contains("does not exist", StringComparison.Ordinal)
                || errors.Contains("Permission denied", StringComparison.Ordinal), "The tool is not for everybody.");
            var text = await output + errors;
            Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
            Assert.True(strange.ExitCode == (words[^1] == "packages" ? 1 : 0), text);
            if (words[^1] == "packages") Assert.Contains("cannot be restored: error NU1101", text,
                StringComparison.Ordinal);
            if (words[0] == "book")
                Assert.Contains("in the environment variable RNNCOURSE_CACHE", errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_feed_that_never_answers_or_refuses_is_named_soon_and_other_cells_run(bool accepts)
    {
        using var feed = new SilentServer(accepts);
        Feed(feed.Address);
        _course.Write("notebooks/01-a.dib",
            "#!csharp\n\n#r \"nuget: No.Such.Package, 1.0.0\"\n\n#!csharp\n\n\"went on\"\n");
        using var run = _course.Start("run", "notebooks/01-a.dib");
        var clock = Stopwatch.StartNew();
        var output = run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var first = await run.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        var told = clock.Elapsed;
        await run.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        if (first is not null) Assert.Contains("No.Such.Package", first, StringComparison.Ordinal);
        // NuGet would wait for minutes; it takes 8 seconds beside what a busy machine takes to start.
        Assert.True((first is null ? clock.Elapsed : told) < TimeSpan.FromSeconds(40), $"{told} {clock.Elapsed}");
        Assert.Contains("The package No.Such.Package 1.0.0 cannot be restored: ", await output,
            StringComparison.Ordinal);
        Assert.Contains(feed.Address, await output, StringComparison.Ordinal);
        Assert.Contains("went on", await output, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}");
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_notebook_that_needs_a_feed_that_never_answers_is_skipped()
    {
        using var feed = new SilentServer(accepts: true);
        Feed(feed.Address);
        _course.Write("notebooks/01-a.dib", "#!csharp\n\n//| needs: nuget\n#r \"nuget: No.Such.Package, 1.0.0\"\n");
        var clock = Stopwatch.StartNew();
        var run = await _course.RunAsync("run", "notebooks/01-a.dib");
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}");
        Assert.Equal(0, run.Code);
        Assert.Contains("The notebook needs packages. The package No.Such.Package 1.0.0 cannot be restored: no answer "
            + $"from {feed.Address} in 8 s.", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_doctor_names_a_feed_and_a_registry_that_never_answer_or_refuse(bool accepts)
    {
        using var feed = new SilentServer(accepts);
        using var registry = new SilentServer(accepts);
        Feed(feed.Address);
        _course.Program("node", "echo v20");
        _course.Program("npm", $"[ \"$1\" = config ] && echo http://{registry.Address}/ || echo 10");
        var clock = Stopwatch.StartNew();
        var doctor = await _course.RunAsync("doctor");
        Assert.Contains($"no answer from {feed.Address}: what is built works", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("the npm registry 127.0.0.1 does not answer", doctor.Output, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"{clock.Elapsed}");
    }

    /// <summary>Makes an address the only feed of the notebooks.</summary>
    private void Feed(string address) => _course.Write("notebooks/nuget.config", $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{_course.At("unpacked")}" /></config>
          <packageSources><clear />
            <add key="one" value="http://{address}/index.json" allowInsecureConnections="true" />
          </packageSources>
          <fallbackPackageFolders><clear /></fallbackPackageFolders>
        </configuration>
        """);

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_registry_that_never_answers_is_asked_once_and_given_up_after_10_seconds()
    {
        _course.Program("node", "echo v20");
        _course.Program("npm", $"echo $$ >> '{_course.At("npm-started")}'; sleep 600");
        var clock = Stopwatch.StartNew();
        using var book = _course.Start("book");
        var errors = book.StandardError;
        var (begun, told) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        while (await errors.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith("Fetching katex", StringComparison.Ordinal)) begun = clock.Elapsed;
            else if (line.Contains("did not answer in 10 s. What needs it is left to", StringComparison.Ordinal))
                told = clock.Elapsed;
        var output = await book.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await book.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, book.ExitCode);
        Assert.True(told - begun < TimeSpan.FromSeconds(15), $"{told - begun}");
        Assert.Contains("did not answer in 10 s", output, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(_course.At("npm-started")));
        Assert.Contains("data-tex", File.ReadAllText(_course.At("site/01-a.html")), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task An_interrupted_fetch_ends_npm_says_so_and_leaves_the_site_as_it_was()
    {
        Assert.Equal(0, (await _course.RunAsync("book")).Code);
        var before = MiniCourse.Tree(_course.At("site"));
        _course.Write("notebooks/01-a.dib", MiniCourse.Notebook("changed", "3"));
        _course.Program("node", "echo v20");
        _course.Program("npm", $"echo $$ > '{_course.At("npm-started")}'; exec sleep 600");
        using var book = _course.Start("book");
        var errors = book.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(_course.At("npm-started")) || new FileInfo(_course.At("npm-started")).Length == 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        using (var kill = Process.Start("kill", ["-TERM", $"{book.Id}"])) kill.WaitForExit();
        await book.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(130, book.ExitCode);
        Assert.Contains("Interrupted. The site was left as it was.", await errors, StringComparison.Ordinal);
        Assert.Equal(before, MiniCourse.Tree(_course.At("site")));
        Assert.False(Directory.Exists($"/proc/{File.ReadAllText(_course.At("npm-started")).Trim()}"));
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_kept_package_proves_its_content_and_is_fetched_again_when_it_cannot()
    {
        using var folder = new TemporaryFolder();
        var tarball = Tarball(("package/a.txt", "right"));
        File.WriteAllBytes(Path.Combine(folder.Path, "tiny-1.0.0.tgz"), tarball);
        _course.Program("npm", $"echo $1 >> '{_course.At("asked")}'; "
            + $"[ \"$1\" = pack ] && cp '{folder.Path}/tiny-1.0.0.tgz' .; true");
        var package = new NpmPackage("tiny", "1.0.0", "sha512-" + Convert.ToBase64String(SHA512.HashData(tarball)))
        {
            Npm = _course.At("bin/npm"),
            Folder = _course.At("npm"),
        };
        foreach (var damage in (byte[]?[])[null, [], tarball[..50], Tarball(("package/a.txt", "wrong"))])
        {
            if (damage is not null) File.WriteAllBytes(_course.At("npm/tiny-1.0.0.tgz"), damage);
            Assert.False(package.IsKept);
            var files = await package.FilesAsync(TestContext.Current.CancellationToken);
            Assert.Equal("right", System.Text.Encoding.UTF8.GetString(files["a.txt"]));
            Assert.True(package.IsKept);
        }
        Assert.Equal(8, File.ReadAllLines(_course.At("asked")).Length);
        File.WriteAllBytes(Path.Combine(folder.Path, "tiny-1.0.0.tgz"), Tarball(("package/a.txt", "other")));
        File.Delete(_course.At("npm/tiny-1.0.0.tgz"));
        var refused = await Assert.ThrowsAsync<NpmException>(() => package.FilesAsync(
            TestContext.Current.CancellationToken));
        Assert.Contains("integrity check", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Suite", "Slow")]
    [InlineData("run", "notebooks")]
    [InlineData("format", "notebooks")]
    [InlineData("lint", "notebooks")]
    [InlineData("export", "notebooks")]
    [InlineData("book")]
    public async Task A_pipe_is_no_notebook_and_hidden_files_are_none(params string[] words)
    {
        File.CreateSymbolicLink(_course.At("notebooks/.#01-a.dib"), "user@host.1234");
        var fine = await _course.RunAsync(words);
        Assert.True(fine.Code == 0, fine.Error + fine.Output);
        using (var mkfifo = Process.Start("mkfifo", [_course.At("notebooks/pipe.dib")])) mkfifo.WaitForExit();
        var result = await _course.RunAsync(words).WaitAsync(TimeSpan.FromMinutes(2),
            TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Code);
        Assert.Contains("a pipe or a device is not a notebook", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Suite", "Slow")]
    public async Task A_damaged_formula_or_a_swapped_one_is_made_again()
    {
        await _course.RunAsync("book"); // The second one takes its times from the cache.
        Assert.Equal(0, (await _course.RunAsync("book")).Code);
        var before = MiniCourse.Tree(_course.At("site"));
        var kept = Directory.GetFiles(_course.At("user-cache/book"));
        Assert.True(kept.Length > 1);
        for (var n = 0; n < kept.Length; n++)
            File.WriteAllBytes(kept[n], n == 0 ? [] : n == 1 ? "[]"u8.ToArray() : File.ReadAllBytes(kept[^1]));
        Assert.Equal(0, (await _course.RunAsync("book")).Code);
        Assert.Equal(before, MiniCourse.Tree(_course.At("site")));
    }

    private static byte[] Tarball(params (string Name, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
            foreach (var (name, text) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
                {
                    DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)),
                });
        return bytes.ToArray();
    }
}
