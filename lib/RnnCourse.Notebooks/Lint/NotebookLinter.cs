using RnnCourse.Notebooks.Lint.Rules;

namespace RnnCourse.Notebooks.Lint;

/// <summary>Checks notebooks for what would break them for somebody: in another kernel, another host, on another machine.</summary>
public static class NotebookLinter
{
    /// <summary>All rules, in the order of their names.</summary>
    public static IReadOnlyList<ILintRule> Rules { get; } =
    [
        new ClaimRule(),
        new CSharpSyntaxRule(),
        new EncodingRule(),
        new EquationRule(),
        new ExerciseRule(),
        new MachinePathRule(),
        new MagicRule(),
        new MetaRule(),
        new ScriptRule(),
        new SelectorInTextRule(),
    ];

    /// <summary>All findings in the notebooks, by file and line.</summary>
    public static IReadOnlyList<LintFinding> Check(IReadOnlyList<LintedNotebook> notebooks) =>
    [
        .. notebooks.AsParallel().AsOrdered()
            .SelectMany(notebook => Rules
                .SelectMany(rule => rule.Check(notebook, notebooks))
                .OrderBy(finding => finding.Line).ThenBy(finding => finding.Rule, StringComparer.Ordinal))
            .AsSequential(),
    ];
}
