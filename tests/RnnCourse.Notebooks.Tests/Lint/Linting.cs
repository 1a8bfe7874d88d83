using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Lint;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Lint;

/// <summary>Lints notebooks given as text.</summary>
static class Linting
{
    internal static IReadOnlyList<LintFinding> Findings(params string[] notebooks) =>
        NotebookLinter.Check([.. notebooks.Select((text, i) => new LintedNotebook(DibDocument.Parse(text.ReplaceLineEndings("\n")), $"{i + 1}.dib"))]);

    /// <summary>The one finding is of a rule, in a line, and says something.</summary>
    internal static void Finds(string rule, int line, string message, params string[] notebooks)
    {
        var finding = Assert.Single(Findings(notebooks));
        Assert.Equal((rule, line), (finding.Rule, finding.Line));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
    }

    internal static void FindsNothing(params string[] notebooks) => Assert.Empty(Findings(notebooks));
}
