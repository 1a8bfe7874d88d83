using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Render;

/// <summary>Keeps what took long to make (highlighted code, typeset formulas) under a hash of what it was made
/// from.</summary>
internal static class RenderCache
{
    /// <summary>Gives what was kept for the same question, or makes it and keeps it.</summary>
    /// <param name="question">All that the answer depends on, this tool's own build excepted: that is added.</param>
    public static async Task<T> GetAsync<T>(object question, Func<Task<T>> make)
    {
        var key = JsonSerializer.Serialize(question) + typeof(RenderCache).Module.ModuleVersionId;
        var file = Path.Combine(UserCache.Folder("book"),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".kept");
        if (CacheFile.Read(file, key) is { } kept && JsonSerializer.Deserialize<T>(kept) is { } answer) return answer;
        var made = await make();
        CacheFile.Write(file, key, JsonSerializer.SerializeToUtf8Bytes(made));
        return made;
    }
}
