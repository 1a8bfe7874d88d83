using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Machine;

/// <summary>A package of the npm registry, pinned by name, version and content. It is fetched once with the machine's
/// own npm and kept, as the tarball it came in, in the user's cache. Its content is checked against <paramref
/// name="Integrity"/> each time it is read.</summary>
/// <param name="Integrity">The hash that npm publishes for the tarball: <c>sha512-</c> and base64.</param>
public sealed record NpmPackage(string Name, string Version, string Integrity)
{
    /// <summary>How long a registry may take to say that it has a package, and then to send it.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10), Sending = TimeSpan.FromSeconds(90);

    /// <summary>Why npm could not be used; it is not asked again before some time has passed.</summary>
    private static (string Reason, long Time)? _failure;

    /// <summary>npm's program; null finds it.</summary>
    internal string? Npm { get; init; }

    /// <summary>The folder that keeps it; null is the user's cache.</summary>
    internal string? Folder { get; init; }

    /// <summary>The file that keeps it in the user's cache.</summary>
    public string FileName => $"{Name.Replace('/', '-')}-{Version}.tgz";

    /// <summary>Whether it is kept already.</summary>
    internal bool IsKept => TryRead(Path.Combine(Folder ?? UserCache.PathOf("npm"), FileName)) is not null;

    /// <summary>The files of the package by path, fetched if they are not kept yet.</summary>
    /// <exception cref="NpmException">npm is missing, cannot reach its registry, or brought contents other than those
    /// pinned.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> FilesAsync(CancellationToken cancellation = default)
    {
        var kept = Path.Combine(Folder ?? UserCache.Folder("npm"), FileName);
        if (TryRead(kept) is { } tarball) return Unpack(tarball);
        if (Npm is null && _failure is var (reason, time) && Stopwatch.GetElapsedTime(time) < TimeSpan.FromMinutes(5))
            throw new NpmException(reason);
        try
        {
            tarball = await FetchAsync(cancellation);
        }
        catch (NpmException failure)
        {
            _failure = (failure.Message, Stopwatch.GetTimestamp());
            Notice.Once($"{failure.Message.TrimEnd('.')}. What needs it is left to the reader's browser.");
            throw;
        }
        CacheFile.TryWrite(kept, tarball);
        return Unpack(tarball);
    }

    private byte[]? TryRead(string path)
    {
        try
        {
            return File.Exists(path) && File.ReadAllBytes(path) is var bytes && IntegrityOf(bytes) == Integrity ? bytes
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private async Task<byte[]> FetchAsync(CancellationToken cancellation)
    {
        Notice.Show($"Fetching {Name} {Version} from npm …");
        var scratch = Directory.CreateTempSubdirectory("rnncourse-npm-").FullName;
        try
        {
            await NpmAsync(["view", $"{Name}@{Version}", "version"], scratch, Silence, cancellation);
            await NpmAsync(["pack", $"{Name}@{Version}"], scratch, Sending, cancellation);
            var file = Directory.EnumerateFiles(scratch, "*.tgz").FirstOrDefault()
                ?? throw new NpmException($"npm said it fetched {Name} {Version}, but left no file");
            var tarball = await File.ReadAllBytesAsync(file, cancellation);
            var got = IntegrityOf(tarball);
            return got == Integrity ? tarball : throw new NpmException(
                $"the integrity check of {Name} {Version} failed: expected {Integrity}, got {got}. "
                + "The download was discarded");
        }
        finally
        {
            FolderRemoval.TryDelete(scratch);
        }
    }

    private async Task NpmAsync(string[] words, string folder, TimeSpan limit, CancellationToken cancellation)
    {
        // What it writes goes into the working folder: no path stands on a command line that Windows' shell reads.
        words = [.. words, "--loglevel=error", "--fetch-retries=0", "--no-update-notifier", "--no-fund"];
        var file = Npm ?? SearchPath.Find("npm")
            ?? throw new NpmException("npm, which comes with Node.js, is not installed");
        // On Windows npm is a .cmd file, which only the shell starts.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", "npm", .. words])
            : new ProcessStartInfo(file, words);
        (start.WorkingDirectory, start.RedirectStandardInput, start.RedirectStandardOutput,
            start.RedirectStandardError) = (folder, true, true, true);
        using var timeUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeUp.CancelAfter(limit);
        using var npm = Process.Start(start) ?? throw new NpmException("npm did not start");
        npm.StandardInput.Close();
        try
        {
            var errors = npm.StandardError.ReadToEndAsync(timeUp.Token);
            await npm.StandardOutput.ReadToEndAsync(timeUp.Token);
            await npm.WaitForExitAsync(timeUp.Token);
            if (npm.ExitCode != 0)
                throw new NpmException($"npm could not fetch {Name} {Version}: {Reason(await errors)}");
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new NpmException(FormattableString.Invariant(
                $"npm could not fetch {Name} {Version}: its registry did not answer in {limit.TotalSeconds:0} s"));
        }
    }

    private static Dictionary<string, byte[]> Unpack(byte[] tarball)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var tar = new TarReader(new GZipStream(new MemoryStream(tarball), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
            if (entry is { EntryType: TarEntryType.RegularFile or TarEntryType.V7RegularFile, DataStream: { } data })
            {
                var bytes = new byte[data.Length];
                data.ReadExactly(bytes);
                files[entry.Name[(entry.Name.IndexOf('/', StringComparison.Ordinal) + 1)..]] = bytes; // package/…
            }
        return files;
    }

    private static string IntegrityOf(byte[] tarball) =>
        "sha512-" + Convert.ToBase64String(SHA512.HashData(tarball));

    /// <summary>npm's own words, without the code and the address of its log.</summary>
    private static string Reason(string errors) =>
        string.Join(' ', errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Replace("npm error", "", StringComparison.Ordinal)
                .Replace("npm ERR!", "", StringComparison.Ordinal).Trim())
            .Where(line => line.Length > 0 && !line.Contains("complete log", StringComparison.Ordinal)).Take(4))
        is { Length: > 0 } reason ? reason.TrimEnd('.') : "npm gave no reason";
}

/// <summary>A package could not be had from npm. The message says why.</summary>
public sealed class NpmException(string message) : Exception(message);
