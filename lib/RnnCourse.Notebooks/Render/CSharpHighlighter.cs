using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Classification;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace RnnCourse.Notebooks.Render;

/// <summary>Colours C# with the compiler's own classifier, so that types, methods and variables are told
/// apart.</summary>
public sealed class CSharpHighlighter : IDisposable
{
    private static readonly string[] DefaultUsings =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks",
            "System.Linq"];

    private readonly Lazy<AdhocWorkspace> _workspace = new(() => new AdhocWorkspace(MefHostServices.DefaultHost));
    private readonly Lazy<IReadOnlyList<MetadataReference>> _references;
    private readonly string[] _libraries;

    /// <param name="libraries">Paths of the assemblies the code uses, beyond the framework's.</param>
    public CSharpHighlighter(params IEnumerable<string> libraries)
    {
        var framework = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "netstandard.dll");
        _libraries = [.. libraries.Where(File.Exists)];
        _references = new(() => [.. framework.Where(File.Exists).Concat(_libraries)
            .Select(path => MetadataReference.CreateFromFile(path))]);
    }

    /// <summary>Gives the HTML of each piece of code. Later pieces see the names that earlier ones declare, as cells
    /// do.</summary>
    public async Task<IReadOnlyList<string>> HighlightAsync(IReadOnlyList<string> pieces,
        CancellationToken cancellation = default)
    {
        if (pieces.Count == 0) return [];
        var stamps = _libraries.Select(path => File.GetLastWriteTimeUtc(path).Ticks);
        return await RenderCache.GetAsync(new { pieces, stamps }, () => MakeAsync(pieces, cancellation));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_workspace.IsValueCreated) _workspace.Value.Dispose();
    }

    private async Task<string[]> MakeAsync(IReadOnlyList<string> pieces, CancellationToken cancellation)
    {
        var starts = new List<int>();
        var whole = new StringBuilder();
        foreach (var piece in pieces)
        {
            starts.Add(whole.Length);
            whole.Append(piece).Append('\n');
        }

        var spans = await ClassifyAsync(whole.ToString(), cancellation);
        return [.. pieces.Select((piece, n) => Html(piece, starts[n], spans))];
    }

    private async Task<List<ClassifiedSpan>> ClassifyAsync(string code, CancellationToken cancellation)
    {
        var project = _workspace.Value.CurrentSolution
            .AddProject("notebook", "notebook", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
                usings: DefaultUsings))
            .WithMetadataReferences(_references.Value);
        var document =
            project.AddDocument("notebook.csx", SourceText.From(code)).WithSourceCodeKind(SourceCodeKind.Script);
        var spans = await Classifier.GetClassifiedSpansAsync(document, new TextSpan(0, code.Length), cancellation);
        return [.. spans.Where(span => CssClass(span.ClassificationType) != null).OrderBy(span => span.TextSpan.Start)];
    }

    private static string Html(string piece, int start, List<ClassifiedSpan> spans)
    {
        var html = new StringBuilder();
        var done = 0;
        foreach (var span in spans.Where(span =>
            span.TextSpan.Start >= start && span.TextSpan.End <= start + piece.Length))
        {
            var from = span.TextSpan.Start - start;
            if (from < done) continue; // an additional classification (static, reassigned) of the same words
            html.Append(WebUtility.HtmlEncode(piece[done..from]));
            done = span.TextSpan.End - start;
            var words = WebUtility.HtmlEncode(piece[from..done]);
            var css = CssClass(span.ClassificationType);
            html.Append($"""<span class="{css}">{(css == "c" ? Prose.LinkEquations(words) : words)}</span>""");
        }

        return html.Append(WebUtility.HtmlEncode(piece[done..])).ToString();
    }

    private static string? CssClass(string classification) => classification switch
    {
        ClassificationTypeNames.Comment => "c",
        ClassificationTypeNames.Keyword or ClassificationTypeNames.ControlKeyword
            or ClassificationTypeNames.PreprocessorKeyword => "k",
        ClassificationTypeNames.StringLiteral or ClassificationTypeNames.VerbatimStringLiteral
            or ClassificationTypeNames.StringEscapeCharacter => "s",
        ClassificationTypeNames.NumericLiteral => "n",
        ClassificationTypeNames.ClassName or ClassificationTypeNames.StructName
            or ClassificationTypeNames.RecordClassName
            or ClassificationTypeNames.RecordStructName or ClassificationTypeNames.EnumName
            or ClassificationTypeNames.InterfaceName
            or ClassificationTypeNames.DelegateName or ClassificationTypeNames.TypeParameterName => "t",
        ClassificationTypeNames.MethodName or ClassificationTypeNames.ExtensionMethodName => "m",
        var name when name.StartsWith("xml doc comment", StringComparison.Ordinal) => "c",
        _ => null,
    };
}
