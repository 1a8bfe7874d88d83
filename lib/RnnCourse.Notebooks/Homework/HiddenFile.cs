namespace RnnCourse.Notebooks.Homework;

/// <summary>Reads the hidden file: C# helpers, then per exercise its hints, checks and known wrong answers, each
/// introduced by a mark.</summary>
internal static partial class HiddenFile
{
    internal static (string Prelude, IReadOnlyList<(string Id, HiddenPart Part)> Parts) Parse(string text, string path)
    {
        var sections = Sections(text, path);
        var parts = new List<(string, HiddenPart)>();
        var prelude = sections.Count > 0 && sections[0].Word == "" ? sections[0].Body : "";
        for (var i = 0; i < sections.Count;)
        {
            var head = sections[i++];
            if (head.Word == "") continue;
            if (head.Word != "exercise")
                throw new HomeworkException(path, head.Line,
                    $"'//| {head.Word}:' stands before any '//| exercise: id'");
            if (parts.Any(p => p.Item1 == head.Text))
                throw new HomeworkException(path, head.Line, $"exercise '{head.Text}' has a part already");
            var own = new List<Section>();
            while (i < sections.Count && sections[i].Word != "exercise") own.Add(sections[i++]);
            parts.Add((head.Text, Part(head, own, path)));
        }

        return (prelude, parts);
    }

    private static HiddenPart Part(Section head, List<Section> sections, string path)
    {
        var (tolerance, hints, checks, wrongs, rubric) = (RnnCourse.Lessons.Checks.Agreement.Tolerance,
            new List<string>(), new List<HomeworkCheck>(), new List<WrongAnswer>(), new List<RubricItem>());
        Edit? start = null;
        Judge? judge = null;
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            switch (section.Word)
            {
                case "tolerance":
                    tolerance = double.TryParse(section.Text, CultureInfo.InvariantCulture, out var number) ? number
                        : throw new HomeworkException(path, section.Line, $"'{section.Text}' is not a tolerance");
                    break;
                case "hint":
                    hints.Add(section.Text);
                    break;
                case "rubric":
                    rubric.Add(RubricPattern().Match(section.Text) is { Success: true } item
                        ? new(double.Parse(item.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                            item.Groups[2].Value)
                        : throw new HomeworkException(path, section.Line,
                            "a rubric's line reads '//| rubric: 2: names the sum over k'"));
                    break;
                case "public" or "check":
                    if (section.Body.Trim().Length == 0)
                        throw new HomeworkException(path, section.Line,
                            $"the check '{section.Text}' has no code that makes its arguments");
                    var (name, weight) = WeightPattern().Match(section.Text) is { Success: true } w
                        ? (w.Groups[1].Value, double.Parse(w.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
                        : (section.Text, 1.0);
                    if (checks.Any(c => c.Name == name && c.Public == (section.Word == "public")))
                        throw new HomeworkException(path, section.Line, $"there is a check '{name}' already");
                    checks.Add(new(name, section.Word == "public", weight, section.Body, section.Line + 1));
                    break;
                case "judge":
                    judge = section.Body.Trim().Length > 0 ? new(section.Body, section.Line + 1)
                        : throw new HomeworkException(path, section.Line, "the judge has no code");
                    break;
                case "wrong" or "start":
                    var (edit, says) = ReadEdit(section, sections, ref i, path);
                    if (section.Word == "start")
                        start = edit;
                    else
                        wrongs.Add(new(section.Text,
                            says
                                ?? throw new HomeworkException(path, section.Line,
                                    $"the wrong answer '{section.Text}' has no '//| says: diagnosis'"), edit,
                                    section.Line));
                    break;
                default:
                    throw new HomeworkException(path, section.Line,
                        $"'//| {section.Word}' is not a known mark; known are exercise, tolerance, hint, rubric, "
                            + "public, check, judge, wrong, start, and replace, by, says after these two");
            }
        }

        if (judge is not null && checks.Any(c => c.Public))
            throw new HomeworkException(path, head.Line, $"'{head.Text}' has a judge, so that there is no one right "
                + "answer to compare with at once: it can have no public checks");
        return new(head.Line, tolerance, hints, checks, wrongs, rubric, start) { Judge = judge };
    }

    private static (Edit, string? Says) ReadEdit(Section head, List<Section> sections, ref int i, string path)
    {
        var replacements = new List<(string, string, int)>();
        (string Text, int Line)? old = null;
        string? says = null;
        var text = head.Body;
        while (i + 1 < sections.Count && sections[i + 1] is { Word: "replace" or "by" or "says" } part)
        {
            i++;
            text += part.Body;
            if (part.Word == "says")
                says = part.Text;
            else if (part.Word == "replace")
                old = (part.Text, part.Line);
            else
            {
                replacements.Add((old?.Text
                    ?? throw new HomeworkException(path, part.Line, "'by:' follows a 'replace:'"), part.Text,
                    old.Value.Line));
                old = null;
            }
        }

        if (old is not null)
            throw new HomeworkException(path, old.Value.Line, "this 'replace:' has no 'by:'");
        return (new Edit(replacements, text.Trim().Length > 0 ? text.Trim('\n') : null), says);
    }

    private sealed record Section(string Word, string Text, string Body, int Line);

    private static List<Section> Sections(string text, string path)
    {
        var sections = new List<Section>();
        var (word, argument, line, body) = ("", "", 1, new System.Text.StringBuilder());
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (Marks.Of(lines[i]) is not { } mark)
            {
                body.Append(lines[i]).Append('\n');
                continue;
            }

            sections.Add(new(word, argument, body.ToString(), line));
            (word, argument, line) = (mark.Word, mark.Text, i + 1);
            if (word.Length == 0) throw new HomeworkException(path, line, "an empty mark");
            body.Clear();
        }

        sections.Add(new(word, argument, body.ToString(), line));
        return sections;
    }

    [GeneratedRegex(@"^(\d+(?:\.\d+)?)\s*:\s*(.+)$")]
    private static partial Regex RubricPattern();

    [GeneratedRegex(@"^(.*?)\s+weight:\s*(\d+(?:\.\d+)?)$")]
    private static partial Regex WeightPattern();
}
