namespace RnnCourse.Notebooks.Lint;

/// <summary>One thing that can be wrong in notebooks.</summary>
public interface ILintRule
{
    /// <summary>The rule's name, as findings and the help print it.</summary>
    string Name { get; }

    /// <summary>What the rule looks for, in one line.</summary>
    string Description { get; }

    /// <summary>What the rule finds in one notebook.</summary>
    /// <param name="others">All notebooks of this run, this one included, for what must agree across files.</param>
    IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others);
}
