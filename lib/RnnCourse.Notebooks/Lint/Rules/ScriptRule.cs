using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>Good C# that a notebook cell, being a script, does not compile. The compiler's own words for these
/// mislead.</summary>
internal sealed class ScriptRule : ILintRule
{
    public string Name => "script";
    public string Description => "C# that notebook cells do not take: namespaces, extension blocks, 'using var', …";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others) =>
        from cell in notebook.CSharp
        from fault in Faults(cell.Root)
        select notebook.Error(cell.Line(fault.Node.GetLocation()!), Name, fault.Message);

    /// <summary>Whether a compiler error in the cell is about something this rule reports in plain words.</summary>
    internal static bool Explains(CSharpCell cell, Diagnostic error)
    {
        var line = error.Location.GetLineSpan().StartLinePosition.Line;
        return Faults(cell.Root).Any(fault =>
        {
            var span = fault.Node.GetLocation()!.GetLineSpan();
            return line >= span.StartLinePosition.Line && (fault.Spreads || line <= span.EndLinePosition.Line);
        });
    }

    /// <summary>What is wrong; a fault that spreads makes the compiler stumble over all that follows.</summary>
    private static IEnumerable<(SyntaxNodeOrToken Node, string Message,
        bool Spreads)> Faults(CompilationUnitSyntax root)
    {
        foreach (var node in root.DescendantNodes())
            switch (node)
            {
                case BaseNamespaceDeclarationSyntax:
                    yield return (node, "a notebook cell cannot declare a namespace; remove it, its types stay", true);
                    break;
                // 'using var a = …' is taken for the directive 'using var' without its semicolon.
                case UsingDirectiveSyntax { SemicolonToken.IsMissing: true } directive
                    when directive.GetLastToken().GetNextToken().IsKind(SyntaxKind.IdentifierToken):
                    yield return (node,
                        "a notebook cell cannot have 'using var' at its top level; write 'using (…) { … }'", false);
                    break;
                case MethodDeclarationSyntax method when IsExtension(method) && method.Parent is TypeDeclarationSyntax:
                    yield return (node,
                        $"the extension method '{method.Identifier}' stands in a class, which a cell does not "
                            + "take; write it at the cell's top level", false);
                    break;
                // 'p with { … }' is taken for a property of type p whose name is with.
                case PropertyDeclarationSyntax { Identifier.ValueText: "with", Parent: CompilationUnitSyntax }:
                    yield return (node,
                        "a 'with' expression cannot start a cell's last expression; put it in parentheses or a "
                            + "variable", false);
                    break;
            }
        foreach (var token in root.DescendantTokens())
            if (token.ValueText == "extension" && token.GetNextToken().IsKind(SyntaxKind.OpenParenToken)
                && token.Parent?.FirstAncestorOrSelf<ClassDeclarationSyntax>() is not null)
                yield return (token,
                    "a notebook cell cannot have an 'extension' block; write ordinary extension methods at its "
                        + "top level", true);
        foreach (var late in root.GetDiagnostics().Where(d => d.Id == "CS1529"))
            yield return (root.FindToken(late.Location.SourceSpan.Start, findInsideTrivia: true),
                "a 'using' directive must come first in its cell; move it up, or to a cell of its own", false);
    }

    private static bool IsExtension(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters is [{ Modifiers: var modifiers }, ..] && modifiers.Any(SyntaxKind.ThisKeyword);
}
