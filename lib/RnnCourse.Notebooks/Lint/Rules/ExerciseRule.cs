namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>The comments that mark exercises and their solutions.</summary>
internal sealed partial class ExerciseRule : ILintRule
{
    public string Name => "exercise";

    public string Description =>
        "two exercises of one id; a solution that is not closed, nested, or outside an exercise; an unknown //| mark";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        var known = new Dictionary<string, (LintedNotebook Notebook, int Line)>(StringComparer.Ordinal);
        foreach (var other in others.TakeWhile(o => o != notebook).Append(notebook))
            foreach (var mark in Marks(other).Where(m => m.Kind == "exercise"))
                if (!known.TryAdd(mark.Argument, (other, mark.Line)) && other == notebook)
                    yield return notebook.Error(mark.Line, Name,
                        $"the exercise id '{mark.Argument}' is taken: "
                            + $"{known[mark.Argument].Notebook.Path}:{known[mark.Argument].Line}; give it another");
        foreach (var finding in notebook.CSharp.SelectMany(cell => Structure(notebook, cell.Cell)))
            yield return finding;
    }

    /// <summary>A mark: <c>exercise</c> with its id, <c>begin</c>, <c>end</c>, or another word.</summary>
    internal sealed record Mark(string Kind, string Argument, int Line);

    internal static IEnumerable<Mark> Marks(LintedNotebook notebook) => notebook.CSharp.SelectMany(c => Marks(c.Cell));

    internal static IEnumerable<Mark> Marks(DibCell cell)
    {
        var lines = cell.Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (Pattern().Match(lines[i]) is { Success: true } mark)
            {
                var words = mark.Groups["text"].Value.Trim();
                var kind = words switch
                {
                    "begin solution" => "begin",
                    "end solution" => "end",
                    _ when words.StartsWith("exercise:", StringComparison.Ordinal) => "exercise",
                    _ => words,
                };
                var id = kind == "exercise" ? words["exercise:".Length..].Trim().Split(' ', '\t')[0] : "";
                yield return new Mark(kind, id, cell.LineInFile(i + 1));
            }
    }

    private IEnumerable<LintFinding> Structure(LintedNotebook notebook, DibCell cell)
    {
        Mark? open = null;
        var inExercise = false;
        foreach (var mark in Marks(cell))
            switch (mark.Kind)
            {
                case "exercise":
                    if (mark.Argument.Length == 0)
                        yield return notebook.Error(mark.Line, Name,
                            "the exercise has no id; write '//| exercise: h2.delta   points: 3'");
                    inExercise = true;
                    break;
                case "begin":
                    if (open is not null)
                        yield return notebook.Error(mark.Line, Name,
                            $"a solution begins inside the one of line {open.Line}; end that one first");
                    else if (!inExercise)
                        yield return notebook.Error(mark.Line, Name,
                            "a solution begins before any '//| exercise: id' of its cell; add that line above");
                    open = mark;
                    break;
                case "end":
                    if (open is null)
                        yield return notebook.Error(mark.Line, Name,
                            "a solution ends that did not begin; add '//| begin solution' or remove the line");
                    open = null;
                    break;
                default:
                    if (!OtherMarks.Contains(mark.Kind) && !OtherMarks.Contains(mark.Kind.Split(':', ' ')[0]))
                        yield return notebook.Error(mark.Line, Name,
                            $"'//| {mark.Kind}' is not a known mark; known are 'exercise:', 'begin solution', 'end "
                                + $"solution', {string.Join(", ", OtherMarks.Select(m => $"'{m}'"))}");
                    break;
            }
        if (open is not null)
            yield return notebook.Error(open.Line, Name,
                "the solution does not end in its cell; add '//| end solution'");
    }

    /// <summary>Marks of the course that say nothing of exercises' structure.</summary>
    private static readonly string[] OtherMarks =
        ["begin answer", "end answer", "given", "check", "folded", "hint", "needs", "rubric"];

    [GeneratedRegex(@"^\s*//\|(?<text>.*)$")]
    private static partial Regex Pattern();
}
