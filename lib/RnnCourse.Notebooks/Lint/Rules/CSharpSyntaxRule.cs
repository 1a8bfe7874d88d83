using Microsoft.CodeAnalysis;

namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>What C# 12, the language of the oldest kernel in use, does not parse.</summary>
internal sealed class CSharpSyntaxRule : ILintRule
{
    public string Name => "csharp";
    public string Description => "code that is not a C# 12 script (the oldest kernel still in use runs C# 12)";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others) =>
        from cell in notebook.CSharp
        from fault in cell.Tree.GetDiagnostics()
        where fault.Severity == DiagnosticSeverity.Error && !ScriptRule.Explains(cell, fault)
        select notebook.Error(cell.Line(fault.Location), Name,
            $"{fault.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.')} ({fault.Id})");
}
