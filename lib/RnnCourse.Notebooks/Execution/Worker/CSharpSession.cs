using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.DotNet.Interactive.Formatting;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Thrown for code that does not compile.</summary>
internal sealed class CompilationException(IReadOnlyList<Diagnostic> diagnostics)
    : Exception("The code does not compile.")
{
    internal IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}

/// <summary>The C# kernel: a chain of script submissions, each seeing the variables, methods, types and usings of those
/// before it. A submission that throws stays in the chain with what it had assigned; one that does not compile leaves
/// no trace.</summary>
internal sealed class CSharpSession
{
    private static readonly string[] Imports =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks",
        "System.Linq",
        "Microsoft.DotNet.Interactive.Kernel",
    ];

    private static readonly EmitOptions Emit = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    /// <summary>Opened once: all compilations of the process share what the compiler learns of them.</summary>
    private static readonly Lazy<ImmutableArray<MetadataReference>> Defaults = new(DefaultReferences.Load);

    private readonly NotebookLoadContext _assemblies = new();
    private readonly List<MetadataReference> _added = [];
    private readonly CSharpParseOptions _parse;
    private readonly CSharpCompilationOptions _options;
    private readonly List<object?> _states = [null];
    private CSharpCompilation? _previous;
    private int _count;

    internal CSharpSession(LanguageVersion version)
    {
        _parse = new CSharpParseOptions(version, kind: SourceCodeKind.Script);
        // Debug code, as in the real kernel: a line in an error is the line that failed.
        _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Imports, allowUnsafe: true,
            optimizationLevel: OptimizationLevel.Debug,
            metadataReferenceResolver: new NotebookReferenceResolver(_assemblies));
    }

    /// <summary>The variables of the submissions run so far, by name; the latest of each name.</summary>
    internal IReadOnlyList<(string Name, string Type, string Value)> Variables()
    {
        var found = new SortedDictionary<string, (string, string, string)>(StringComparer.Ordinal);
        foreach (var state in _states.OfType<object>())
            foreach (var field in state.GetType()
                .GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                if (SyntaxFacts.IsValidIdentifier(field.Name))
                    found[field.Name] =
                        (field.Name, field.FieldType.ToString(), field.GetValue(state).ToDisplayString(Mime.Text));
        return [.. found.Values];
    }

    /// <summary>Makes the library at <paramref name="path"/> known to the code that follows.</summary>
    internal void AddReference(string path)
    {
        if (NotebookLoadContext.IsPlayed(Path.GetFileNameWithoutExtension(path))) return;
        _assemblies.Add(path);
        _added.Add(MetadataReference.CreateFromFile(path));
    }

    /// <summary>Runs a piece of code.</summary>
    /// <param name="path">What errors and stack traces call it.</param>
    /// <returns>Whether the code has a value, and the value.</returns>
    /// <exception cref="CompilationException">The code does not compile; nothing ran.</exception>
    internal async Task<(bool HasValue, object? Value)> RunAsync(string code, string path, CancellationToken stop)
    {
        var tree = CSharpSyntaxTree.ParseText(code, _parse, path, Encoding.UTF8, stop);
        var name = string.Create(CultureInfo.InvariantCulture, $"cell-code-{++_count}");
        var compilation = CSharpCompilation.CreateScriptCompilation(
            name, tree, Defaults.Value.AddRange(_added), _options.WithScriptClassName($"Submission#{_count - 1}"),
            _previous, typeof(object));
        var entry = Load(compilation, name, stop);
        var value = HasValue(compilation, tree, stop);
        foreach (var reference in compilation.DirectiveReferences)
            if (!_added.Contains(reference)) _added.Add(reference);

        _previous = compilation;
        if (entry is null) return (false, null);
        var states = new object?[_states.Count + 1];
        _states.CopyTo(states);
        try
        {
            return (value, await entry(states));
        }
        finally
        {
            _states.Add(states[^1]);
        }
    }

    /// <summary>Compiles and loads a submission. One that only refers and imports has nothing to run: the answer is
    /// null.</summary>
    private Func<object?[], Task<object>>? Load(CSharpCompilation compilation, string name, CancellationToken stop)
    {
        using var image = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(image, symbols, options: Emit, cancellationToken: stop);
        var errors = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0) throw new CompilationException(errors);
        foreach (var reference in compilation.References.Skip(Defaults.Value.Length)
            .OfType<PortableExecutableReference>())
            if (reference.FilePath is { } file) _assemblies.Add(file);
        if (!emitted.Success) return null;
        var assembly = _assemblies.LoadCell(name, image.ToArray(), symbols.ToArray());
        var entry = compilation.GetEntryPoint(stop)!;
        return assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!
            .GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object>>>();
    }

    /// <summary>A submission has a value when it returns one or ends in an expression without a semicolon that is not
    /// void.</summary>
    private static bool HasValue(CSharpCompilation compilation, SyntaxTree tree, CancellationToken stop)
    {
        var root = tree.GetCompilationUnitRoot(stop);
        if (root.DescendantNodes(node => node is CompilationUnitSyntax or GlobalStatementSyntax or StatementSyntax)
            .OfType<ReturnStatementSyntax>().Any())
            return true;
        return root.Members.OfType<GlobalStatementSyntax>()
            .LastOrDefault() is { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }
            && compilation.GetSemanticModel(tree)
                .GetTypeInfo(last.Expression, stop).ConvertedType?.SpecialType != SpecialType.System_Void;
    }
}
