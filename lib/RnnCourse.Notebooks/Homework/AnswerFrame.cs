using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCourse.Notebooks.Lint;

namespace RnnCourse.Notebooks.Homework;

/// <summary>What answers are compiled in: the authors' usings and the code that is given (cells with the mark <c>//|
/// given</c>). Each answer becomes a method of one class, in a file of its own, so that an error names its
/// exercise.</summary>
internal sealed class AnswerFrame(string path)
{
    private const string Imports = """
        using System;
        using System.Collections;
        using System.Collections.Generic;
        using System.Linq;
        using System.Text;
        using System.Threading.Tasks;

        """;

    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);
    private readonly SortedSet<string> _usings = new(StringComparer.Ordinal);
    private readonly StringBuilder _given = new();
    private readonly HashSet<string> _givenNames = new(StringComparer.Ordinal);

    /// <summary>The class that holds the answers.</summary>
    internal const string Class = "Answers";

    internal string Usings =>
        Imports
            + string.Concat(_usings.Where(u => !Imports.Contains(u + "\n", StringComparison.Ordinal))
                .Select(u => u + "\n"));

    internal string Given => _given.ToString();

    /// <summary>Takes what a cell says for all answers: its usings, and its declarations when it is given.</summary>
    internal void Add(DibCell cell)
    {
        var root = Parse(new CSharpCell(cell).Code);
        var imported = NotebookImports.CellsOf(cell.Text, NotebookImports.FolderOf(path)!).Select(c => Parse(c.Text));
        foreach (var directive in imported.Append(root).SelectMany(code => code.Usings))
            _usings.Add(directive.NormalizeWhitespace().ToString());
        var lines = cell.Text.Split('\n');
        if (Array.FindIndex(lines, line => Marks.Of(line) is { Word: "given" }) < 0) return;
        foreach (var member in root.Members)
        {
            _givenNames.UnionWith(Names(member));
            _given.Append(member switch
            {
                GlobalStatementSyntax =>
                    throw new HomeworkException(path,
                        cell.LineInFile(member.GetLocation().GetLineSpan().StartLinePosition.Line + 1),
                    "a given cell declares methods, types and fields; it does nothing by itself"),
                _ => Static(member),
            }).Append('\n');
        }
    }

    private static IEnumerable<string> Names(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [method.Identifier.ValueText],
        BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.ValueText),
        _ => [],
    };

    private static CompilationUnitSyntax Parse(string code) => CSharpSyntaxTree.ParseText(code, Script)
        .GetCompilationUnitRoot();

    /// <summary>The exercise with what its method's head says.</summary>
    internal HomeworkExercise WithSignature(HomeworkExercise exercise)
    {
        var code = exercise.Before + "\n" + exercise.Solution + "\n" + exercise.After;
        var methods = CSharpSyntaxTree.ParseText(code, Script)
            .GetCompilationUnitRoot().Members.OfType<MethodDeclarationSyntax>().ToList();
        if (methods is not [{ Body: { } body } method] || body.SpanStart > exercise.Before.Length
            || body.Span.End < exercise.Before.Length + exercise.Solution.Length)
            throw new HomeworkException(
                path, exercise.Cell.Line,
                $"the cell of '{exercise.Id}' must hold one method, with the solution inside its braces");
        if (method.Modifiers.Any(SyntaxKind.StaticKeyword))
            throw new HomeworkException(path, exercise.Cell.Line,
                $"the method of '{exercise.Id}' is static: C# does not pass a static method of another "
                + "cell to Check.Run; leave the word out");
        return exercise with
        {
            Method = method.Identifier.ValueText,
            Parameters = [.. method.ParameterList.Parameters.Select(p => p.Identifier.ValueText)],
            Head = (string.Join(", ", method.ParameterList.Parameters.Select(p => p.ToString())),
                method.ReturnType.ToString()),
            Parts = method.ReturnType is TupleTypeSyntax tuple
                ? [.. tuple.Elements.Select((e, i) =>
                    e.Identifier.ValueText is { Length: > 0 } name ? name : $"part {i + 1}")] : [],
        };
    }

    /// <summary>The file of the given code.</summary>
    internal string GivenFile(string name) => $"{Usings}internal static partial class {name}\n{{\n{Given}}}\n";

    /// <summary>The file of one answer. Errors in it count the answer's own lines, from 1.</summary>
    internal string AnswerFile(string name, HomeworkExercise exercise, string answer, string extraUsing = "") =>
        $"{Usings}{extraUsing}internal static partial class {name}\n{{\n{Open(exercise)}\n#line 1 "
            + $"\"{exercise.Id}\"\n{answer}\n#line hidden\n{exercise.After}\n}}\n";

    private static string Open(HomeworkExercise exercise)
    {
        var lines = exercise.Before.Split('\n');
        // The head may take several lines: it begins with the first that is not a comment.
        var at = Array.FindIndex(lines,
            line => line.Trim() is { Length: > 0 } text && !text.StartsWith("//", StringComparison.Ordinal));
        return string.Join('\n',
            lines.Select((line,
                i) => i == at
                    ? (line.TrimStart().StartsWith("static ", StringComparison.Ordinal) ? "internal "
                        : "internal static ") + line.TrimStart() : line));
    }

    /// <summary>A member as it can stand in a static class.</summary>
    internal static string Static(MemberDeclarationSyntax member)
    {
        var open = member.WithModifiers([.. member.Modifiers.Where(m => !m.IsKind(SyntaxKind.PublicKeyword)
            && !m.IsKind(SyntaxKind.PrivateKeyword) && !m.IsKind(SyntaxKind.ProtectedKeyword)
            && !m.IsKind(SyntaxKind.InternalKeyword))]).WithoutLeadingTrivia();
        var needsNone = member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
            || member.Modifiers.Any(SyntaxKind.StaticKeyword) || member.Modifiers.Any(SyntaxKind.ConstKeyword);
        return (needsNone ? "internal " : "internal static ") + open.ToFullString();
    }

    /// <summary>The names of what is given.</summary>
    internal IReadOnlySet<string> GivenNames => _givenNames;

    /// <summary>A frame that the authors made: its usings and what is given, as it was.</summary>
    internal static AnswerFrame Made(string path, string usings, string given, IEnumerable<string> names)
    {
        var frame = new AnswerFrame(path);
        foreach (var line in usings.Split('\n', StringSplitOptions.RemoveEmptyEntries)) frame._usings.Add(line);
        frame._given.Append(given);
        frame._givenNames.UnionWith(names);
        return frame;
    }
}
