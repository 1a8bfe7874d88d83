using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>Something that a student declares outside the answers.</summary>
/// <param name="Cell">The cell, from 0 among those that were looked at.</param>
/// <param name="Helper">Whether it can stand beside the answers wherever it was: a method, a type or a
/// constant.</param>
internal sealed record StudentMember(int Cell, string Name, bool Helper, string Text);

/// <summary>What a student's cells declare outside the answers: usings, and members. It is read in a process of its
/// own:
/// no parser is safe from every text.</summary>
internal sealed record StudentCode(IReadOnlyList<string> Usings, IReadOnlyList<StudentMember> Members)
{
    // Of each kind: far more than a notebook has.
    private const int MaxItems = 500;
    private static readonly CSharpParseOptions Script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Nothing.</summary>
    internal static StudentCode None { get; } = new([], []);

    /// <summary>Reads cells.</summary>
    internal static StudentCode Of(IReadOnlyList<string> cells) => AnswerCompiler.OnADeepStack(() =>
    {
        var usings = new List<string>();
        var members = new List<StudentMember>();
        for (var i = 0; i < cells.Count; i++)
        {
            var root = CSharpSyntaxTree.ParseText(cells[i], Script).GetCompilationUnitRoot();
            usings.AddRange(root.Usings.Select(u => u.NormalizeWhitespace().ToString()));
            foreach (var member in root.Members)
                foreach (var (name, helper) in Names(member))
                    members.Add(new(i, name, helper, helper ? AnswerFrame.Static(member) : ""));
        }

        return new StudentCode([.. usings.Distinct().Take(MaxItems)], [.. members.Take(MaxItems)]);
    });

    private static IEnumerable<(string Name, bool Helper)> Names(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => [(method.Identifier.ValueText, true)],
        BaseTypeDeclarationSyntax type => [(type.Identifier.ValueText, true)],
        DelegateDeclarationSyntax type => [(type.Identifier.ValueText, true)],
        PropertyDeclarationSyntax property => [(property.Identifier.ValueText, false)],
        FieldDeclarationSyntax field => field.Declaration.Variables.Select(v =>
            (v.Identifier.ValueText, field.Modifiers.Any(SyntaxKind.ConstKeyword))),
        _ => [],
    };

    /// <summary>What stands in the braces of the last method of a name, in the first cell that has one.</summary>
    internal static (int Cell, string Body)? BodyOf(string method, IReadOnlyList<string> cells) =>
        AnswerCompiler.OnADeepStack(() =>
        {
            for (var i = 0; i < cells.Count; i++)
                if (Body(cells[i], method) is { } body) return (i, body);
            return ((int, string)?)null;
        });

    // Found among the tokens: the marks are broken, and the rest of the cell may be too.
    private static string? Body(string code, string method)
    {
        var tokens = SyntaxFactory.ParseTokens(code).ToList();
        for (var i = tokens.Count - 2; i >= 0; i--)
        {
            if (tokens[i].Text != method || !tokens[i + 1].IsKind(SyntaxKind.OpenParenToken)) continue;
            var brace = End(tokens, i + 1, SyntaxKind.OpenParenToken, SyntaxKind.CloseParenToken) + 1;
            if (brace <= 0 || brace >= tokens.Count || !tokens[brace].IsKind(SyntaxKind.OpenBraceToken))
                continue;
            var close = End(tokens, brace, SyntaxKind.OpenBraceToken, SyntaxKind.CloseBraceToken);
            return close < 0 ? null : code[tokens[brace].Span.End..tokens[close].SpanStart];
        }

        return null;
    }

    private static int End(List<SyntaxToken> tokens, int at, SyntaxKind open, SyntaxKind close)
    {
        for (var depth = 0; at < tokens.Count; at++)
        {
            depth += tokens[at].IsKind(open) ? 1 : tokens[at].IsKind(close) ? -1 : 0;
            if (depth == 0) return at;
        }

        return -1;
    }

    /// <summary>A text as hashes of its tokens. Names that it gives itself (variables, parameters) are numbered in
    /// their
    /// order: a copy with other names is the same. White space and comments do not count.</summary>
    internal static IReadOnlyList<int> Tokens(string text) => AnswerCompiler.OnADeepStack(() =>
    {
        var root = CSharpSyntaxTree.ParseText(text, Script).GetCompilationUnitRoot();
        var own = root.DescendantNodes().Select(node => node switch
        {
            VariableDeclaratorSyntax v => v.Identifier.ValueText,
            SingleVariableDesignationSyntax v => v.Identifier.ValueText,
            ForEachStatementSyntax v => v.Identifier.ValueText,
            ParameterSyntax v => v.Identifier.ValueText,
            LocalFunctionStatementSyntax v => v.Identifier.ValueText,
            MethodDeclarationSyntax v => v.Identifier.ValueText,
            _ => "",
        }).Where(name => name.Length > 0).ToHashSet();
        var numbers = new Dictionary<string, int>();
        return (IReadOnlyList<int>)[.. root.DescendantTokens().Where(t => t.Text.Length > 0).Select(t =>
        {
            if (!own.Contains(t.ValueText)) return Hash(t.Text);
            if (!numbers.TryGetValue(t.ValueText, out var number)) numbers[t.ValueText] = number = numbers.Count + 1;
            return number;
        })];
    });

    private static int Hash(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    internal string ToJson() => JsonSerializer.Serialize(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is something else.</summary>
    internal static StudentCode? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<StudentCode>(json) is { Usings: { } usings, Members: { } members } code
                && usings.All(u => u is not null) && members.All(m => m is { Name: not null, Text: not null })
                ? code : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
