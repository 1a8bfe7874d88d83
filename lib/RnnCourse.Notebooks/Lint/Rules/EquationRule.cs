using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>References to equations, written <c>[(4.7)](04-….dib#eq-4.7)</c>, that lead nowhere.</summary>
internal sealed partial class EquationRule : ILintRule
{
    public string Name => "equation";

    public string Description =>
        "a reference to an equation, [(4.7)](…#eq-4.7), that leads nowhere; two equations of one number";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        foreach (var (line, text) in Lines(notebook))
            foreach (Match link in Reference().Matches(text))
                if (Fault(notebook, others, link) is { } fault)
                    yield return notebook.Error(line, Name, fault);

        foreach (var (line, number) in PlainReferences(notebook))
            if (Homes(others, number).ToList() is { Count: > 0 } homes
                && !homes.SelectMany(Lines).Any(l => Numbers(l.Text).Contains(number)))
                yield return notebook.Error(line, Name,
                    $"({number}) refers to an equation that '{System.IO.Path.GetFileName(homes[0].Path)}' does "
                        + $"not number: no \\tag{{{number}}}");

        foreach (var twice in Lines(notebook)
            .SelectMany(l => Tag().Matches(l.Text).Select(m => (l.Line, Number: m.Groups["number"].Value)))
            .GroupBy(tag => tag.Number).Where(g => g.Count() > 1))
            yield return notebook.Error(twice.Last().Line, Name,
                $"equation ({twice.Key}) is numbered a second time (first in line {twice.First().Line})");
    }

    private static string? Fault(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others, Match link)
    {
        var (shown, file, number) =
            (link.Groups["shown"].Value, link.Groups["file"].Value, link.Groups["number"].Value);
        if (shown != number)
            return $"the reference says ({shown}) and leads to equation ({number}); make them agree";
        if (file.StartsWith("http", StringComparison.Ordinal)) return null;
        var target = file.Length == 0 ? notebook : Find(notebook, others, file);
        if (target is null)
            return $"the reference to equation ({number}) leads to '{file}', which is not there";
        return Lines(target).Any(l => Numbers(l.Text).Contains(number))
            ? null
            : $"no equation of '{System.IO.Path.GetFileName(target.Path)}' has the number ({number}): no "
                + $"\\tag{{{number}}} and no id=\"eq-{number}\"";
    }

    /// <summary>References without a link: <c>(4.7)</c> in prose or in a comment of code. The book makes links of
    /// them.</summary>
    private static IEnumerable<(int Line, string Number)> PlainReferences(LintedNotebook notebook)
    {
        var prose = Lines(notebook).Select(l => (l.Line, Text: Reference().Replace(Formula().Replace(l.Text, ""), "")));
        var comments = notebook.CSharp.SelectMany(cell => cell.Root.DescendantTrivia()
            .Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia))
            .Select(t => (Line: cell.Line(t.GetLocation()), Text: t.ToString())));
        return prose.Concat(comments)
            .SelectMany(l => Plain().Matches(l.Text).Select(m => (l.Line, m.Groups["number"].Value)));
    }

    /// <summary>The notebooks of this run that equation 4.7 may belong to: those whose names begin with 04, and with
    /// 04b, 04c for a chapter in several parts.</summary>
    private static IEnumerable<LintedNotebook> Homes(IReadOnlyList<LintedNotebook> others, string number)
    {
        var chapter = number.Split('.')[0].PadLeft(2, '0');
        return others.Where(o => System.IO.Path.GetFileName(o.Path).Split('-')[0] is var start
            && (start == chapter || (start.Length == chapter.Length + 1 && char.IsAsciiLetterLower(start[^1])
                && start.StartsWith(chapter, StringComparison.Ordinal))));
    }

    private static LintedNotebook? Find(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others, string file)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(notebook.Path))!;
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, Uri.UnescapeDataString(file)));
        return others.FirstOrDefault(o => System.IO.Path.GetFullPath(o.Path) == path)
            ?? (File.Exists(path) ? new LintedNotebook(Dib.DibDocument.Load(path)) : null);
    }

    private static IEnumerable<string> Numbers(string text) =>
        Tag().Matches(text).Concat(Anchor().Matches(text)).Select(m => m.Groups["number"].Value);

    private static IEnumerable<(int Line, string Text)> Lines(LintedNotebook notebook) =>
        notebook.Markdown.SelectMany(c => c.Text.Split('\n').Select((text, i) => (c.LineInFile(i + 1), text)));

    [GeneratedRegex("""\[\((?<shown>[\w.]+)\)\]\((?<file>[^)#\s]*)#eq-(?<number>[\w.]+)\)""")]
    private static partial Regex Reference();

    [GeneratedRegex("""(?<![\w\])])\((?<number>(\d{1,2}|[A-Z]\d)\.\d{1,3})\)""")]
    private static partial Regex Plain();

    [GeneratedRegex("""\$\$.*?\$\$|\$[^$]+\$|`[^`]*`""")]
    private static partial Regex Formula();

    [GeneratedRegex("""\\tag\{(?<number>[\w.]+)\}""")]
    private static partial Regex Tag();

    [GeneratedRegex("""id\s*=\s*["']eq-(?<number>[\w.]+)["']""")]
    private static partial Regex Anchor();
}
