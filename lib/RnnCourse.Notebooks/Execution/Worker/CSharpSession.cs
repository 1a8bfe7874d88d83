using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Diagnostic = Microsoft.CodeAnalysis.Diagnostic;
using IKernelExtension = Microsoft.DotNet.Interactive.IKernelExtension;

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

    /// <summary>What the next submission refers to beside what it inherits from the one before. Given to each again,
    /// they would add up: the references of a notebook would be as many as the square of its cells.</summary>
    private readonly List<MetadataReference> _references;
    private readonly CSharpParseOptions _parse;
    private readonly CSharpCompilationOptions _options;
    private readonly CellInputs _inputs = new();
    private readonly List<string> _paths = [], _unknown = [];
    private CSharpCompilation? _previous;

    /// <summary>The submissions' variables. Each writes itself into its own place, also one that runs inside
    /// another.</summary>
    private object?[] _states = new object?[64];
    private int _count;

    internal CSharpSession(LanguageVersion version, SourceMap sources)
    {
        _references = [.. Defaults.Value];
        _parse = new CSharpParseOptions(version, kind: SourceCodeKind.Script);
        // Debug code, as in the real kernel: a line in an error is the line that failed.
        _options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: Imports, allowUnsafe: true,
            optimizationLevel: OptimizationLevel.Debug,
            sourceReferenceResolver: new LoadedFiles(sources),
            metadataReferenceResolver: new NotebookReferenceResolver(_assemblies));
    }

    /// <summary>The variables of the submissions run so far, in the order in which their names came up; of each name
    /// the latest.</summary>
    internal IReadOnlyList<(string Name, Type Type, object? Value)> Variables()
    {
        var found = new OrderedDictionary<string, (string, Type, object?)>(StringComparer.Ordinal);
        foreach (var state in _states.OfType<object>())
            foreach (var field in Fields(state).Where(field => SyntaxFacts.IsValidIdentifier(field.Name)))
                found[field.Name] = (field.Name, field.FieldType, field.GetValue(state));
        return [.. found.Values];
    }

    /// <summary>Declares a variable that holds a value, of the value's own type where code can name it.</summary>
    /// <exception cref="CompilationException">The name or the type cannot be written here.</exception>
    internal async Task SetVariableAsync(string name, object? value, CancellationToken stop)
    {
        await RunAsync($"{TypeName(value?.GetType())} {name} = default;", $"#!set {name}", stop);
        var state = _states.Last(state => state is not null && Fields(state).Any(field => field.Name == name))!;
        Fields(state).Single(field => field.Name == name).SetValue(state, value);
    }

    private static FieldInfo[] Fields(object state) =>
        state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    /// <summary>A type as code writes it: <c>global::System.Int32[]</c>; <c>object</c> for what it cannot
    /// name.</summary>
    private static string TypeName(Type? type)
    {
        if (type is not { IsVisible: true } || type.IsPointer) return "object";
        var ranks = "";
        for (; type.IsArray; type = type.GetElementType()!) ranks += $"[{new string(',', type.GetArrayRank() - 1)}]";
        var arguments = new Queue<Type>(type.GetGenericArguments());
        var names = new List<string>();
        for (var part = type; part is not null && !IsSubmission(part); part = part.DeclaringType)
            names.Insert(0, part.Name);
        for (var i = 0; i < names.Count; i++)
            if (names[i].Split('`') is [var name, var count])
                names[i] = $"{name}<{string.Join(", ", Enumerable.Range(0,
                    int.Parse(count, CultureInfo.InvariantCulture)).Select(_ => TypeName(arguments.Dequeue())))}>";
        return (type.Namespace is { } space ? $"global::{space}." : "") + string.Join('.', names) + ranks;
    }

    private static bool IsSubmission(Type type) => type.Name.StartsWith("Submission#", StringComparison.Ordinal);

    /// <summary>What the code since the last call reads besides its own text: the paths that it names, and what cannot
    /// be named.</summary>
    internal (IReadOnlyList<string> Paths, IReadOnlyList<string> Unknown) TakeInputs()
    {
        var taken = (_paths.ToArray(), _unknown.ToArray());
        _paths.Clear();
        _unknown.Clear();
        return taken;
    }

    /// <summary>Makes the library at <paramref name="path"/> known to the code that follows.</summary>
    internal void AddReference(string path)
    {
        if (NotebookLoadContext.IsKernel(Path.GetFileNameWithoutExtension(path))) return;
        _assemblies.Add(path);
        _references.Add(MetadataReference.CreateFromFile(path));
    }

    /// <summary>Lets code find the native library at <paramref name="path"/>.</summary>
    internal void AddNative(string path) => _assemblies.AddNative(path);

    /// <summary>What packages bring for the kernel, in the notebook's own context.</summary>
    internal IEnumerable<IKernelExtension> Extensions(IEnumerable<string> files)
    {
        foreach (var file in files)
        {
            _assemblies.Add(file);
            foreach (var type in _assemblies.LoadFromAssemblyName(AssemblyName.GetAssemblyName(file))
                .GetExportedTypes())
                if (type.IsClass && type.IsAssignableTo(typeof(IKernelExtension)))
                    yield return (IKernelExtension)Activator.CreateInstance(type)!;
        }
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
            name, tree, _references, _options.WithScriptClassName($"Submission#{_count - 1}"),
            _previous, typeof(object));
        var entry = Load(compilation, name, stop);
        var value = HasValue(compilation, tree, stop);
        var (paths, unknown) = _inputs.Of(compilation, stop);
        _paths.AddRange(paths);
        _unknown.AddRange(unknown);
        _references.Clear();
        _previous = compilation;
        if (entry is null) return (false, null);
        if (_count >= _states.Length) Array.Resize(ref _states, 2 * _states.Length);
        return (value, await entry(_states));
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
        foreach (var reference in compilation.DirectiveReferences.OfType<PortableExecutableReference>())
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
