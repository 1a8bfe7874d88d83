using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework;

/// <summary>
/// A homework as its authors keep it: a notebook with the solutions, <c>H2-….dib</c>, and beside it
/// <c>H2-….hidden.cs</c> with what no student receives.
/// </summary>
public sealed partial class HomeworkSource
{
    private readonly Lazy<IReadOnlySet<string>> _silentCells;

    private HomeworkSource(string name, DibDocument document, string hiddenText, string hiddenPrelude,
        IReadOnlyList<HomeworkExercise> exercises, AnswerFrame frame)
    {
        (Name, Document, HiddenText, HiddenPrelude, Exercises, Frame) =
            (name, document, hiddenText, hiddenPrelude, exercises, frame);
        _silentCells = new(() => StudentNotebook.Of(this).Cells.Where(c => c.Kernel == KernelNames.CSharp
            && !StudentCode.Of([Grading.Submission.Code(c.Text)]).Members.Any(m => m.Helper
                && !frame.GivenNames.Contains(m.Name) && Exercises.All(e => e.Method != m.Name)))
            .Select(c => AnswerText.Words(c.Text)).ToHashSet());
    }

    /// <summary>Its short name: <c>H2</c>.</summary>
    public string Name { get; }

    /// <summary>The authors' notebook.</summary>
    public DibDocument Document { get; }

    /// <summary>The exercises in the notebook's order.</summary>
    public IReadOnlyList<HomeworkExercise> Exercises { get; }

    /// <summary>The sum of the points.</summary>
    public double Points => Exercises.Sum(e => e.Points);

    /// <summary>The notebook's file name without folder and ending.</summary>
    public string FileName => Path.GetFileNameWithoutExtension(Document.Path!);

    /// <summary>The notebook's title.</summary>
    public string Title => Document.Cells.Where(c => c.IsMarkdown).SelectMany(c => c.Text.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? Name;

    /// <summary>Where its public checks lie: beside the notebook.</summary>
    public string ChecksPath => Path.ChangeExtension(Document.Path!, Lessons.Checks.CheckFile.Ending);
    internal string HiddenText { get; }

    /// <summary>The hidden file's code before its first exercise: helpers of the checks.</summary>
    internal string HiddenPrelude { get; }

    /// <summary>What all answers stand in: usings, and the code that is given.</summary>
    internal AnswerFrame Frame { get; }

    /// <summary>The cells of the student's notebook that declare nothing an answer may use, without white
    /// space.</summary>
    internal IReadOnlySet<string> SilentCells => _silentCells.Value;

    /// <summary>An exercise by its id, or null.</summary>
    public HomeworkExercise? this[string id] => Exercises.FirstOrDefault(e => e.Id == id);

    /// <summary>Finds a homework by its short name in a folder: <c>H2</c> is <c>H2-….dib</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such notebook, or several.</exception>
    public static string Find(string folder, string name)
    {
        if (File.Exists(name)) return name;
        string[] found = Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, name + "-*.dib"), .. Directory.GetFiles(folder, name + ".dib")] : [];
        return found.Length == 1 ? found[0] : throw new FileNotFoundException(
            $"{(found.Length == 0 ? "There is no homework" : "There are several homeworks")} '{name}' in "
                + $"{folder} ({name}-….dib).");
    }

    /// <summary>Reads a homework and everything beside it.</summary>
    /// <exception cref="HomeworkException">Something in the files is wrong; the message begins with file and
    /// line.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static HomeworkSource Load(string path)
    {
        var hidden = Path.ChangeExtension(path, ".hidden.cs");
        if (!File.Exists(hidden))
            throw new HomeworkException(path, 0,
                $"there is no {Path.GetFileName(hidden)} beside it, the file with checks, hints and wrong "
                    + "answers");
        return Parse(DibDocument.Load(path), path, File.ReadAllText(hidden).ReplaceLineEndings("\n"), hidden);
    }

    internal static HomeworkSource Parse(DibDocument document, string path, string hiddenText, string hiddenPath)
    {
        if (document.Problem is { } problem) throw new HomeworkException(path, document.Meta!.Line, problem);
        var exercises = new List<HomeworkExercise>();
        var frame = new AnswerFrame(path);
        foreach (var cell in document.Cells.Where(c => c.Kernel == KernelNames.CSharp))
        {
            frame.Add(cell);
            if (ReadExercise(path, cell) is not { } exercise) continue;
            if (exercises.FirstOrDefault(e => e.Id == exercise.Id) is { } other)
                throw new HomeworkException(path, cell.Line,
                    $"the exercise id '{exercise.Id}' is taken by line {other.Cell.Line}");
            exercises.Add(exercise.Manual ? exercise : frame.WithSignature(exercise));
        }

        if (exercises.Count == 0)
            throw new HomeworkException(path, 0, "there is no exercise in it ('//| exercise: id   points: n')");
        var (prelude, parts) = HiddenFile.Parse(hiddenText, hiddenPath);
        foreach (var (id, part) in parts)
            if (exercises.FindIndex(e => e.Id == id) is var at && at >= 0)
                exercises[at] = exercises[at] with { Hidden = part };
            else
                throw new HomeworkException(hiddenPath, part.Line, $"the notebook has no exercise '{id}'");
        foreach (var exercise in exercises) Require(exercise, hiddenPath);
        var name = Path.GetFileNameWithoutExtension(path).Split('-')[0];
        return new(name, document, hiddenText, prelude, exercises, frame);
    }

    private static void Require(HomeworkExercise exercise, string hiddenPath)
    {
        var part = exercise.Hidden;
        void Need(bool condition, string what)
        {
            if (!condition)
                throw new HomeworkException(hiddenPath, part.Line, $"exercise '{exercise.Id}' needs {what}");
        }

        Need(part.Line > 0, "a part in this file ('//| exercise: " + exercise.Id + "')");
        Need(part.Hints.Count == 3, $"three hints ('//| hint: …'), not {part.Hints.Count}");
        if (exercise.Manual)
        {
            Need(Math.Abs(part.Rubric.Sum(r => r.Points) - exercise.Points) < 1e-9,
                $"a rubric whose points sum to {exercise.Points}");
            return;
        }

        Need(part.Judge is not null || part.Checks.Any(c => c.Public),
            "a check that the student sees ('//| public: name')");
        Need(part.Graded.Any(), "a hidden check ('//| check: name   weight: 1')");
        Need(part.Wrongs.Count >= 4, $"four known wrong answers ('//| wrong: name') or more, not {part.Wrongs.Count}");
        foreach (var (line, edit) in part.Wrongs.Select(w => (w.Line, w.Edit))
            .Concat(part.Start is { } start ? [(part.Line, start)] : []))
            if (edit.Fault(exercise.Solution) is { } fault)
                throw new HomeworkException(hiddenPath, fault.Line > 0 ? fault.Line : line, fault.Message);
    }

    private static HomeworkExercise? ReadExercise(string path, DibCell cell)
    {
        var lines = cell.Text.Split('\n');
        (string Id, double Points, bool Manual)? head = null;
        int begin = -1, end = -1;
        for (var i = 0; i < lines.Length; i++)
        {
            if (Marks.Of(lines[i]) is not { } mark) continue;
            HomeworkException Wrong(string message) => new(path, cell.LineInFile(i + 1), message);
            switch (mark)
            {
                case { Word: "exercise" }:
                    if (head is not null)
                        throw Wrong("a cell holds one exercise; put the second one in a cell of its own");
                    head = Head(mark.Text)
                        ?? throw Wrong(
                            $"'{lines[i].Trim()}' must read '//| exercise: h2.delta   points: 3' (and may end in "
                                + "'manual')");
                    break;
                case { Word: "begin solution" }:
                    if (head is null)
                        throw Wrong("a solution begins before the '//| exercise: id' of its cell");
                    if (begin >= 0)
                        throw Wrong(end < 0 ? "a solution begins inside a solution; end that one first"
                            : "a cell holds one solution");
                    begin = i;
                    break;
                case { Word: "end solution" }:
                    if (begin < 0 || end >= 0) throw Wrong("a solution ends that did not begin");
                    end = i;
                    break;
                case { Word: "given" or "needs" }:
                    break;
                default:
                    throw Wrong($"'//| {mark.Word}' is not a known mark; known are 'exercise:', 'begin solution', 'end "
                        + "solution', 'given'");
            }
        }

        if (head is not var (id, points, manual)) return null;
        if (begin < 0 || end < 0)
            throw new HomeworkException(path, cell.LineInFile((begin < 0 ? 0 : begin) + 1),
                begin < 0 ? $"exercise '{id}' has no '//| begin solution'"
                    : "the solution does not end in its cell; add '//| end solution'");
        var indent = lines[begin][..^lines[begin].TrimStart().Length];
        return new(id, points, manual, cell, string.Join('\n', lines[..begin]),
            string.Join('\n', lines[(begin + 1)..end]), string.Join('\n', lines[(end + 1)..]), indent);
    }

    private static (string, double, bool)? Head(string text) => HeadPattern().Match(text) is { Success: true } head
        ? (head.Groups["id"].Value, double.Parse(head.Groups["points"].ValueSpan, CultureInfo.InvariantCulture),
            head.Groups["manual"].Success) : null;

    [GeneratedRegex(@"^(?<id>[a-z0-9]+\.[a-z0-9-]+)\s+points:\s*(?<points>\d+(\.\d+)?)(?<manual>\s+manual)?$")]
    private static partial Regex HeadPattern();
}

/// <summary>The comments that mark things: <c>//| word: text</c>.</summary>
internal static class Marks
{
    /// <summary>The mark in a line, or null.</summary>
    internal static (string Word, string Text)? Of(string line)
    {
        var trimmed = line.Trim();
        if (!trimmed.StartsWith("//|", StringComparison.Ordinal)) return null;
        var text = trimmed[3..].Trim();
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, "") : (text[..colon].Trim(), text[(colon + 1)..].Trim());
    }
}
