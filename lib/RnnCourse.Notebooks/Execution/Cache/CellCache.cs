namespace RnnCourse.Notebooks.Execution.Cache;

/// <summary>Results of cells on disk, each under the hash of all that made it. A file appears whole or not at all, so
/// that several runs may share the folder; one that was damaged or misplaced since counts as missing.</summary>
internal sealed class CellCache
{
    private const long MaxBytes = 1L << 30;
    private readonly string _folder;

    /// <param name="folder">The folder, made if missing. Where nothing can be written there, this is said once, and
    /// results are only read.</param>
    internal CellCache(string folder)
    {
        _folder = folder;
        if (WritableFolder.Problem(folder) is { } problem)
        {
            Notice.Once($"results are not kept in {folder} ({problem}): what is not there already runs each time.");
            return;
        }
        var ignore = Path.Combine(folder, ".gitignore");
        if (!File.Exists(ignore)) CacheFile.TryWrite(ignore, "*\n"u8);
        CacheFile.Prune(folder, MaxBytes);
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

    /// <summary>The time, the memory and the outputs stored under a key, or null.</summary>
    internal (TimeSpan Time, long Memory, IReadOnlyList<CellEvent> Events)? Find(string key)
    {
        if (CacheFile.Read(PathOf(key), key) is not { } body) return null;
        using var json = JsonDocument.Parse(body);
        return (TimeSpan.FromSeconds(json.RootElement.GetProperty("seconds").GetDouble()),
            json.RootElement.GetProperty("bytes").GetInt64(),
            ResultJson.ReadEvents(json.RootElement.GetProperty("events")));
    }

    /// <summary>Stores a result.</summary>
    internal void Store(string key, CellResult result) =>
        CacheFile.Write(PathOf(key), key, Encoding.UTF8.GetBytes(new JsonObject
        {
            ["seconds"] = result.Time.TotalSeconds,
            ["bytes"] = result.Memory,
            ["events"] = ResultJson.Events(result.Events),
        }.ToJsonString()));

    private string PathOf(string key) => Path.Combine(_folder, key[..2], key + ".cell");
}
