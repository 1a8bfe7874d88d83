using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Render;

/// <summary>Keeps what took long to make (highlighted code, typeset formulas) under a hash of what it was made
/// from.</summary>
internal static class RenderCache
{
    /// <summary>Gives what was kept for the same question, or makes it and keeps it.</summary>
    /// <param name="question">All that the answer depends on, this tool's own build excepted: that is added.</param>
    public static async Task<T> GetAsync<T>(object question, Func<Task<T>> make, CancellationToken cancellation)
    {
        var key = JsonSerializer.Serialize(question) + typeof(RenderCache).Module.ModuleVersionId;
        var file = Path.Combine(UserCache.Folder("book"),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".json");
        if (await ReadAsync<T>(file, cancellation) is { } kept) return kept;
        var made = await make();
        AtomicFile.Write(file, JsonSerializer.Serialize(made));
        return made;
    }

    private static async Task<T?> ReadAsync<T>(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file)) return default;
        try
        {
            return JsonSerializer.Deserialize<T>(await File.ReadAllTextAsync(file, cancellation));
        }
        catch (JsonException)
        {
            return default; // damaged: made again
        }
    }
}
