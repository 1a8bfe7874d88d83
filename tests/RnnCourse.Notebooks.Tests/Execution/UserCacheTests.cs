using RnnCourse.Notebooks.Machine;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Execution;

public sealed class UserCacheTests : IDisposable
{
    private const long Tenth = 26 << 20; // of the 256 MB that a room may hold

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(9, "abcdefghi")]
    [InlineData(10, "fghij")]
    [InlineData(11, "ghijk")]
    public void A_room_that_has_grown_too_large_loses_its_older_half(int files, string left)
    {
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        foreach (var file in Enumerable.Range(0, files))
        {
            // Long, but empty of blocks where the file system knows holes.
            var path = Path.Combine(_folder.Path, $"{(char)('a' + file)}");
            using (var written = File.Create(path)) written.SetLength(Tenth);
            File.SetLastWriteTimeUtc(path, start.AddHours(file));
        }

        Assert.Equal(_folder.Path, UserCache.Folder(_folder.Path));

        var kept = Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(left, string.Concat(kept));
    }
}
