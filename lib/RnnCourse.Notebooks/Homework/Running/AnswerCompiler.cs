using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using RnnCourse.Numerics;

namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>A file to compile.</summary>
internal sealed record CodeFile(string Name, string Text);

/// <summary>What is wrong in a file, in the compiler's words.</summary>
internal sealed record CodeError(string File, int Line, string Message);

/// <summary>A compiled library, or why there is none.</summary>
internal sealed record CompiledCode(byte[] Image, byte[] Symbols, IReadOnlyList<CodeError> Errors);

/// <summary>Compiles the answers of homework to a library.</summary>
internal static class AnswerCompiler
{
    /// <summary>What is said of an answer the compiler cannot take, however it fails at it.</summary>
    internal const string TooComplex = "it is too long or too complex for the compiler";

    /// <summary>How deep an answer may be nested: far more than a person writes, far less than ends the compiler's
    /// stack.</summary>
    private const int MaxDepth = 500;

    /// <summary>The stack of a thread that parses or compiles, in bytes. The compiler needs more for an answer the
    /// deeper it is nested.</summary>
    private const int StackSize = 64 << 20;

    private static readonly Lazy<ImmutableArray<MetadataReference>> References = new(Load);

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest, DocumentationMode.None);

    /// <summary>Compiles files to one library.</summary>
    internal static CompiledCode Compile(IReadOnlyList<CodeFile> files, string assembly = "answers") =>
        OnADeepStack(() => CompileHere(files, assembly));

    private static CompiledCode CompileHere(IReadOnlyList<CodeFile> files, string assembly)
    {
        var trees = files.Select(f => CSharpSyntaxTree.ParseText(f.Text, Parse, f.Name, Encoding.UTF8));
        var compilation = CSharpCompilation.Create(assembly, trees, References.Value,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: false,
                optimizationLevel: OptimizationLevel.Debug, deterministic: true,
                concurrentBuild: false));
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols,
            options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        var errors = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => Error(d))
            .Distinct().ToList();
        return new(emitted.Success ? image.ToArray() : [], emitted.Success ? symbols.ToArray() : [], errors);
    }

    /// <summary>Why a text cannot stand inside a method's braces, or null. What passes here cannot reach beyond its
    /// method.</summary>
    internal static CodeError? BodyError(string id, string body) => OnADeepStack(() => BodyErrorHere(id, body));

    private static CodeError? BodyErrorHere(string id, string body)
    {
        const string Before = "class C { object M() {\n";
        var tree = CSharpSyntaxTree.ParseText($"{Before}{body}\n}}}}\n", Parse, id);
        var error = tree.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        if (error is not null)
            return new(id, Math.Min(error.Location.GetLineSpan().StartLinePosition.Line, body.Split('\n').Length),
                Message(error));
        var root = tree.GetCompilationUnitRoot();
        if (DepthAbove(root, MaxDepth) is { } deep)
            return new(id, deep.GetLocation().GetLineSpan().StartLinePosition.Line, TooComplex);
        return root.Members is [ClassDeclarationSyntax { Members: [MethodDeclarationSyntax { Body: { } block }] }]
            && block.Span.End >= Before.Length + body.Length
            ? null : new(id, 1, "its braces do not match: a } too many");
    }

    private static CodeError Error(Diagnostic diagnostic)
    {
        var file = diagnostic.Location.SourceTree?.FilePath ?? "";
        var mapped = diagnostic.Location.GetMappedLineSpan();
        return new(file, mapped.StartLinePosition.Line + 1, Message(diagnostic));
    }

    /// <summary>A node that is nested deeper than that, or null.</summary>
    private static SyntaxNode? DepthAbove(SyntaxNode root, int depth)
    {
        var open = new Stack<(SyntaxNode Node, int Depth)>([(root, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.Depth > depth) return at.Node;
            foreach (var child in at.Node.ChildNodes()) open.Push((child, at.Depth + 1));
        }

        return null;
    }

    /// <summary>Runs where the stack is always as deep: whether the compiler takes an answer must not depend on who
    /// asks.</summary>
    internal static T OnADeepStack<T>(Func<T> function)
    {
        T? result = default;
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = function();
            }
            catch (Exception e)
            {
                thrown = ExceptionDispatchInfo.Capture(e);
            }
        }, StackSize);
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result!;
    }

    // CS8078: an expression is too long or complex to compile. CS9340 and its neighbours name the operators' own
    // methods.
    private static string Message(Diagnostic diagnostic) =>
        diagnostic.Id == "CS8078" ? TooComplex
            : diagnostic.Id is "CS9339" or "CS9340" or "CS9341" or "CS9342"
                && diagnostic.Location.SourceTree?.GetText().ToString(diagnostic.Location.SourceSpan) is { } code
            ? $"'{(code.Length > 80 ? code[..80] + "…" : code)}' has an operator that is not defined for what stands "
                + "on its two sides. Is one of them a sequence, or a matrix of other numbers? Matrices have +, −, * "
                + $"and % ({diagnostic.Id})"
            : $"{diagnostic.GetMessage(CultureInfo.InvariantCulture).TrimEnd('.')} ({diagnostic.Id})";

    private static ImmutableArray<MetadataReference> Load()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var files = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(Mat<>).Assembly.Location)
            .Append(typeof(Figures.Figure).Assembly.Location)
            .Append(typeof(Lessons.Checks.Check).Assembly.Location)
            .Append(typeof(MathNet.Numerics.LinearAlgebra.Matrix<>).Assembly.Location)
            .Append(typeof(Draw).Assembly.Location);
        return [.. files.Distinct().Select(path => MetadataReference.CreateFromFile(path))];
    }
}
