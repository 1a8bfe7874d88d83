using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Execution.Cache;

/// <summary>Results of cells on disk, each under the hash of all that made it. A file appears whole or not at all, so
/// that several runs may share the folder; one that was damaged since is recognised by its check sum and counts as
/// missing.</summary>
internal sealed class CellCache
{
    private const long MaxBytes = 1L << 30;
    private readonly string _folder;

    internal CellCache(string folder)
    {
        _folder = folder;
        Directory.CreateDirectory(folder);
        var ignore = Path.Combine(folder, ".gitignore");
        if (!File.Exists(ignore)) AtomicFile.Write(ignore, "*\n");
        Prune();
    }

    /// <summary>Where the cache of a notebook is: <c>.cache/notebooks</c> in its repository, or beside it when it is in
    /// none.</summary>
    internal static string FolderFor(string notebookFolder)
    {
        for (var folder = new DirectoryInfo(notebookFolder); folder is not null; folder = folder.Parent)
            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
                return Path.Combine(folder.FullName, ".cache", "notebooks");
        return Path.Combine(notebookFolder, ".cache", "notebooks");
    }

    /// <summary>The time and outputs stored under a key, or null.</summary>
    internal (TimeSpan Time, IReadOnlyList<CellEvent> Events)? Find(string key)
    {
        var path = PathOf(key);
        try
        {
            var bytes = File.ReadAllBytes(path);
            var body = bytes.AsSpan(Math.Min(bytes.Length, SHA256.HashSizeInBytes));
            if (bytes.Length <= SHA256.HashSizeInBytes
                || !SHA256.HashData(body).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
                return Discard(path);
            using var json = JsonDocument.Parse(bytes.AsMemory(SHA256.HashSizeInBytes));
            return (TimeSpan.FromSeconds(json.RootElement.GetProperty("seconds").GetDouble()),
                ResultJson.ReadEvents(json.RootElement.GetProperty("events")));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException
            or InvalidOperationException)
        {
            return Discard(path);
        }
    }

    /// <summary>Stores a result. A disk that refuses costs the next run some time, and this one nothing.</summary>
    internal void Store(string key, CellResult result)
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["seconds"] = result.Time.TotalSeconds,
            ["events"] = ResultJson.Events(result.Events),
        }.ToJsonString());
        try
        {
            var path = PathOf(key);
            AtomicFile.Write(path, [.. SHA256.HashData(body), .. body]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
    }

    private string PathOf(string key) => Path.Combine(_folder, key[..2], key + ".cell");

    private static (TimeSpan, IReadOnlyList<CellEvent>)? Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
        return null;
    }

    /// <summary>When the folder has grown too large, the oldest half goes.</summary>
    private void Prune()
    {
        try
        {
            var files = new DirectoryInfo(_folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(f => f.Name != ".gitignore").ToArray();
            if (files.Sum(f => f.Length) < MaxBytes) return;
            foreach (var file in files.OrderBy(f => f.LastWriteTimeUtc).Take(files.Length / 2)) file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
    }
}
