using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Machine;

/// <summary>A file of a cache: what was kept under a key, with a check sum over both. One that was damaged, or that
/// lies
/// where another belongs, counts as missing. A disk that refuses costs the next run some time, and this one
/// nothing.</summary>
internal static class CacheFile
{
    /// <summary>What was kept, or null.</summary>
    internal static byte[]? Read(string path, string key)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var body = bytes.AsSpan(Math.Min(bytes.Length, SHA256.HashSizeInBytes));
            if (bytes.Length >= SHA256.HashSizeInBytes
                && Sum(key, body).AsSpan().SequenceEqual(bytes.AsSpan(0, SHA256.HashSizeInBytes)))
                return body.ToArray();
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
        return null;
    }

    /// <summary>Keeps something under a key.</summary>
    internal static void Write(string path, string key, ReadOnlySpan<byte> body) =>
        TryWrite(path, [.. Sum(key, body), .. body]);

    /// <summary>Writes a file where the disk lets it.</summary>
    internal static void TryWrite(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            AtomicFile.Write(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
    }

    /// <summary>Deletes the older half of the files in a folder that has grown too large.</summary>
    /// <param name="most">How many bytes its files may have together.</param>
    internal static void Prune(string folder, long most)
    {
        try
        {
            var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.Name != ".gitignore").ToArray();
            if (files.Sum(file => file.Length) <= most) return;
            foreach (var file in files.OrderBy(file => file.LastWriteTimeUtc).Take((files.Length + 1) / 2))
                file.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            System.Diagnostics.Debug.WriteLine(e.Message);
        }
    }

    private static byte[] Sum(string key, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
