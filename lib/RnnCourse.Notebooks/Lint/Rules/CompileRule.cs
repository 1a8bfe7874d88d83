using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnCourse.Notebooks.Execution.Worker;

namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>Compiles the C# cells in order as C# 12 without running them, as written and as the student gets them: with
/// every solution replaced by a <c>throw</c>. Notebooks that need packages or other kernels' values are compiled as far
/// as those.</summary>
internal sealed class CompileRule : ILintRule
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> Defaults = new(DefaultReferences.Load);

    private static readonly string[] Imports =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks",
        "System.Linq",
        "Microsoft.DotNet.Interactive.Kernel",
    ];

    public string Name => "compile";
    public string Description => "a cell, or the stub that a student gets of it, that does not compile as C# 12";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(notebook.Path))!;
        var resolver = new FolderResolver(folder);
        CSharpCompilation? previous = null;
        var lost = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in notebook.CSharp)
        {
            if (NeedsMoreThanTheCompiler(cell, folder)) yield break;
            foreach (var imported in Imported(cell, folder))
            {
                if (MissingFile(imported, folder) is var (_, missed))
                {
                    yield return notebook.Warning(cell.Cell.Line, Name, missed);
                    yield break;
                }
                previous = Compile(imported, resolver, previous);
                if (Errors(previous).FirstOrDefault() is { } inside)
                {
                    yield return notebook.Error(
                        cell.Cell.Line, Name, $"what the cell imports does not compile: {Message(inside)}");
                    yield break;
                }
            }
            if (MissingFile(cell, folder) is { } missing)
            {
                yield return notebook.Warning(missing.Line, Name, missing.Message);
                yield break;
            }
            var compilation = Compile(cell, resolver, previous);
            var faults = Errors(compilation).ToList();
            if (faults.Count > 0)
            {
                // What the cell declares is missing in the cells after it: that is not an error of theirs.
                if (!HasSyntaxErrors(cell))
                    foreach (var fault in faults.Where(f => !ScriptRule.Explains(cell, f) && !lost.Contains(Text(f))))
                        yield return notebook.Error(Line(cell, fault), Name, Message(fault));
                if (cell.Root.Usings.Count > 0) yield break;
                lost.UnionWith(Declared(cell));
                continue;
            }
            foreach (var (line, message) in StubFaults(cell, resolver, previous))
                yield return notebook.Error(line, Name, $"the student's stub does not compile: {message}");
            previous = compilation;
        }
    }

    /// <summary>What does not compile in the cell that students get, by line in the file.</summary>
    private static IEnumerable<(int Line, string Message)> StubFaults(CSharpCell cell, FolderResolver resolver,
        CSharpCompilation? previous)
    {
        var stub = StudentEdition.Strip(cell.Code);
        if (stub == cell.Code) return [];
        var origins = Origins(cell.Code.Split('\n'), stub.Split('\n'));
        return Errors(Compile(new CSharpCell(cell.Cell, stub), resolver, previous)).Select(fault =>
            (cell.Cell.LineInFile(origins[fault.Location.GetLineSpan().StartLinePosition.Line] + 1), Message(fault)));
    }

    /// <summary>The line of the cell that each line of its stub comes from: its like, or the start of the solution it
    /// replaces.</summary>
    private static int[] Origins(string[] lines, string[] stub)
    {
        var origins = new int[stub.Length];
        for (var (i, line) = (0, 0); i < stub.Length; i++)
        {
            origins[i] = Math.Min(line, lines.Length - 1);
            if (line < lines.Length && stub[i] != lines[line])
                line = Array.FindIndex(lines, line, IsEnd) is var end and >= 0 ? end : lines.Length;
            line++;
        }
        return origins;
    }

    private static bool IsEnd(string line) =>
        line.Trim() is ['/', '/', '|', .. var words] && words.Trim() == "end solution";

    private static CSharpCompilation Compile(CSharpCell cell, FolderResolver resolver, CSharpCompilation? previous) =>
        CSharpCompilation.CreateScriptCompilation(
        $"lint-{cell.Cell.Index}",
        cell.Tree,
        Defaults.Value,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, usings: Imports, allowUnsafe: true,
            sourceReferenceResolver: new SourceFileResolver([], resolver.Folder), metadataReferenceResolver: resolver),
        previous,
        typeof(object));

    private static IEnumerable<Diagnostic> Errors(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error);

    private static bool HasSyntaxErrors(CSharpCell cell) =>
        cell.Tree.GetDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);

    private static int Line(CSharpCell cell, Diagnostic fault) =>
        fault.Location.IsInSource ? cell.Line(fault.Location) : cell.Cell.Line;

    private static string Message(Diagnostic fault) =>
        $"{fault.GetMessage(CultureInfo.InvariantCulture).TrimEnd('.')} ({fault.Id})";

    private static string Text(Diagnostic fault) =>
        fault.Location.SourceTree?.GetText().ToString(fault.Location.SourceSpan) ?? "";

    private static IEnumerable<string> Declared(CSharpCell cell) =>
        cell.Root.DescendantNodes().Select(node => node switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        LocalFunctionStatementSyntax method => method.Identifier.ValueText,
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    }).OfType<string>();

    /// <summary>The cells that a cell imports.</summary>
    private static IEnumerable<CSharpCell> Imported(CSharpCell cell, string folder) =>
        NotebookImports.CellsOf(cell.Cell.Text, folder).Select(c => new CSharpCell(c));

    /// <summary>An import that is left is not a notebook of C# cells alone, or was not found.</summary>
    private static bool NeedsMoreThanTheCompiler(CSharpCell cell, string folder) =>
        NotebookImports.Expand(cell.Cell.Text, folder).Split('\n').Any(line =>
        line.StartsWith("#!import", StringComparison.Ordinal) || line.StartsWith("#!share", StringComparison.Ordinal)
        || line.StartsWith("#!set", StringComparison.Ordinal) || Directives.Package().IsMatch(line));

    private static (int Line, string Message)? MissingFile(CSharpCell cell, string folder)
    {
        foreach (var directive in cell.Root.GetReferenceDirectives())
        {
            var file = directive.File.ValueText;
            if (file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && file.Contains('/')
                && !File.Exists(Path.Combine(folder, file)))
                return (cell.Line(directive),
                    $"'{file}' is not built, so this cell and those after it were not compiled; run 'dotnet "
                        + "build -c Release'");
        }
        return null;
    }

    /// <summary>Finds what <c>#r</c> names beside the notebook, or among the libraries of .NET.</summary>
    private sealed class FolderResolver(string folder) : MetadataReferenceResolver
    {
        private readonly Dictionary<string, PortableExecutableReference> _opened = [];

        internal string Folder => folder;

        public override bool ResolveMissingAssemblies => true;

        public override ImmutableArray<PortableExecutableReference> ResolveReference(
            string reference, string? baseFilePath, MetadataReferenceProperties properties)
        {
            var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            string[] places = [Path.Combine(folder, reference), Path.Combine(framework, reference),
                Path.Combine(framework, reference + ".dll")];
            return places.FirstOrDefault(File.Exists) is { } file ? [Open(file)] : [];
        }

        public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition,
            AssemblyIdentity referenceIdentity)
        {
            var file = (definition as PortableExecutableReference)?.FilePath;
            var beside =
                file is null ? null : Path.Combine(Path.GetDirectoryName(file)!, referenceIdentity.Name + ".dll");
            return File.Exists(beside) ? Open(beside) : null;
        }

        public override bool Equals(object? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(folder);

        private PortableExecutableReference Open(string file)
        {
            if (!_opened.TryGetValue(file, out var reference))
                _opened[file] = reference = MetadataReference.CreateFromFile(file);
            return reference;
        }
    }
}
