using RnnCourse.Notebooks.Homework.Running;
using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>What is taken from a notebook that was handed in: the answers, by exercise.</summary>
internal sealed partial class Submission
{
    private const long MaxFile = 64 << 20;
    private const int MaxAnswer = 100_000;
    private const int MaxDepth = 300;
    private readonly Dictionary<string, string> _answers = [];
    private readonly Dictionary<string, string> _problems = [];
    private readonly List<string> _notes = [];
    private readonly List<string> _cells = [];
    private readonly HashSet<string> _regions = [];
    private DibDocument? _document;

    /// <summary>An exercise's answer, or null.</summary>
    internal string? this[string id] => _answers.GetValueOrDefault(id);

    /// <summary>Why an exercise has no answer, in words.</summary>
    internal string Problem(string id) =>
        _problems.GetValueOrDefault(id) ?? "there is no answer region of this exercise in the notebook";

    /// <summary>What the student should know of the notebook as a whole.</summary>
    internal IReadOnlyList<string> Notes => _notes;

    /// <summary>Takes the answers out of a notebook. Whatever the file is, this comes back.</summary>
    internal static Submission Read(string? file, string? problem, HomeworkSource homework)
    {
        var submission = new Submission();
        try
        {
            if (file is null)
                submission.Fail(homework, problem ?? "nothing was handed in");
            else if (new FileInfo(file).Length is > MaxFile)
                submission.Fail(homework, $"the file is larger than {MaxFile >> 20} MB");
            // A pipe or a device has no length, and reading one may not end.
            else if (new FileInfo(file).Length == 0)
                submission.Fail(homework, "the file is empty");
            else
                submission.Take(ReadNotebook(file), homework);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            submission.Fail(homework, "the notebook cannot be read: "
                + AnswerProcess.Short(e.Message.Replace(file!, Path.GetFileName(file)!, StringComparison.Ordinal)));
        }

        return submission;
    }

    // What a mailer called H2.ipynb.txt is still a Jupyter notebook.
    private static DibDocument ReadNotebook(string file) =>
        file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && NotebookFiles.IsIpynb(file[..^4])
            ? DibDocument.Parse(IpynbToDib.Convert(IpynbDocument.Load(file)).ToBytes(), file)
            : NotebookFiles.Read(file);

    /// <summary>Finds what no mark shows: answers whose marks are gone, and what the student declares beside the
    /// answers.</summary>
    /// <exception cref="AnswerLostException">No compiler could be kept alive.</exception>
    internal async Task<StudentCode> CompleteAsync(HomeworkSource homework, CompilerPool compilers,
        CancellationToken cancellation)
    {
        if (_document is null) return StudentCode.None;
        foreach (var exercise in homework.Exercises.Where(e => !e.Manual && !_answers.ContainsKey(e.Id)
            && !_regions.Contains(e.Id)))
            await RecoverAsync(exercise, compilers, cancellation);
        if (_answers.Count == 0)
        {
            var nothing = $"no exercise of {homework.Name} is in this notebook; is it another homework's?";
            if (_problems.Count == 0) Fail(homework, nothing);
            else _notes.Add(nothing);
        }

        try
        {
            return _cells.Count == 0 ? StudentCode.None
                : await compilers.AskAsync((c, limit) => c.DeclaredAsync(_cells, limit, cancellation), cancellation);
        }
        catch (AnswerLostException e) when (!e.FromOutside)
        {
            _notes.Add("the cells outside the answers are too long or too complex; they were not used");
            return StudentCode.None;
        }
    }

    /// <summary>Without marks: the body of the only method of that name outside the regions of other
    /// exercises.</summary>
    private async Task RecoverAsync(HomeworkExercise exercise, CompilerPool compilers, CancellationToken cancellation)
    {
        var cells = _document!.Cells.Reverse().Where(cell => cell.Kernel == KernelNames.CSharp
            && cell.Text.Length <= MaxAnswer && !IsTooDeep(cell.Text)
            && cell.Text.Contains($" {exercise.Method}(", StringComparison.Ordinal)).Select(c => c.Text).ToList();
        if (cells.Count == 0) return;
        try
        {
            if (await compilers.AskAsync((c, limit) => c.BodyOfAsync(exercise.Method, cells, limit, cancellation),
                cancellation) is not var (_, body))
                return;
            _notes.Add($"{exercise.Id}: its marks were missing or broken; the answer was taken from the method "
                + $"{exercise.Method}");
            _problems.Remove(exercise.Id);
            _answers[exercise.Id] =
                string.Join('\n', body.Split('\n').Where(l => Marks.Of(l) is null)).Trim('\n');
        }
        catch (AnswerLostException e) when (!e.FromOutside)
        {
            _problems[exercise.Id] = $"it does not compile: {AnswerCompiler.TooComplex}";
        }
    }

    private void Fail(HomeworkSource homework, string problem)
    {
        _notes.Add(problem);
        foreach (var exercise in homework.Exercises) _problems[exercise.Id] = problem;
    }

    private sealed record Region(string Id, string Text, DibCell Cell, string Outside);

    private void Take(DibDocument document, HomeworkSource homework)
    {
        _document = document;
        var regions = document.Cells.SelectMany(c => Regions(c)).ToList();
        foreach (var exercise in homework.Exercises)
        {
            var own = regions.Where(r => r.Id == exercise.Id).ToList();
            if (own.Count == 0) continue;
            _regions.Add(exercise.Id);
            var begun = own.Where(r => !AnswerText.Same(r.Text, exercise.Start)).ToList();
            var chosen = (begun.Count > 0 ? begun : own)[^1];
            if (own.Count > 1)
                _notes.Add($"{exercise.Id}: the notebook has {own.Count} cells of this exercise; the last "
                    + $"one{(begun.Count is > 0 && begun.Count < own.Count ? " that was worked on" : "")} (cell "
                    + $"{chosen.Cell.Index + 1}) was graded");
            else if (!AnswerText.Same(chosen.Outside, exercise.Before + "\n" + exercise.After))
                _notes.Add($"{exercise.Id}: lines outside the answer region were changed; they were not used");
            if (chosen.Text.Length > MaxAnswer)
                _problems[exercise.Id] = $"the answer is longer than {MaxAnswer:N0} characters";
            else if (IsTooDeep(chosen.Text))
                _problems[exercise.Id] = $"it does not compile: its brackets are nested more than {MaxDepth} deep";
            else
                _answers[exercise.Id] = chosen.Text;
        }

        foreach (var unknown in regions.Select(r => r.Id).Distinct().Where(id => homework[id] is null))
            _notes.Add($"'{Short(unknown)}' is not an exercise of this homework; was an id changed?");
        TakeOthers(document, regions, homework);
    }

    /// <summary>The cells that are the student's own, and what stands around the answers in the others.</summary>
    private void TakeOthers(DibDocument document, List<Region> regions, HomeworkSource homework)
    {
        foreach (var cell in document.Cells.Where(c => c.Kernel == KernelNames.CSharp
            && c.Text.Length <= MaxAnswer && !IsTooDeep(c.Text)
            && !homework.SilentCells.Contains(AnswerText.Words(c.Text))))
        {
            if (cell.Text.Split('\n').Any(l => Marks.Of(l) is { Word: "given" }))
                _notes.Add($"the given code of cell {cell.Index + 1} was changed; the course's own was used");
            _cells.Add(Code(Around(regions.Where(r => r.Cell == cell).Select(r => r.Outside).ToList(), cell.Text)));
        }
    }

    private static string Around(List<string> outside, string text) =>
        outside.Count > 0 ? string.Join('\n', outside) : text;

    /// <summary>A cell's C#: without the lines that are the kernel's, such as <c>#r</c>.</summary>
    internal static string Code(string text) => string.Join('\n',
        text.Split('\n').Select(l => KernelLine().IsMatch(l) ? "" : l));

    [GeneratedRegex(@"^\s*#(?:!|r\b|i\b|load\b)")]
    private static partial Regex KernelLine();

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

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
