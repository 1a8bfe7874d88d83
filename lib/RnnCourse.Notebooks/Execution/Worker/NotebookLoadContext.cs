using System.Reflection;
using System.Runtime.Loader;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Where a notebook's assemblies live: its compiled cells, what it references with <c>#r</c> and what lies
/// beside that. A library the notebook names is used from there, even when the tool brings one of the same
/// name.</summary>
internal sealed class NotebookLoadContext() : AssemblyLoadContext("notebook")
{
    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
    private readonly Dictionary<string, Assembly> _cells = [];
    private readonly Dictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _folders = [], _native = [];

    internal Assembly LoadCell(string name, byte[] image, byte[] symbols)
    {
        using var imageStream = new MemoryStream(image);
        using var symbolStream = new MemoryStream(symbols);
        var assembly = LoadFromStream(imageStream, symbolStream);
        _cells[name] = assembly;
        return assembly;
    }

    /// <summary>From now on the file serves references to its assembly, and its folder references to its
    /// neighbours.</summary>
    internal void Add(string path)
    {
        _files.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        var folder = Path.GetDirectoryName(path)!;
        if (!_folders.Contains(folder)) _folders.Add(folder);
    }

    /// <summary>The file beside the notebook's references that holds <paramref name="name"/>, or null.</summary>
    internal string? FindBeside(string name)
    {
        foreach (var folder in _folders)
            if (Path.Combine(folder, name + ".dll") is var path && File.Exists(path)) return path;
        return null;
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var name = assemblyName.Name!;
        if (_cells.TryGetValue(name, out var cell)) return cell;
        if (IsShared(name)) return null;
        var path = _files.GetValueOrDefault(name) ?? FindBeside(name);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <summary>From now on the file serves code that asks for a native library of its name.</summary>
    internal void AddNative(string path) => _native.Add(path);

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        string[] names = [unmanagedDllName, unmanagedDllName + ".so", $"lib{unmanagedDllName}.so",
            unmanagedDllName + ".dll", unmanagedDllName + ".dylib", $"lib{unmanagedDllName}.dylib"];
        var beside = _folders.SelectMany(folder => names.Select(name => Path.Combine(folder, name)));
        return _native.Where(file => names.Contains(Path.GetFileName(file))).Concat(beside)
            .FirstOrDefault(File.Exists) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
    }

    /// <summary>Assemblies of which the cells must see the very ones the worker uses: .NET, and the kernel. A package
    /// may bring the kernel's along; the cells must not see both.</summary>
    private static bool IsShared(string name) => IsKernel(name) || File.Exists(Path.Combine(Framework, name + ".dll"));

    internal static bool IsKernel(string name) =>
        name is "Microsoft.DotNet.Interactive" or "Microsoft.DotNet.Interactive.Formatting"
            or "Microsoft.DotNet.Interactive.Documents" or "Microsoft.AspNetCore.Html.Abstractions";
}
