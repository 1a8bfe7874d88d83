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
    private readonly List<string> _folders = [];

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

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        foreach (var folder in _folders)
            foreach (var file in new[] { unmanagedDllName, unmanagedDllName + ".so", $"lib{unmanagedDllName}.so",
                unmanagedDllName + ".dll", $"lib{unmanagedDllName}.dylib" })
                if (Path.Combine(folder, file) is var path && File.Exists(path))
                    return LoadUnmanagedDllFromPath(path);
        return IntPtr.Zero;
    }

    /// <summary>Libraries of the real kernel whose part the tool plays. A package may bring them along; the cells must
    /// not see both.</summary>
    internal static bool IsPlayed(string name) =>
        name is "Microsoft.DotNet.Interactive" or "Microsoft.DotNet.Interactive.Formatting"
            or "Microsoft.AspNetCore.Html.Abstractions";

    /// <summary>Assemblies of which the cells must see the very ones the worker uses.</summary>
    private static bool IsShared(string name) =>
        IsPlayed(name) || name is "RnnCourse.Notebooks"
        || File.Exists(Path.Combine(Framework, name + ".dll"));
}
