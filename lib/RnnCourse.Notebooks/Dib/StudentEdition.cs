namespace RnnCourse.Notebooks.Dib;

/// <summary>
/// What students may see: solutions are taken out. A solution stands between the comments <c>//| begin solution</c> and
/// <c>//| end solution</c>; a stub that compiles takes its place.
/// </summary>
public static partial class StudentEdition
{
    /// <summary>The text without its solutions. A solution that is not closed ends with the text.</summary>
    public static string Strip(string code)
    {
        var kept = new StringBuilder();
        var exercise = "exercise";
        var inSolution = false;
        foreach (var line in code.Split('\n'))
        {
            if (ExerciseMark().Match(line) is { Success: true } mark) exercise = mark.Groups[1].Value;
            if (BeginMark().Match(line) is { Success: true } begin)
            {
                inSolution = true;
                kept.Append(begin.Groups[1].ValueSpan).Append($"throw new NotImplementedException(\"{exercise}\");\n");
            }
            else if (EndMark().IsMatch(line)) inSolution = false;
            else if (!inSolution) kept.Append(line).Append('\n');
        }

        return kept.ToString(0, Math.Max(0, kept.Length - 1));
    }

    /// <summary>The notebook without its solutions; all else stays as it is, byte for byte.</summary>
    public static DibDocument Of(DibDocument notebook)
    {
        for (var n = 0; n < notebook.Cells.Count; n++)
        {
            var stripped = Strip(notebook.Cells[n].Text);
            if (stripped != notebook.Cells[n].Text) notebook = notebook.WithText(n, stripped);
        }

        return notebook;
    }

    [GeneratedRegex(@"^\s*//\|\s*exercise:\s*(\S+)")] private static partial Regex ExerciseMark();
    [GeneratedRegex(@"^(\s*)//\|\s*begin solution\s*$")] private static partial Regex BeginMark();
    [GeneratedRegex(@"^\s*//\|\s*end solution\s*$")] private static partial Regex EndMark();
}
