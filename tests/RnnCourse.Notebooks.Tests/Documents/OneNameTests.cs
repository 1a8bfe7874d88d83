using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Documents;

/// <summary>A reader runs a cell again after those below it: no name may have become another thing meanwhile.</summary>
public sealed class OneNameTests
{
    [Fact]
    public void A_variable_is_declared_in_one_cell_of_a_notebook() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(CourseTool.Root, "notebooks"), "*-*.dib")
            .Order(StringComparer.Ordinal)
        from name in DibDocument.Load(file).Cells.Where(cell => cell.Kernel == "csharp")
            .SelectMany(cell => Declared(cell.Text).Distinct()).GroupBy(name => name)
        where name.Count() > 1
        select $"{Path.GetFileName(file)}: {name.Key} is declared in {name.Count()} cells");

    [Fact]
    public void All_ways_to_declare_one_are_seen() => Assert.Equal(["a", "b", "c", "d", "e"],
        Declared("""
            var a = 1;
            int[] b = { 2 }, c;
            var (d, (_, e)) = (3, (4, 5));
            void F() { var inside = 6; }
            foreach (var each in b) { int within = each; }
            """).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Declared(string code)
    {
        var members = CSharpSyntaxTree.ParseText(code,
                new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script),
                cancellationToken: TestContext.Current.CancellationToken)
            .GetCompilationUnitRoot().Members;
        return members.OfType<FieldDeclarationSyntax>()
            .SelectMany(field => field.Declaration.Variables.Select(variable => variable.Identifier.Text))
            .Concat(members.OfType<GlobalStatementSyntax>()
                .Select(member => (member.Statement as ExpressionStatementSyntax)?.Expression)
                .OfType<AssignmentExpressionSyntax>()
                .SelectMany(assignment => assignment.Left.DescendantNodesAndSelf()
                    .OfType<SingleVariableDesignationSyntax>())
                .Select(designation => designation.Identifier.Text));
    }
}
