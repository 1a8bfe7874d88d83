using RnnCourse.Notebooks.Lint.Rules;

namespace RnnCourse.Notebooks.Lint;

/// <summary>Checks notebooks for what would break them for somebody: in another kernel, another host, on another
/// machine.</summary>
public static class NotebookLinter
{
    /// <summary>All rules, in the order of their names.</summary>
    public static IReadOnlyList<ILintRule> Rules { get; } =
    [
        new ClaimRule(),
        new CSharpSyntaxRule(),
        new CompileRule(),
        new EncodingRule(),
        new EquationRule(),
        new ExerciseRule(),
        new MachinePathRule(),
        new MagicRule(),
        new MetaRule(),
        new ScriptRule(),
        new SelectorInTextRule(),
    ];

    /// <summary>The findings in the notebooks, by file and line.</summary>
    /// <param name="notebooks">The notebooks; what must agree across files is checked among them.</param>
    /// <param name="rules">The rules; null is all of them.</param>
    public static IReadOnlyList<LintFinding> Check(IReadOnlyList<LintedNotebook> notebooks,
        IReadOnlyList<ILintRule>? rules = null) =>
    [
        .. notebooks.AsParallel().AsOrdered()
            .SelectMany(notebook => (rules ?? Rules)
                .SelectMany(rule => rule.Check(notebook, notebooks))
                .OrderBy(finding => finding.Line).ThenBy(finding => finding.Rule, StringComparer.Ordinal))
            .AsSequential(),
    ];
}
