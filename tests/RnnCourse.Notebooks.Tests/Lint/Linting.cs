using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Lint;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Lint;

/// <summary>Lints notebooks given as text, with all rules but the compiler, which takes its time.</summary>
internal static class Linting
{
    internal static IReadOnlyList<LintFinding> Findings(params string[] notebooks) =>
        Findings([.. notebooks.Select((text, i) => ($"{i + 1}.dib", text))]);

    internal static IReadOnlyList<LintFinding> Findings(params (string Path, string Text)[] notebooks) =>
        NotebookLinter.Check(
            [.. notebooks.Select(n => new LintedNotebook(DibDocument.Parse(n.Text.ReplaceLineEndings("\n")), n.Path))],
            [.. NotebookLinter.Rules.Where(rule => rule.Name != "compile")]);

    /// <summary>What the compiler alone finds.</summary>
    internal static IReadOnlyList<LintFinding> Compile(string notebook, string path = "1.dib") => NotebookLinter.Check(
        [new LintedNotebook(DibDocument.Parse(notebook.ReplaceLineEndings("\n")), path)],
        [.. NotebookLinter.Rules.Where(rule => rule.Name == "compile")]);

    /// <summary>The one finding is of a rule, in a line, and says something.</summary>
    internal static void Finds(string rule, int line, string message, params string[] notebooks) =>
        Finds(rule, line, message, Findings(notebooks));

    internal static void Finds(string rule, int line, string message, params (string, string)[] notebooks) =>
        Finds(rule, line, message, Findings(notebooks));

    private static void Finds(string rule, int line, string message, IReadOnlyList<LintFinding> findings)
    {
        var finding = Assert.Single(findings);
        Assert.Equal((rule, line), (finding.Rule, finding.Line));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    internal static void FindsNothing(params string[] notebooks) => Assert.Empty(Findings(notebooks));
}
