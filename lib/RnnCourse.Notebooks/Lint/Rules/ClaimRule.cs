using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>A claim that is made and not shown: nobody sees it fail.</summary>
internal sealed class ClaimRule : ILintRule
{
    public string Name => "claim";
    public string Description => "a Claim.That(…) whose value is not displayed";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        foreach (var cell in notebook.CSharp)
            foreach (var claim in cell.Root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsClaim))
                if (IsDropped(notebook, cell, claim))
                    yield return notebook.Error(cell.Line(claim), Name,
                        "the claim is made and not displayed, so its failure would not be seen; make it the "
                            + "cell's last expression, without a semicolon, or display(…) it");
    }

    private static bool IsClaim(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "That",
            Expression: IdentifierNameSyntax { Identifier.ValueText: "Claim" }
                or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Claim" },
        };

    private static bool IsDropped(LintedNotebook notebook, CSharpCell cell, InvocationExpressionSyntax claim) =>
        claim.Parent switch
        {
            ExpressionStatementSyntax statement => !statement.SemicolonToken.IsMissing,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } => true,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax name, Parent: ExpressionStatementSyntax } =>
                !IsUsed(notebook, cell, name.Identifier.ValueText, name),
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } =>
                !IsUsed(notebook, cell, variable.Identifier.ValueText, variable),
            _ => false,
        };

    /// <summary>Whether the variable is read after the claim in its cell, or anywhere in a later cell.</summary>
    private static bool IsUsed(LintedNotebook notebook, CSharpCell cell, string variable, SyntaxNode declared) =>
        notebook.CSharp
        .Where(other => other.Cell.Index >= cell.Cell.Index)
        .SelectMany(other => other.Root.DescendantNodes().OfType<IdentifierNameSyntax>())
        .Any(name => name.Identifier.ValueText == variable && name != declared
            && (name.SyntaxTree != declared.SyntaxTree || name.SpanStart > declared.SpanStart));
}
