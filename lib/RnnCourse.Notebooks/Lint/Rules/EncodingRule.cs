namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>Bytes that editors and kernels read differently.</summary>
internal sealed class EncodingRule : ILintRule
{
    public string Name => "encoding";

    public string Description =>
        "a byte-order mark, bytes that are not UTF-8, a lone carriage return, an invisible character in '#!', "
            + "mixed line breaks";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        var raw = notebook.Document.Raw;
        if (raw.Encoding is not UTF8Encoding)
        {
            yield return notebook.Error(1, Name,
                $"the file is {raw.Encoding.WebName}, not UTF-8; save it as UTF-8 or run 'course format'");
            yield break;
        }
        if (raw.BomLength > 0)
            yield return notebook.Warning(1, Name, "the file starts with a byte-order mark; run 'course format'");
        var longBreak = 0;
        for (var i = 0; i < raw.Lines.Count; i++)
        {
            var (start, textEnd, end) = (raw.Lines[i].Start, raw.Lines[i].TextEnd, raw.Lines[i].End);
            var text = raw.Text(i);
            if (!raw[start..textEnd].SequenceEqual(Encoding.UTF8.GetBytes(text)))
                yield return notebook.Error(i + 1, Name,
                    "the line holds bytes that are not UTF-8; retype the characters shown as \ufffd");
            if (text.Contains('\r'))
                yield return notebook.Error(i + 1, Name,
                    "the line holds a lone carriage return, which some editors take for a line break; remove it");
            if (!text.StartsWith("#!", StringComparison.Ordinal) && LinePrefix.IsCommand(text))
                yield return notebook.Error(i + 1, Name,
                    $"an invisible character (U+{(int)text.First(LinePrefix.IsWeightless):X4}) stands in "
                        + "'#!', so the line is half a command; retype the line");
            if (end - textEnd == 2) longBreak = i + 1;
        }
        if (longBreak > 0 && raw.Newline == "\n")
            yield return notebook.Warning(longBreak, Name,
                @"the line ends with \r\n, others with \n; run 'course format'");
    }
}
