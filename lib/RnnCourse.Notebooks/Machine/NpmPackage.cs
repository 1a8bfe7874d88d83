using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Machine;

/// <summary>A package of the npm registry, pinned by name, version and content. It is fetched with the machine's own
/// npm, checked against <paramref name="Integrity"/>, and kept in the user's cache, so that it is fetched
/// once.</summary>
/// <param name="Integrity">The hash that npm publishes for the tarball: <c>sha512-</c> and base64.</param>
public sealed record NpmPackage(string Name, string Version, string Integrity)
{
    /// <summary>The name of its folder in the user's cache.</summary>
    public string FolderName => $"{Name.Replace('/', '-')}-{Version}";

    /// <summary>Gives the folder of the unpacked package, fetching it if it is not in the cache yet.</summary>
    /// <exception cref="NpmException">npm is missing, cannot reach its registry, or brought other bytes than were
    /// pinned.</exception>
    public async Task<string> FolderAsync(CancellationToken cancellation = default)
    {
        var folder = Path.Combine(UserCache.Folder("npm"), FolderName);
        if (Directory.Exists(folder)) return folder;

        var scratch = Directory.CreateTempSubdirectory("rnncourse-npm-").FullName;
        try
        {
            var tarball = await PackAsync(scratch, cancellation);
            Verify(await File.ReadAllBytesAsync(tarball, cancellation));
            var unpacked = Path.Combine(scratch, "unpacked");
            Directory.CreateDirectory(unpacked);
            await using (var gzip = new GZipStream(File.OpenRead(tarball), CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(gzip, unpacked, overwriteFiles: false, cancellation);
            MoveIntoPlace(Path.Combine(unpacked, "package"), folder);
            return folder;
        }
        finally
        {
            FolderRemoval.TryDelete(scratch);
        }
    }

    private async Task<string> PackAsync(string destination, CancellationToken cancellation)
    {
        // The tarball goes into the working folder: no path stands on a command line that Windows' shell reads.
        string[] words = ["pack", $"{Name}@{Version}", "--silent"];
        var file = SearchPath.Find("npm") ?? throw new NpmException("npm, which comes with Node.js, is not installed");
        // On Windows npm is a .cmd file, which only the shell starts.
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/c", "npm", .. words])
            : new ProcessStartInfo(file, words);
        (start.WorkingDirectory, start.RedirectStandardOutput, start.RedirectStandardError) = (destination, true, true);
        using (var npm = Process.Start(start) ?? throw new NpmException("npm did not start."))
        {
            var errors = npm.StandardError.ReadToEndAsync(cancellation);
            await npm.StandardOutput.ReadToEndAsync(cancellation);
            await npm.WaitForExitAsync(cancellation);
            if (npm.ExitCode != 0)
                throw new NpmException($"npm could not fetch {Name} {Version}: {LastLine(await errors)}");
        }

        return Directory.EnumerateFiles(destination, "*.tgz").FirstOrDefault()
            ?? throw new NpmException($"npm said it fetched {Name} {Version}, but left no file.");
    }

    private void Verify(byte[] tarball)
    {
        var got = "sha512-" + Convert.ToBase64String(SHA512.HashData(tarball));
        if (got != Integrity)
            throw new NpmException(
                $"npm brought other bytes for {Name} {Version} than were pinned: expected {Integrity}, got "
                    + $"{got}. Nothing of it was used.");
    }

    private static void MoveIntoPlace(string from, string to)
    {
        // Another process may have put the same bytes there in the meantime. A move across file systems is a copy.
        var beside = to + "." + Environment.ProcessId;
        CopyFolder(from, beside);
        try { Directory.Move(beside, to); }
        catch (IOException) when (Directory.Exists(to)) { FolderRemoval.TryDelete(beside); }
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from)) File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(from))
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault()
            ?? "no reason given";
}

/// <summary>A package could not be had from npm. The message says why.</summary>
public sealed class NpmException(string message) : Exception(message);
