using System.Security.Cryptography;

namespace RnnCourse.Notebooks.Book;

/// <summary>A site on disk. All files of a build are written beside it first and then moved into place, so that
/// whatever
/// ends the command leaves each page whole, and the next command finishes what had been begun. Which files belong to
/// the
/// site, and their hashes, stand in <c>.course/files.json</c>; other files in the folder are nobody's
/// business.</summary>
public sealed class SiteFolder
{
    private const string Own = ".course", Complete = "complete.json";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder, _staging, _list, _record;

    /// <param name="folder">The site's folder; it is made if missing.</param>
    public SiteFolder(string folder)
    {
        _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        (_staging, _list) = (Path.Combine(_folder, Own, "new"), Path.Combine(_folder, Own, "files.json"));
        _record = Path.Combine(_folder, Own, "made.json");
    }

    /// <summary>The full path of a file of the site; null for a path that is none of the site's.</summary>
    public string? Find(string file) => Files().ContainsKey(file) && File.Exists(PathOf(file)) ? PathOf(file) : null;

    /// <summary>What a file of the site holds; null when it is not there, or is not what was written.</summary>
    internal string? ReadWhole(string file)
    {
        if (!Files().TryGetValue(file, out var hash) || !File.Exists(PathOf(file))) return null;
        var bytes = File.ReadAllBytes(PathOf(file));
        return Hash(bytes) == hash ? Encoding.UTF8.GetString(bytes) : null;
    }

    /// <summary>What is remembered of the build that made the site, when it was made of these inputs and each of its
    /// files is as it was written; else null.</summary>
    internal SiteRecord? MadeOf(string inputs) => Guarded(() =>
        File.Exists(_record) && Deserialize<SiteRecord>(_record) is { } record && record.Inputs == inputs
            && Files() is { Count: > 0 } files && record.Files == Hash(File.ReadAllBytes(_list))
            && files.All(file => File.Exists(PathOf(file.Key))
                && Hash(File.ReadAllBytes(PathOf(file.Key))) == file.Value)
            ? record : null);

    /// <summary>Remembers what the site is made of.</summary>
    /// <exception cref="CourseException">The folder cannot be written.</exception>
    internal void Remember(string inputs, BuiltBook book) => Guarded(() =>
    {
        AtomicFile.Write(_record, JsonSerializer.Serialize(new SiteRecord(inputs, Hash(File.ReadAllBytes(_list)),
            book.Problems, book.Mathematics, book.Figures)));
        return true;
    });

    /// <summary>Whether there is a file of this name, whole or not.</summary>
    internal bool Has(string file) => File.Exists(PathOf(file));

    /// <summary>Finishes what a command that was killed had begun.</summary>
    /// <exception cref="CourseException">The folder cannot be written, or another command writes it.</exception>
    internal async Task RecoverAsync(CancellationToken cancellation = default)
    {
        using var hold = await LockAsync(cancellation);
        Guarded(Recover);
    }

    /// <summary>Makes these files the site. Files of an earlier build that are not among them go.</summary>
    /// <param name="files">Their contents, by path in the site; a null keeps the file that is there.</param>
    /// <exception cref="CourseException">The disk refuses, or another command writes the site; it is as it
    /// was.</exception>
    internal async Task PublishAsync(IReadOnlyDictionary<string, byte[]?> files, CancellationToken cancellation)
    {
        using var hold = await LockAsync(cancellation);
        Guarded(() =>
        {
            Recover();
            var list = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var old = Files();
            try
            {
                foreach (var (file, bytes) in files)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (bytes is null && !old.ContainsKey(file)) continue;
                    list[file] = bytes is null ? old[file] : Hash(bytes);
                    if (bytes is not null && !IsThere(file, bytes))
                        AtomicFile.Write(Path.Combine(_staging, file), bytes);
                }
                AtomicFile.Write(Path.Combine(_staging, Complete), JsonSerializer.Serialize(list));
            }
            catch
            {
                FolderRemoval.TryDelete(_staging);
                throw;
            }
            Finish(); // From here on it is one way only: forward.
        });
    }

    private string PathOf(string file) => Path.Combine(_folder, file);

    private bool IsThere(string file, byte[] bytes) => File.Exists(PathOf(file))
        && new FileInfo(PathOf(file)).Length == bytes.Length && File.ReadAllBytes(PathOf(file)).SequenceEqual(bytes);

    /// <summary>The files of the site with their hashes; none when there is no list or it is damaged.</summary>
    private SortedDictionary<string, string> Files() => ReadList(_list) ?? new(StringComparer.Ordinal);

    private static SortedDictionary<string, string>? ReadList(string path) =>
        Deserialize<Dictionary<string, string>>(path) is { } list ? new(list, StringComparer.Ordinal) : null;

    private static T? Deserialize<T>(string path) where T : class
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<T>(File.ReadAllText(path)) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Recover()
    {
        if (File.Exists(Path.Combine(_staging, Complete))) Finish();
        else if (Directory.Exists(_staging)) FolderRemoval.Delete(_staging);
    }

    /// <summary>Moves what is complete into place. It may be done twice.</summary>
    private void Finish()
    {
        var complete = Path.Combine(_staging, Complete);
        if (ReadList(complete) is { } list)
        {
            foreach (var file in list.Keys)
                if (File.Exists(Path.Combine(_staging, file)))
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
                    File.Move(Path.Combine(_staging, file), PathOf(file), overwrite: true);
                }
            foreach (var gone in Files().Keys.Except(list.Keys)) File.Delete(PathOf(gone));
            AtomicFile.Write(_list, File.ReadAllBytes(complete));
        }
        FolderRemoval.Delete(_staging);
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        Guarded(() => Directory.CreateDirectory(Path.Combine(_folder, Own)));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
            try
            {
                return new FileStream(Path.Combine(_folder, Own, "lock"), FileMode.OpenOrCreate, FileAccess.Write,
                    FileShare.None);
            }
            catch (UnauthorizedAccessException e)
            {
                throw Refused(e);
            }
            catch (IOException e)
            {
                if (clock.Elapsed > Patience) throw Refused(e);
                await Task.Delay(100, cancellation);
            }
    }

    private void Guarded(Action write) => Guarded(() =>
    {
        write();
        return true;
    });

    private T Guarded<T>(Func<T> access)
    {
        try
        {
            return access();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(e);
        }
    }

    private CourseException Refused(Exception e) => new(
        $"The site in {_folder} cannot be written ({e.Message.TrimEnd('.')}). Each of its pages is whole. If another "
        + "'course book' is writing it, wait for its end; else free the disk, or name another folder with --site.");

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
