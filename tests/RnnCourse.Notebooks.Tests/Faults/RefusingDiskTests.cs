using System.Diagnostics;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

/// <summary>Disks are filled and caches are damaged: each file is the old or the new one, and the next command gives
/// what one gives that nothing happened to, or a sentence.</summary>
[Trait("Suite", "Slow")]
public sealed class RefusingDiskTests : FaultyCourse
{
    public RefusingDiskTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "These tests bring shell scripts.");

    [Fact]
    public async Task Whatever_file_of_a_cache_is_damaged_the_next_command_gives_the_same()
    {
        var clean = await EndedAsync(Course.Path, ["run", "notebooks", "--json"]);
        await EndedAsync(Course.Path, ["book"]);
        await EndedAsync(Course.Path, ["book"]); // The second one takes its times from the cache.
        var site = Contents(Course.At("site"));
        var files = ((string[])[".cache", "user-cache", "site/.course"])
            .SelectMany(folder => Directory.EnumerateFiles(Course.At(folder), "*", SearchOption.AllDirectories))
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
            var next = await EndedAsync(Course.Path, ["run", "notebooks", "--json"]);
            Assert.Equal(Plain(clean.Output), Plain(next.Output));
            await EndedAsync(Course.Path, ["book"]);
            Assert.Equal(Untimed(site), Untimed(Contents(Course.At("site"))));
        }
    }

    [Theory]
    [InlineData("book", "site")]
    [InlineData("run notebooks", "none")]
    [InlineData("format more", "more")]
    [InlineData("export more --out exported --force", "exported")]
    [InlineData("experiment two-sequences --seeds 1 --out {0}/results/r.json", "results")]
    [InlineData("homework make H2 --out {0}/dist", "dist")]
    public async Task A_full_disk_is_told_and_leaves_old_files(string command, string folder)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && await MountsAsync(), "This system lets no test mount a disk.");
        WriteMore();
        await EndedAsync(Home(command), Words(command));
        var whole = Contents(Course.At(folder));
        if (folder is "results" or "dist") Clear(Course.At(folder));
        WriteMore();
        var before = Contents(Course.At(folder));
        Course.Write("notebooks/01-a.dib", MiniCourse.Notebook("new", $"\"{new string('n', 3000)}\""));
        string[] line;
        using (var tool = CourseTool.Start(Course.Path, Course.Variables, "--version"))
        {
            line = [.. tool.StartInfo.ArgumentList.SkipWhile(word => word != "dotnet").SkipLast(1)];
            await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        const string disk = "/mnt/course";
        var home = Home(command) == Course.Path ? disk : Home(command);
        var words = string.Join(' ', line.Concat(Words(command, disk)).Select(word => $"'{word}'"));
        var (code, text) = await ShellAsync($"""
            set -e
            mount -t tmpfs -o size=64m tmpfs /mnt
            cp -r '{Course.Path}' {disk}
            export RNNCOURSE_CACHE={disk}/user-cache PATH='{Course.At("bin")}':"$PATH"
            dd if=/dev/zero of=/mnt/filler bs=4k >/dev/null 2>&1 || true
            cd '{home}'
            set +e
            {words}
            code=$?
            cp -r {disk} '{Course.At("copied")}'
            rm /mnt/filler
            {words} || exit 99
            cp -r {disk} '{Course.At("again")}'
            exit $code
            """);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.True(code is 0 or 2, text);
        foreach (var (file, bytes) in Contents(Course.At("copied/" + folder)))
            Assert.True(before.GetValueOrDefault(file) == bytes || whole.GetValueOrDefault(file) == bytes
                || file.EndsWith(".runs", StringComparison.Ordinal),
                $"{file} is neither the old nor the new one. {text}");
        // With room again, the next one does all; the pages of a book say how long it took.
        if (folder != "site") Assert.Equal(whole, Contents(Course.At("again/" + folder)));
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
}
