using System.Collections.Concurrent;
using System.Security.Cryptography;
using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Execution.Worker;

namespace RnnCourse.Notebooks.Execution.Cache;

/// <summary>The contents of the files that code names, as hashes. Paths are relative to the notebook's
/// folder.</summary>
internal sealed partial class FileHashes(string folder)
{
    private const int MaxFiles = 5000;

    /// <summary>What stands before a folder of packages: <c>#i "nuget:../dist"</c>.</summary>
    private const string PackageFeed = "nuget:";

    /// <summary>A file's hash is computed once as long as its size and time stay the same.</summary>
    private static readonly ConcurrentDictionary<(string Path, long Length, DateTime Time), string> Known = new();

    private readonly HashSet<string> _importing = [];

    /// <summary>What the code depends on besides itself: one string for each file or folder it names.</summary>
    internal IEnumerable<string> NamedIn(string code)
    {
        foreach (var text in Texts(code))
            if (Resolve(text) is { } path && Path.Exists(path))
            {
                yield return path + "=" + Of(path);
                if (path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                    && Path.GetDirectoryName(path) is { } libraries)
                    foreach (var beside in Directory.EnumerateFiles(libraries, "*.dll").Order(StringComparer.Ordinal))
                        yield return beside + "=" + Of(beside);
            }
        if (InstantCheck().IsMatch(code))
            foreach (var checks in CheckFile.Near(folder)) yield return checks + "=" + Of(checks);
        foreach (Match match in Import().Matches(code))
        {
            var path = Imported(match);
            if (path is null || !WholeFile.Exists(path) || !_importing.Add(path)) continue;
            yield return path + "=" + Of(path);
            foreach (var named in NamedIn(File.ReadAllText(path))) yield return named;
            _importing.Remove(path);
        }
    }

    /// <summary>The files and folders that pieces of code name, whether they are there or not.</summary>
    internal IEnumerable<string> PathsIn(IEnumerable<string> code) => code.SelectMany(piece =>
        Texts(piece).Select(Resolve).OfType<string>().Concat(PathsIn(
            Import().Matches(piece).Select(Imported).OfType<string>()
                .Where(path => WholeFile.Exists(path) && _importing.Add(path)).Select(File.ReadAllText))));

    private string? Imported(Match line) => Resolve(Directives.Words(line.Value) is [_, var file, ..] ? file : "");

    private static IEnumerable<string> Texts(string code) => Quoted().Matches(code).Concat(FromFile().Matches(code))
        .Select(match => match.Groups["text"].Value).Where(text => text.Length is > 0 and < 1000);

    /// <summary>The hash of a file, or of all files in a folder but one; a word for what does not exist or cannot be
    /// read.</summary>
    internal static string Of(string path, string? except = null)
    {
        try
        {
            if (WholeFile.Exists(path)) return OfFile(new FileInfo(path));
            if (!Directory.Exists(path)) return File.Exists(path) ? "no file with an end" : "missing";
            var files = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories)
                .Where(file => file.FullName != except && WholeFile.Exists(file.FullName))
                .OrderBy(file => file.FullName, StringComparer.Ordinal).ToArray();
            if (files.Length == 0)
                return "missing"; // A folder with nothing to read is as none.
            // Of very many files, size and time stand for the content.
            return CacheKeys.Hash([.. files.SelectMany(file => new[]
            {
                Path.GetRelativePath(path, file.FullName),
                files.Length <= MaxFiles ? OfFile(file)
                    : FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks}"),
            })]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "unreadable";
        }
    }

    private static string OfFile(FileInfo file) =>
        Known.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc), static key =>
        {
            using var stream = File.OpenRead(key.Path);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        });

    /// <summary>The file or folder a text names; not the notebook's own folder or one above it, which "." and ".."
    /// name.</summary>
    private string? Resolve(string text)
    {
        if (text.StartsWith(PackageFeed, StringComparison.Ordinal)) text = text[PackageFeed.Length..].Trim();
        if (text.AsSpan().ContainsAny('\0', '\n') || text.All(c => c is '.' or '/' or '\\')) return null;
        var path = Path.GetFullPath(Path.Combine(folder, text));
        return folder.StartsWith(path, StringComparison.Ordinal) ? null : path;
    }

    [GeneratedRegex("\"(?<text>[^\"\\n]*)\"")]
    private static partial Regex Quoted();

    /// <summary>A value that is read from a file: <c>#!value --name text --from-file words.txt</c>.</summary>
    [GeneratedRegex("""^#!value .*--from-file[ =](?<text>[^\s"]+)""", RegexOptions.Multiline)]
    private static partial Regex FromFile();

    /// <summary>A call that reads the files of checks near the notebook.</summary>
    [GeneratedRegex(@"\bCheck\s*\.\s*(Run|Hint)\b")]
    private static partial Regex InstantCheck();

    [GeneratedRegex("^#!import .*$", RegexOptions.Multiline)]
    private static partial Regex Import();
}
