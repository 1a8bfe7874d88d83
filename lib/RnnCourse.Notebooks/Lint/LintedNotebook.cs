using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnCourse.Notebooks.Lint;

/// <summary>A notebook as the rules see it: its file, its cells, and the syntax of its C# cells.</summary>
public sealed class LintedNotebook
{
    /// <summary>C# 12 is what the oldest kernel still in use compiles.</summary>
    internal static readonly CSharpParseOptions Script =
        new(LanguageVersion.CSharp12, DocumentationMode.None, SourceCodeKind.Script);

    private readonly Lazy<IReadOnlyList<CSharpCell>> _csharp;

    /// <summary>Prepares a notebook.</summary>
    public LintedNotebook(DibDocument document, string? path = null)
    {
        Document = document;
        Path = path ?? document.Path ?? "notebook.dib";
        _csharp = new(() => [.. document.Cells.Where(c => c.Kernel == KernelNames.CSharp && c.Text.Length > 0)
            .Select(c => new CSharpCell(c))]);
    }

    /// <summary>The notebook's file, as findings name it.</summary>
    public string Path { get; }

    /// <summary>The notebook.</summary>
    public DibDocument Document { get; }
    internal IReadOnlyList<CSharpCell> CSharp => _csharp.Value;
    internal IEnumerable<DibCell> Markdown => Document.Cells.Where(c => c.IsMarkdown);

    internal LintFinding Error(int line, string rule, string message) =>
        new(Path, line, rule, LintSeverity.Error, message);

    internal LintFinding Warning(int line, string rule, string message) =>
        new(Path, line, rule, LintSeverity.Warning, message);
}

/// <summary>A C# cell and its syntax. Lines that start with <c>#!</c> are left out: they are the kernel's, not
/// C#'s.</summary>
internal sealed class CSharpCell
{
    internal CSharpCell(DibCell cell, string? code = null)
    {
        Cell = cell;
        Code = code
            ?? string.Join('\n',
                cell.Text.Split('\n').Select(l => l.StartsWith("#!", StringComparison.Ordinal) ? "" : l));
        Tree = CSharpSyntaxTree.ParseText(Code, LintedNotebook.Script);
        Root = Tree.GetCompilationUnitRoot();
    }

    internal DibCell Cell { get; }
    internal string Code { get; }
    internal SyntaxTree Tree { get; }
    internal CompilationUnitSyntax Root { get; }

    /// <summary>The line in the file where a piece of the syntax starts.</summary>
    internal int Line(Location location) => Cell.LineInFile(location.GetLineSpan().StartLinePosition.Line + 1);

    internal int Line(SyntaxNode node) => Line(node.GetLocation());
}
