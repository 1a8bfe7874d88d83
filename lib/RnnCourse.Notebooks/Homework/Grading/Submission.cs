using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What a student handed in.</summary>
/// <param name="Student">The student: the name of the file or folder.</param>
/// <param name="File">The notebook; null when there is none.</param>
/// <param name="Problem">Why there is nothing to grade; null when there is.</param>
/// <param name="Modified">When it was handed in, as far as the file says.</param>
internal sealed record HandedIn(string Student, string? File, string? Problem, DateTime Modified)
{
    /// <summary>What the student should know of how the notebook was found; or null.</summary>
    internal string? Note { get; init; }
}

/// <summary>The answers taken from a submission, by exercise: nothing else of it is used.</summary>
internal sealed class Submission
{
    private const long MaxFile = 64 << 20;
    private const int MaxAnswer = 100_000;
    private const int MaxDepth = 300;
    private readonly Dictionary<string, string> _answers = [];
    private readonly Dictionary<string, string> _problems = [];
    private readonly List<string> _notes = [];

    /// <summary>An exercise's answer, or null.</summary>
    internal string? this[string id] => _answers.GetValueOrDefault(id);

    /// <summary>Why an exercise has no answer, in words.</summary>
    internal string Problem(string id) =>
        _problems.GetValueOrDefault(id) ?? "there is no answer region of this exercise in the notebook";

    /// <summary>What the student should know of the notebook as a whole.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>The submissions in a folder: one a file or sub-folder, by name.</summary>
    internal static IReadOnlyList<HandedIn> InFolder(string folder, HomeworkSource homework)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{folder}: there is no such folder of submissions.");
        var found = new List<HandedIn>();
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .OrderBy(e => e.Name, StringComparer.Ordinal))
        {
            if (entry.Name.StartsWith('.') || entry.Name is LatePolicy.TimesFile or "Thumbs.db" or "desktop.ini")
                continue;
            if (entry.LinkTarget is not null)
                found.Add(new(Name(entry), null, "it is a symbolic link, which is not followed", default));
            else if (entry is DirectoryInfo directory)
                found.Add(Choose(directory, homework));
            else
                found.Add(IsNotebook(entry.Name)
                    ? new(Name(entry), entry.FullName, null, entry.LastWriteTimeUtc)
                    : new(Name(entry), null, $"the file {entry.Name} is no notebook (.dib or .ipynb)",
                        entry.LastWriteTimeUtc));
        }

        // x.dib and the folder x are two submissions: each gets a row.
        return [.. found.GroupBy(f => f.Student).SelectMany(g =>
            g.Select((f, i) => i == 0 ? f : f with { Student = FormattableString.Invariant($"{f.Student} ({i + 1})") }))
            .OrderBy(f => f.Student, StringComparer.Ordinal)];

        static string Name(FileSystemInfo entry) =>
            entry is DirectoryInfo ? entry.Name : Path.GetFileNameWithoutExtension(entry.Name);
    }

    private static bool IsNotebook(string name) =>
        name.EndsWith(".dib", StringComparison.OrdinalIgnoreCase) || NotebookFiles.IsIpynb(name);

    private static HandedIn Choose(DirectoryInfo directory, HomeworkSource homework)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = 4,
            AttributesToSkip = FileAttributes.ReparsePoint
        };
        var notebooks = directory.EnumerateFiles("*",
            options).Where(f => IsNotebook(f.Name) && f.LinkTarget is null
                && !f.FullName.Contains(".ipynb_checkpoints", StringComparison.Ordinal))
            .OrderBy(f => f.FullName, StringComparer.Ordinal).ToList();
        if (notebooks.Count == 0)
            return new(directory.Name, null, "nothing was handed in: the folder holds no notebook (.dib or .ipynb)",
                default);
        // The one that was worked on most; among such ones the one with the right name, then the newest.
        var best = notebooks.Count == 1 ? notebooks[0] : notebooks.OrderByDescending(f => Begun(f, homework))
            .ThenByDescending(f => Path.GetFileNameWithoutExtension(f.Name) == homework.FileName)
            .ThenByDescending(f => f.LastWriteTimeUtc).First();
        var note = notebooks.Count == 1 ? null
            : string.Create(CultureInfo.InvariantCulture, $"the folder holds {notebooks.Count} notebooks; "
                + $"{Path.GetRelativePath(directory.FullName, best.FullName).Replace('\\', '/')} was graded");
        return new(directory.Name, best.FullName, null, best.LastWriteTimeUtc) { Note = note };
    }

    /// <summary>How many exercises of a notebook were begun.</summary>
    private static int Begun(FileInfo file, HomeworkSource homework)
    {
        var submission = Read(file.FullName, null, homework);
        return homework.Exercises.Count(e => submission[e.Id] is { } answer && !Same(answer, e.Start));
    }

    /// <summary>Takes the answers out of a notebook. Whatever the file is, this comes back.</summary>
    internal static Submission Read(string? file, string? problem, HomeworkSource homework)
    {
        var submission = new Submission();
        if (file is null)
            submission.Fail(homework, problem ?? "nothing was handed in");
        else if (new FileInfo(file).Length > MaxFile)
            submission.Fail(homework, $"the file is larger than {MaxFile >> 20} MB");
        else
            try
            {
                submission.Take(NotebookFiles.Read(file), homework);
            }
            catch (Exception e) when (e is IOException or FormatException or UnauthorizedAccessException
                or System.Text.Json.JsonException or InvalidOperationException)
            {
                submission.Fail(homework,
                    "the notebook cannot be read: "
                        + $"{e.Message.Replace(file, Path.GetFileName(file), StringComparison.Ordinal)}");
            }

        return submission;
    }

    private void Fail(HomeworkSource homework, string problem)
    {
        _notes.Add(problem);
        foreach (var exercise in homework.Exercises) _problems[exercise.Id] = problem;
    }

    private sealed record Region(string Id, string Text, DibCell Cell, string Outside);

    private void Take(DibDocument document, HomeworkSource homework)
    {
        var regions = document.Cells.SelectMany(c => Regions(c)).ToList();
        foreach (var exercise in homework.Exercises)
        {
            var own = regions.Where(r => r.Id == exercise.Id).ToList();
            if (own.Count == 0 && !exercise.Manual && ByMethod(document, exercise) is { } recovered)
            {
                own.Add(recovered);
                _notes.Add($"{exercise.Id}: its marks were missing or broken; the answer was taken from the method "
                    + $"{exercise.Method}");
                _problems.Remove(exercise.Id);
            }

            if (own.Count == 0) continue;
            var begun = own.Where(r => !Same(r.Text, exercise.Start)).ToList();
            var chosen = (begun.Count > 0 ? begun : own)[^1];
            if (own.Count > 1)
                _notes.Add($"{exercise.Id}: the notebook has {own.Count} cells of this exercise; the last "
                    + $"one{(begun.Count is > 0 && begun.Count < own.Count ? " that was worked on" : "")} (cell "
                    + $"{chosen.Cell.Index + 1}) was graded");
            else if (!Same(chosen.Outside, exercise.Before + "\n" + exercise.After))
                _notes.Add($"{exercise.Id}: lines outside the answer region were changed; they were not used");
            if (chosen.Text.Length > MaxAnswer)
                _problems[exercise.Id] = $"the answer is longer than {MaxAnswer:N0} characters";
            else if (IsTooDeep(chosen.Text))
                _problems[exercise.Id] = $"it does not compile: its brackets are nested more than {MaxDepth} deep";
            else
                _answers[exercise.Id] = chosen.Text;
        }

        foreach (var unknown in regions.Select(r => r.Id).Distinct().Where(id => homework[id] is null))
            _notes.Add($"'{Short(unknown)}' is no exercise of this homework; was an id changed?");
        var nothing = $"no exercise of {homework.Name} is in this notebook; is it another homework's?";
        if (_answers.Count == 0 && _problems.Count == 0)
            Fail(homework, nothing);
        else if (_answers.Count == 0) _notes.Add(nothing);
    }

    /// <summary>The answer regions of a cell. Marks that do not match leave no region, and say so.</summary>
    private List<Region> Regions(DibCell cell)
    {
        var found = new List<Region>();
        if (cell.Kernel != KernelNames.CSharp || !cell.Text.Contains("//|", StringComparison.Ordinal))
            return found;
        var lines = cell.Text.Split('\n');
        var (id, begin) = ((string?)null, -1);
        var outside = new List<string>();
        for (var i = 0; i < lines.Length; i++)
            switch (Marks.Of(lines[i]))
            {
                case { Word: "exercise" } mark when begin < 0:
                    id = mark.Text.Split(' ', '\t')[0];
                    outside.Add(lines[i]);
                    break;
                case { Word: "begin answer" } when id is not null && begin < 0:
                    begin = i;
                    break;
                case { Word: "end answer" } when id is not null && begin >= 0:
                    found.Add(new(id, string.Join('\n', lines[(begin + 1)..i]), cell,
                        string.Join('\n', outside.Concat(lines[(i + 1)..]))));
                    (id, begin) = (null, -1);
                    outside = [];
                    break;
                case { Word: "begin answer" or "end answer" or "exercise" }:
                    if (id is not null)
                        _problems[id] =
                            $"its marks do not match (line {cell.LineInFile(i + 1)}: '{Short(lines[i].Trim())}' "
                                + "stands where it cannot)";
                    break;
                default:
                    if (begin < 0) outside.Add(lines[i]);
                    break;
            }
        if (begin >= 0)
            _problems[id!] = "its answer does not end: '//| end answer' is missing (the answer begins in line "
                + $"{cell.LineInFile(begin + 1)})";
        return found;
    }

    /// <summary>Without marks: the body of the only method of that name outside the regions of other
    /// exercises.</summary>
    private static Region? ByMethod(DibDocument document, HomeworkExercise exercise)
    {
        foreach (var cell in document.Cells.Reverse())
        {
            if (cell.Kernel != KernelNames.CSharp || cell.Text.Length > MaxAnswer || IsTooDeep(cell.Text)
                || !cell.Text.Contains($" {exercise.Method}(", StringComparison.Ordinal))
                continue;
            var body = Body(cell.Text, exercise.Method);
            if (body is not null)
                return new(exercise.Id, string.Join('\n', body.Split('\n').Where(l => Marks.Of(l) is null)).Trim('\n'),
                    cell, exercise.Before + "\n" + exercise.After);
        }

        return null;
    }

    /// <summary>What stands in the braces of the last method of a name. Found among the tokens, for no parser is safe
    /// from every text.</summary>
    private static string? Body(string code, string method)
    {
        var tokens = SyntaxFactory.ParseTokens(code).ToList();
        for (var i = tokens.Count - 2; i >= 0; i--)
        {
            if (tokens[i].Text != method || !tokens[i + 1].IsKind(SyntaxKind.OpenParenToken)) continue;
            var brace = End(tokens, i + 1, SyntaxKind.OpenParenToken, SyntaxKind.CloseParenToken) + 1;
            if (brace <= 0 || brace >= tokens.Count || !tokens[brace].IsKind(SyntaxKind.OpenBraceToken))
                continue;
            var close = End(tokens, brace, SyntaxKind.OpenBraceToken, SyntaxKind.CloseBraceToken);
            return close < 0 ? null : code[tokens[brace].Span.End..tokens[close].SpanStart];
        }

        return null;
    }

    private static int End(List<SyntaxToken> tokens, int at, SyntaxKind open, SyntaxKind close)
    {
        for (var depth = 0; at < tokens.Count; at++)
        {
            depth += tokens[at].IsKind(open) ? 1 : tokens[at].IsKind(close) ? -1 : 0;
            if (depth == 0) return at;
        }

        return -1;
    }

    /// <summary>Whether brackets are nested deeper than anybody writes: such a text is made to break a
    /// compiler.</summary>
    private static bool IsTooDeep(string text)
    {
        var depth = 0;
        foreach (var letter in text)
        {
            depth += letter is '(' or '[' or '{' ? 1 : letter is ')' or ']' or '}' ? -1 : 0;
            if (depth > MaxDepth) return true;
        }

        return false;
    }

    /// <summary>Whether two texts are the same but for white space and marks.</summary>
    internal static bool Same(string a, string b) => Words(a) == Words(b);

    private static string Words(string text) =>
        string.Join(' ',
            string.Join('\n', text.Split('\n').Where(l => Marks.Of(l) is null))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
