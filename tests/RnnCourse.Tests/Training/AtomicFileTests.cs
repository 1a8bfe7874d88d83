using RnnCourse.Training;

namespace RnnCourse.Tests.Training;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_mode_of_a_file_stays_and_a_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Modes are Unix's.");
            return;
        }

        File.WriteAllText(At("private"), "old");
        File.SetUnixFileMode(At("private"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.CreateDirectory(At("more"));
        File.CreateSymbolicLink(At("more/link"), "../private");
        AtomicFile.Write(At("more/link"), "new");
        Assert.Equal("new", File.ReadAllText(At("private")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(At("private")));
        Assert.Equal("../private", new FileInfo(At("more/link")).LinkTarget);
    }

    [Fact]
    public void The_owner_of_a_file_stays()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), "Only root gives away.");
        File.WriteAllText(At("theirs"), "old");
        using (var chown = System.Diagnostics.Process.Start("chown", ["65534:65533", At("theirs")]))
            chown.WaitForExit();
        AtomicFile.Write(At("theirs"), "new");
        Assert.Equal((65534u, 65533u), UnixFile.Of(At("theirs")) is { } file ? (file.User, file.Group) : default);
    }

    [Fact]
    public void Files_of_the_user_that_are_named_like_temporary_ones_stay()
    {
        string[] own = ["a.txt.tmp", ".a.txt.tmp", ".a.txt.mine.tmp", $".b.txt.{new string('0', 32)}.tmp"];
        foreach (var name in own) File.WriteAllText(At(name), "precious");
        AtomicFile.Write(At("a.txt"), "new");
        Assert.Equal(own.Append("a.txt").Order(StringComparer.Ordinal), Names());
    }

    [Fact]
    public void What_a_writer_that_was_killed_left_is_removed_and_what_another_is_writing_is_not()
    {
        string left = $".a.txt.{Guid.NewGuid():N}.tmp", busy = $".a.txt.{Guid.NewGuid():N}.tmp";
        File.WriteAllText(At(left), "half");
        using var held = new FileStream(At(busy), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        AtomicFile.Write(At("a.txt"), "new");
        Assert.Equal([busy, "a.txt"], Names());
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_else()
    {
        Directory.CreateDirectory(At("full"));
        File.WriteAllText(At("full/x"), "");
        var problem = Assert.Throws<IOException>(() => AtomicFile.Write(At("full"), "new"));
        Assert.Contains(At("full"), problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["full"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void A_device_is_written_to_as_it_is_and_a_name_may_be_as_long_as_the_system_allows()
    {
        if (!OperatingSystem.IsWindows()) AtomicFile.Write("/dev/null", "gone");
        AtomicFile.Write(At(new string('n', 255)), "new");
        Assert.Equal(255, Assert.Single(Names())!.Length);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private IEnumerable<string?> Names() => Directory.GetFiles(_folder).Select(Path.GetFileName)
        .Order(StringComparer.Ordinal);
}
