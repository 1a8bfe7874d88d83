using System.Text;
using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Faults;

public sealed class SiteFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Publishing_makes_the_files_the_site_and_touches_no_other()
    {
        _folder.Write("CNAME", "mine");
        await PublishAsync(("a.html", "a"), ("assets/b.css", "b"), ("old.html", "old"));
        await PublishAsync(("a.html", "A"), ("assets/b.css", null));
        Assert.Equal(["A", "b", "mine"], Contents("a.html", "assets/b.css", "CNAME"));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "old.html")));
        var site = new SiteFolder(_folder.Path);
        Assert.NotNull(site.Find("a.html"));
        Assert.Null(site.Find("CNAME"));
        Assert.Null(site.Find(".course/files.json"));
        Assert.Null(site.Find("../a.html"));
    }

    [Fact]
    public async Task What_was_interrupted_before_it_was_complete_is_dropped_and_after_it_is_finished()
    {
        await PublishAsync(("a.html", "a"), ("b.html", "b"));
        _folder.Write(".course/new/a.html", "hal");
        await new SiteFolder(_folder.Path).RecoverAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], Contents("a.html", "b.html"));

        // Killed when the first of two files was in its place.
        _folder.Write("a.html", "A");
        _folder.Write(".course/new/b.html", "B");
        _folder.Write(".course/new/complete.json", $$"""{"a.html": "{{Hash("A")}}", "b.html": "{{Hash("B")}}"}""");
        await new SiteFolder(_folder.Path).RecoverAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["A", "B"], Contents("a.html", "b.html"));
        Assert.Equal("B", new SiteFolder(_folder.Path).ReadWhole("b.html"));
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".course", "new")));
    }

    [Fact]
    public async Task A_site_is_made_again_when_what_it_is_made_of_or_one_of_its_files_is_another()
    {
        using var course = new MiniCourse();
        var record = course.At("site/.course/made.json");
        async Task<bool> IsMadeAnewAsync(params string[] words)
        {
            if (File.Exists(record)) File.SetLastWriteTimeUtc(record, DateTime.UnixEpoch);
            Assert.Equal(0, (await course.RunAsync(["book", .. words])).Code);
            return File.GetLastWriteTimeUtc(record) != DateTime.UnixEpoch;
        }

        Assert.True(await IsMadeAnewAsync());
        Assert.False(await IsMadeAnewAsync());
        File.AppendAllText(course.At("site/01-a.html"), "x");
        Assert.True(await IsMadeAnewAsync());
        File.Delete(course.At("site/report.json"));
        Assert.True(await IsMadeAnewAsync());
        course.Write("notebooks/glossary.md", "# Glossary");
        Assert.True(await IsMadeAnewAsync());
        Assert.True(File.Exists(course.At("site/glossary.html")));
        course.Write("notebooks/01-a.dib", MiniCourse.Notebook("another", "1 + 1"));
        Assert.False(await IsMadeAnewAsync("--only", "01"));
        Assert.True(await IsMadeAnewAsync());
        Assert.False(await IsMadeAnewAsync());
        _folder.Write("made.json", "{ cut");
        File.Copy(Path.Combine(_folder.Path, "made.json"), record, overwrite: true);
        Assert.True(await IsMadeAnewAsync());
    }

    [Fact]
    public async Task A_page_that_is_not_the_one_that_was_written_is_not_whole()
    {
        await PublishAsync(("a.html", "a whole page"), ("b.html", "another"));
        var site = new SiteFolder(_folder.Path);
        Assert.Equal("a whole page", site.ReadWhole("a.html"));
        _folder.Write("a.html", "a whole");
        Assert.Null(site.ReadWhole("a.html"));
        _folder.Write("b.html", "a whole page");
        Assert.Null(site.ReadWhole("b.html"));
        _folder.Write(".course/files.json", "{ cut");
        Assert.Null(site.ReadWhole("b.html"));
    }

    [Fact]
    public async Task A_cancelled_or_refused_publication_leaves_the_site()
    {
        await PublishAsync(("a.html", "a"));
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new SiteFolder(_folder.Path).PublishAsync(
            new Dictionary<string, byte[]?> { ["a.html"] = "A"u8.ToArray() }, cancel.Token));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "b.html"));
        _folder.Write("b.html/x", "");
        var refused = await Assert.ThrowsAsync<CourseException>(() =>
            PublishAsync(("a.html", "A"), ("b.html/x/c", "c")));
        Assert.Contains("--site", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_at_once_write_one_after_the_other()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() =>
            PublishAsync(("a.html", new string((char)('a' + n), 100_000)), ("b.html", $"{(char)('a' + n)}")))));
        var site = new SiteFolder(_folder.Path);
        Assert.Equal(site.ReadWhole("a.html")![..1], site.ReadWhole("b.html"));
    }

    private Task PublishAsync(params (string Name, string? Text)[] files) => new SiteFolder(_folder.Path).PublishAsync(
        files.ToDictionary(file => file.Name, file => file.Text is null ? null : Encoding.UTF8.GetBytes(file.Text)),
        TestContext.Current.CancellationToken);

    private IEnumerable<string> Contents(params string[] files) =>
        files.Select(file => File.ReadAllText(Path.Combine(_folder.Path, file)));

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
