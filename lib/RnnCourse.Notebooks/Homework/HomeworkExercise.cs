namespace RnnCourse.Notebooks.Homework;

/// <summary>An exercise as its authors wrote it.</summary>
/// <param name="Manual">Whether a person reads the answer, by a rubric.</param>
/// <param name="Cell">The cell in the authors' notebook.</param>
/// <param name="Before">The cell's lines above the solution.</param>
/// <param name="Solution">The solution's lines, without the marks.</param>
/// <param name="After">The cell's lines below the solution.</param>
/// <param name="Indent">The white space before the marks.</param>
public sealed record HomeworkExercise(
    string Id, double Points, bool Manual, DibCell Cell, string Before, string Solution, string After, string Indent)
{
    /// <summary>What belongs to it and is never given to students.</summary>
    public HiddenPart Hidden { get; init; } = HiddenPart.Empty;

    /// <summary>What stands between the marks in the student's notebook.</summary>
    public string Start => Hidden.Start?.Apply(Solution)
        ?? (Manual ? Indent + "// Write your answer here." : $"{Indent}throw new NotImplementedException(\"{Id}\");");

    /// <summary>The method's name: <c>Delta</c>; empty for an answer in words.</summary>
    public string Method { get; init; } = "";

    /// <summary>The names of its parameters.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The same with their types, as C# declares them; and the type of the result.</summary>
    public (string Parameters, string Result) Head { get; init; } = ("", "");

    /// <summary>The names of the parts of a result that is a tuple.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];
}

/// <summary>What the hidden file says of an exercise.</summary>
/// <param name="Line">Where it begins in the hidden file.</param>
/// <param name="Tolerance">How far entries may differ, relative to the largest.</param>
/// <param name="Checks">The checks: those of the student, and those of the grading.</param>
/// <param name="Rubric">For an answer that a person reads: what earns how many points.</param>
/// <param name="Start">How the starting code is made of the solution; null for <c>throw</c>.</param>
public sealed record HiddenPart(
    int Line, double Tolerance, IReadOnlyList<string> Hints, IReadOnlyList<HomeworkCheck> Checks,
    IReadOnlyList<WrongAnswer> Wrongs,
    IReadOnlyList<RubricItem> Rubric, Edit? Start)
{
    internal static HiddenPart Empty { get; } =
        new(0, RnnCourse.Lessons.Checks.Agreement.Tolerance, [], [], [], [], null);

    /// <summary>What judges a result where many are right; null where there is one, the solution's.</summary>
    public Judge? Judge { get; init; }

    /// <summary>The checks that grade.</summary>
    public IEnumerable<HomeworkCheck> Graded => Checks.Where(c => !c.Public);
}

/// <summary>A check: a name and the code that makes the arguments.</summary>
/// <param name="Public">Whether the student sees it, and it grades nothing.</param>
/// <param name="Weight">Its share of the exercise's points, relative to the other checks.</param>
/// <param name="Arguments">C# that gives an <c>object[]</c>; <c>r</c> is a <c>Random</c>.</param>
/// <param name="Line">Where that code stands in the hidden file.</param>
public sealed record HomeworkCheck(string Name, bool Public, double Weight, string Arguments, int Line);

/// <summary>The authors' judge of a result.</summary>
/// <param name="Code">The body of a method that sees the check's name (<c>check</c>), the arguments by their names and
/// the result (<c>answer</c>), and returns what is wrong, or null.</param>
/// <param name="Line">Where that code stands in the hidden file.</param>
public sealed record Judge(string Code, int Line);

/// <summary>A wrong answer that students give, made of the solution by an edit.</summary>
/// <param name="Line">Where it stands in the hidden file.</param>
public sealed record WrongAnswer(string Name, string Says, Edit Edit, int Line);

/// <summary>A line of a rubric.</summary>
public sealed record RubricItem(double Points, string What);

/// <summary>An edit of a solution: pieces replaced, or another text in its place.</summary>
/// <param name="Replacements">What is replaced by what; each occurs exactly once in the solution.</param>
/// <param name="Text">The whole answer instead, when it is not made by replacing.</param>
public sealed record Edit(IReadOnlyList<(string Old, string New, int Line)> Replacements, string? Text)
{
    /// <summary>The solution after the edit.</summary>
    public string Apply(string solution) => Text ?? Replacements.Aggregate(solution, (text, r) =>
        text.IndexOf(r.Old, StringComparison.Ordinal) is var at && at >= 0
            ? text[..at] + r.New + text[(at + r.Old.Length)..] : text);

    /// <summary>Why the edit cannot be made, with its line; or null.</summary>
    internal (int Line, string Message)? Fault(string solution)
    {
        foreach (var (old, _, line) in Text is null ? Replacements : [])
        {
            var count = solution.Split(old).Length - 1;
            if (count != 1)
                return (line, $"'{old}' occurs {Counted.Of(count, "time")} in the solution; it must occur once");
        }

        return Text is null && Replacements.Count == 0 ? (0, "it says neither 'replace:' and 'by:' nor another answer")
            : null;
    }
}
