using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCourse.Notebooks.Dib;
using RnnCourse.Notebooks.Tests.Verbs;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Documents;

/// <summary>The exercises of the notebooks: no cell gives its own answer away.</summary>
public sealed partial class ExerciseCellTests
{
    [Fact]
    public void No_expected_value_stands_in_an_exercises_cell() => Assert.Empty(
        from exercise in Exercises()
        let faults = Faults(exercise.Root).ToList()
        where faults.Count > 0
        select $"{exercise.Place}: {string.Join("; ", faults)}");

    [Fact]
    public void A_cell_that_holds_a_value_is_found()
    {
        string[] given =
        [
            "double Terms() => throw new NotImplementedException();\nExercise.Check(\"12.2\", () => Terms(), 13)",
            "double Terms(int[] n) => throw new NotImplementedException();\nvar right = n.Sum() + 1;\n"
                + "Exercise.Check(\"12.2\", Terms)",
            "double Terms(int[] n) => n.Sum();\nExercise.Check(\"12.2\", Terms)",
        ];
        Assert.All(given, code => Assert.NotEmpty(Faults(Parse(code))));
        Assert.Empty(Faults(Parse("double Terms(int[] n) => throw new NotImplementedException();\n"
            + "Exercise.Check(\"12.2\", Terms)")));
    }

    [Fact]
    public void Every_exercise_is_asked_once_beside_its_number_and_has_a_hint()
    {
        foreach (var file in Notebooks())
        {
            var cells = DibDocument.Load(file).Cells;
            var text = string.Join('\n', cells.Where(cell => cell.Kernel == "markdown").Select(cell => cell.Text));
            var asked = Exercises().Where(one => one.File == file).Select(one => one.Id).ToList();
            Assert.Equal(asked.Distinct(), asked);
            Assert.All(asked, id => Assert.Contains($"**{id}** ", text, StringComparison.Ordinal));
            Assert.True(asked.Count <= text.Split("<summary>Hint</summary>").Length - 1, Path.GetFileName(file));
        }
    }

    [Fact]
    public void Each_chapter_asks_for_one_prediction_and_one_change_of_what_stands_in_its_code()
    {
        foreach (var file in Notebooks().Where(file => char.IsAsciiDigit(Path.GetFileName(file)[0])))
        {
            var cells = DibDocument.Load(file).Cells.ToLookup(cell => cell.Kernel, cell => cell.Text);
            var text = string.Join('\n', cells["markdown"]);
            Assert.Equal(2, text.Split("**Predict first.**").Length);
            var change = Assert.Single(text.Split("**Change it and explain.**").Skip(1)).Split("<details>")[0];
            Assert.All(Replaced().Matches(change), code => Assert.Contains(cells["csharp"],
                cell => cell.Contains(code.Groups[1].Value, StringComparison.Ordinal)));
        }
    }

    [GeneratedRegex(@"\breplace (?:the )?`([^`]+)`")]
    private static partial Regex Replaced();

    /// <summary>What a cell with an exercise may hold: methods that are not begun, and the check by the method's
    /// name.</summary>
    private static IEnumerable<string> Faults(CompilationUnitSyntax root)
    {
        foreach (var call in Checks(root))
            if (call.ArgumentList.Arguments is not [_, { Expression: IdentifierNameSyntax }])
                yield return "Exercise.Check takes the number of the exercise and the name of the method, nothing else";
        foreach (var member in root.Members)
            if (!member.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(IsCheck)
                && (member is not MethodDeclarationSyntax
                    || !member.ToString().Contains("NotImplementedException", StringComparison.Ordinal)))
                yield return $"'{member.ToString().Split('\n')[0]}' is not a method that is to be written";
    }

    private static IEnumerable<(string File, string Place, string Id, CompilationUnitSyntax Root)> Exercises() =>
        from file in Notebooks()
        from cell in DibDocument.Load(file).Cells
        where cell.Kernel == "csharp" && cell.Text.Contains("Exercise.Check(", StringComparison.Ordinal)
        let root = Parse(cell.Text)
        from call in Checks(root)
        select (file, $"{Path.GetFileName(file)}:{cell.LineInFile(1)}",
            (string)((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.Value!, root);

    private static IEnumerable<string> Notebooks() =>
        Directory.EnumerateFiles(Path.Combine(CourseTool.Root, "notebooks"), "*.dib").Order(StringComparer.Ordinal);

    private static CompilationUnitSyntax Parse(string code) => (CompilationUnitSyntax)CSharpSyntaxTree
        .ParseText(code, CSharpParseOptions.Default.WithKind(SourceCodeKind.Script)).GetRoot();

    private static IEnumerable<InvocationExpressionSyntax> Checks(CompilationUnitSyntax root) =>
        root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(IsCheck);

    private static bool IsCheck(InvocationExpressionSyntax call) =>
        call.Expression.ToString() == "Exercise.Check";
}
