using System.IO.Compression;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What a student handed in.</summary>
/// <param name="Student">The student's name.</param>
/// <param name="File">The notebook; null when there is none.</param>
/// <param name="Problem">Why there is nothing to grade; null when there is.</param>
/// <param name="Modified">When it was handed in, as far as the file says.</param>
internal sealed record HandedIn(string Student, string? File, string? Problem, DateTime Modified)
{
    /// <summary>What the student should know of how the notebook was found; or null.</summary>
    internal string? Note { get; init; }

    /// <summary>Who it is, as far as the platform or the roster says.</summary>
    internal Owner Owner { get; init; } = new(Student);

    /// <summary>The student in the roster; or null.</summary>
    internal Enrolled? Enrolled { get; init; }
}

/// <summary>Finds what a class handed in: a file, a zip or a folder for each student, as they came or as a learning
/// platform wrote them. What is odd costs its owner, and nobody else.</summary>
internal sealed class HandedInFolder(HomeworkSource homework, Roster? roster = null)
{
    private const int MaxDepth = 20, MaxFiles = 10_000, MaxEntries = 5000;
    private const long MaxNotebook = 64 << 20, MaxUnpacked = 256 << 20;

    private static readonly string[] NotSubmissions = [LatePolicy.TimesFile, LatePolicy.ExtensionsFile,
        PlatformNames.GradescopeFile, "Thumbs.db", "desktop.ini"];

    /// <summary>The submissions in a folder, by student. Of several attempts the latest counts.</summary>
    /// <param name="hidden">Folders of this grading, which are no submissions even where they lie there.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    internal IReadOnlyList<HandedIn> Find(string folder, params IEnumerable<string> hidden)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder of submissions.");
        string[] own = [.. hidden.Select(Path.GetFullPath)];
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Where(e => !e.Name.StartsWith('.') && e.Name != "__MACOSX" && !own.Contains(e.FullName)
                && !(e is FileInfo && NotSubmissions.Contains(e.Name)))
            .OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
        var metadata = Path.Combine(folder, PlatformNames.GradescopeFile);
        var gradescope = File.Exists(metadata) ? PlatformNames.Gradescope(metadata)
            : new Dictionary<string, Owner>();
        var assignment = PlatformNames.Assignment([.. entries.OfType<DirectoryInfo>()]);
        // Moodle's folder of a typed text is nobody's submission where the same student has handed in files.
        entries.RemoveAll(e => PlatformNames.IsOnlineText(e.Name) && entries.Exists(o => o != e
            && !PlatformNames.IsOnlineText(o.Name)
            && PlatformNames.Of(o.Name, o.Name).Id == PlatformNames.Of(e.Name, e.Name).Id));
        var found = entries.Select(e => Safely(e, () => One(e), gradescope.GetValueOrDefault(e.Name)
            ?? PlatformNames.Of(e.Name, Bare(e)[(Bare(e).StartsWith(assignment, StringComparison.Ordinal)
                ? assignment.Length : 0)..])));
        return [.. Missing([.. Students([.. found])]).OrderBy(f => f.Student, StringComparer.Ordinal)];
    }

    private HandedIn Safely(FileSystemInfo entry, Func<HandedIn> find, Owner owner)
    {
        HandedIn found;
        try
        {
            found = find();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            found = new(entry.Name, null,
                $"what was handed in cannot be read: {Running.AnswerProcess.Short(e.Message)}", default);
        }

        var who = roster?.Find(owner);
        return found with
        {
            Student = who?.Name ?? owner.Name,
            Owner = owner,
            Enrolled = who,
            Modified = owner.Time ?? found.Modified
        };
    }

    /// <summary>One row per student: of several attempts the latest; different students of one name are told
    /// apart.</summary>
    private static IEnumerable<HandedIn> Students(List<HandedIn> found)
    {
        var people = found.GroupBy(f => (f.Student, Id: f.Owner.Id ?? f.Enrolled?.Id, Anonymous: f.Owner.Id is null
            && f.Enrolled is null ? f.File ?? f.Problem : null)).Select(Latest).ToList();
        var taken = people.Select(p => p.Student).ToHashSet();
        foreach (var same in people.GroupBy(p => p.Student).ToList())
            foreach (var (person, i) in same.Select((p, i) => (p, i)))
            {
                var name = person.Student;
                for (var n = 2; i > 0 && !taken.Add(name); n++)
                    name = person.Owner.Id is { } id && n == 2 ? $"{person.Student} ({id})"
                        : FormattableString.Invariant($"{person.Student} ({n})");
                yield return person with { Student = name };
            }
    }

    private static HandedIn Latest(IEnumerable<HandedIn> attempts)
    {
        var all = attempts.OrderByDescending(a => a.File is not null).ThenByDescending(a => a.Owner.Attempt)
            .ThenByDescending(a => a.Modified).ToList();
        return all.Count == 1 ? all[0] : all[0] with
        {
            Note = $"{all.Count} files or attempts were handed in; the latest was graded"
                + (all[0].Note is { } note ? $". {note}" : "")
        };
    }

    private IEnumerable<HandedIn> Missing(IReadOnlyList<HandedIn> found) => found.Concat(
        (roster?.Students ?? []).Where(s => found.All(f => f.Enrolled != s)).Select(s =>
            new HandedIn(s.Name, null, "nothing was handed in", default) { Enrolled = s, Owner = new(s.Name, s.Id) }));

    private static string Bare(FileSystemInfo entry)
    {
        if (entry is DirectoryInfo) return entry.Name;
        var name = entry.Name;
        foreach (var ending in (string[])[".txt", ".dib", ".ipynb", ".zip"])
            if (name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) name = name[..^ending.Length];
        return name == entry.Name ? Path.GetFileNameWithoutExtension(name) : name;
    }

    private HandedIn One(FileSystemInfo entry)
    {
        if (entry.LinkTarget is not null)
            return new(entry.Name, null, "it is a symbolic link, which is not followed", default);
        if (entry is DirectoryInfo directory) return Choose(directory.Name, directory.FullName);
        if (IsNotebook(entry.Name)) return new(entry.Name, entry.FullName, null, entry.LastWriteTimeUtc);
        if (IsZip(entry.Name))
            return Choose(entry.Name, Unpacked(entry.FullName), "the zip") with
            {
                Modified = entry.LastWriteTimeUtc
            };
        return new(entry.Name, null, $"the file {entry.Name} is not a notebook (.dib or .ipynb), nor a zip of one",
            entry.LastWriteTimeUtc);
    }

    // A mailer may add .txt to an ending that it does not know.
    private static bool IsNotebook(string name)
    {
        if (name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        return name.EndsWith(".dib", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsZip(string name) => name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private HandedIn Choose(string name, string folder, string what = "the folder")
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = MaxDepth,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint
        };
        var files = new DirectoryInfo(folder).EnumerateFiles("*", options).Take(MaxFiles)
            .Where(f => f.LinkTarget is null && !f.FullName.Contains(".ipynb_checkpoints", StringComparison.Ordinal)
                && !f.FullName.Contains("__MACOSX", StringComparison.Ordinal)
                && !f.Name.StartsWith("._", StringComparison.Ordinal))
            .OrderBy(f => f.FullName, StringComparer.Ordinal).ToList();
        var inZips = files.Where(f => IsZip(f.Name)).Select(f => (Root: Unpacked(f.FullName), Zip: f))
            .SelectMany(z => new DirectoryInfo(z.Root).EnumerateFiles("*", options)
                .Select(f => (File: f, Name: z.Zip.Name + "/" + Relative(z.Root, f))));
        var notebooks = files.Select(f => (File: f, Name: Relative(folder, f))).Concat(inZips)
            .Where(f => IsNotebook(f.File.Name)).ToList();
        if (notebooks.Count == 0)
            return new(name, null, files.Count == 0 ? $"nothing was handed in: {what} is empty"
                : $"nothing was handed in: {what} holds no notebook (.dib or .ipynb), but "
                    + string.Join(", ", files.Take(3).Select(f => f.Name)) + (files.Count > 3 ? ", …" : ""), default);
        // The one that was worked on most; among such ones the one with the right name, then the newest.
        var best = notebooks.Count == 1 ? notebooks[0] : notebooks.OrderByDescending(f => Begun(f.File))
            .ThenByDescending(f => Path.GetFileNameWithoutExtension(f.File.Name) == homework.FileName)
            .ThenByDescending(f => f.File.LastWriteTimeUtc).First();
        var note = notebooks.Count == 1 ? null : string.Create(CultureInfo.InvariantCulture,
            $"{what} holds {notebooks.Count} notebooks; {best.Name} was graded");
        return new(name, best.File.FullName, null, best.File.LastWriteTimeUtc) { Note = note };
    }

    private static string Relative(string folder, FileInfo file) =>
        Path.GetRelativePath(folder, file.FullName).Replace('\\', '/');

    /// <summary>How many exercises of a notebook were begun.</summary>
    private int Begun(FileInfo file)
    {
        var submission = Submission.Read(file.FullName, null, homework);
        return homework.Exercises.Count(e => submission[e.Id] is { } answer && !AnswerText.Same(answer, e.Start));
    }

    /// <summary>Unpacks the notebooks of a zip; what else it holds stays in it, and no path in it leads out.</summary>
    /// <exception cref="InvalidDataException">It is not a zip, or larger than a homework is.</exception>
    private static string Unpacked(string zip)
    {
        var folder = Scratch.NewFolder();
        using var archive = ZipFile.OpenRead(zip);
        if (archive.Entries.Count > MaxEntries)
            throw new InvalidDataException($"the zip holds more than {MaxEntries:N0} files");
        var total = 0L;
        var n = 0;
        foreach (var entry in archive.Entries.Where(e => IsNotebook(e.Name) && !e.Name.StartsWith("._",
            StringComparison.Ordinal) && !e.FullName.StartsWith("__MACOSX", StringComparison.Ordinal)
            && !e.FullName.Contains(".ipynb_checkpoints", StringComparison.Ordinal)))
        {
            var target = Path.Combine(Directory.CreateDirectory(Path.Combine(folder,
                (++n).ToString(CultureInfo.InvariantCulture))).FullName, StudentNames.File(entry.Name));
            using (var from = entry.Open())
            using (var to = File.Create(target))
            {
                var buffer = new byte[81920];
                // The size that a zip claims may be a lie.
                for (int count, size = 0; (count = from.Read(buffer)) > 0; size += count)
                {
                    if (size + count > MaxNotebook || (total += count) > MaxUnpacked)
                        throw new InvalidDataException($"a file in the zip is larger than {MaxNotebook >> 20} MB");
                    to.Write(buffer, 0, count);
                }
            }

            var written = entry.LastWriteTime.DateTime;
            if (written.Year > 1980) File.SetLastWriteTimeUtc(target, DateTime.SpecifyKind(written, DateTimeKind.Utc));
        }

        return folder;
    }
}
