namespace RnnCourse.Notebooks.Lint;

/// <summary>How much a finding weighs.</summary>
public enum LintSeverity
{
    /// <summary>It should be looked at.</summary>
    Warning,

    /// <summary>It breaks the notebook for somebody.</summary>
    Error,
}

/// <summary>Something wrong in a notebook.</summary>
public sealed record LintFinding(string Path, int Line, string Rule, LintSeverity Severity, string Message)
{
    /// <summary><c>file:line: rule: what is wrong; what to do</c></summary>
    public override string ToString() =>
        $"{Path}:{Line}: {(Severity == LintSeverity.Warning ? "warning: " : "")}{Rule}: {Message}";
}
