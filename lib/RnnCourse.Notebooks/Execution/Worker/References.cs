using System.Collections.Immutable;
using Microsoft.AspNetCore.Html;
using Microsoft.CodeAnalysis;
using Microsoft.DotNet.Interactive.Formatting;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>What a cell's code may refer to without <c>#r</c>: all of .NET, and .NET Interactive.</summary>
internal static class DefaultReferences
{
    internal static ImmutableArray<MetadataReference> Load()
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var files = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(Formatter).Assembly.Location)
            .Append(typeof(Microsoft.DotNet.Interactive.Kernel).Assembly.Location)
            .Append(typeof(Microsoft.DotNet.Interactive.Documents.InteractiveDocument).Assembly.Location)
            .Append(typeof(IHtmlContent).Assembly.Location);
        return [.. files.Select(path => MetadataReference.CreateFromFile(path))];
    }
}

/// <summary>Finds what <c>#r</c> names: a file relative to the working directory, as in the real kernel, or an assembly
/// of .NET.</summary>
internal sealed class NotebookReferenceResolver(NotebookLoadContext assemblies) : MetadataReferenceResolver
{
    private static readonly string Tool = Path.GetDirectoryName(typeof(NotebookReferenceResolver).Assembly.Location)!;
    private readonly Dictionary<string, PortableExecutableReference> _opened = [];

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(
        string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        var path = Path.GetFullPath(reference);
        if (File.Exists(path)) return [Open(path)];
        var framework = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!,
            reference + (reference.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? "" : ".dll"));
        if (File.Exists(framework) && Path.GetFileName(reference) == reference) return [Open(framework)];
        return [];
    }

    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition,
        AssemblyIdentity referenceIdentity)
    {
        // What the tool itself is made of is not the notebook's: a notebook names the libraries it uses.
        if (definition is not PortableExecutableReference { FilePath: { } file } || Path.GetDirectoryName(file) == Tool)
            return null;
        var beside = Path.Combine(Path.GetDirectoryName(file)!, referenceIdentity.Name + ".dll");
        var path = File.Exists(beside) ? beside : assemblies.FindBeside(referenceIdentity.Name);
        return path is null ? null : Open(path);
    }

    private PortableExecutableReference Open(string path)
    {
        if (!_opened.TryGetValue(path, out var reference))
            _opened[path] = reference = MetadataReference.CreateFromFile(path);
        return reference;
    }

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>Finds what <c>#load</c> names, relative to the file that says so or to the working directory, and remembers
/// its lines for errors.</summary>
internal sealed class LoadedFiles(SourceMap sources) : SourceFileResolver([], Environment.CurrentDirectory)
{
    /// <summary>The names that cells have in the compiler are not paths: they stay as they are.</summary>
    public override string? NormalizePath(string path, string? baseFilePath) => path;

    public override string? ResolveReference(string path, string? baseFilePath) =>
        base.ResolveReference(path, Path.IsPathRooted(baseFilePath) ? baseFilePath : null);

    public override Stream OpenRead(string resolvedPath)
    {
        sources.AddFile(resolvedPath, File.ReadAllText(resolvedPath));
        return base.OpenRead(resolvedPath);
    }
}
