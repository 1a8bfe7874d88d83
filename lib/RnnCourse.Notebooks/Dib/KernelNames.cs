namespace RnnCourse.Notebooks.Dib;

/// <summary>
/// The kernels a notebook's selectors may name. The built-in ones are those of .NET Interactive; a notebook's
/// <c>#!meta</c> may list more. Names are case-sensitive.
/// </summary>
public sealed class KernelNames
{
    /// <summary>The kernel of a cell without selector.</summary>
    public const string CSharp = "csharp";

    /// <summary>Prose: a cell that no kernel runs.</summary>
    public const string Markdown = "markdown";

    private static readonly (string Name, string[] Aliases)[] BuiltIn =
    [
        (CSharp, ["c#", "cs"]),
        ("fsharp", ["f#", "fs"]),
        ("html", []),
        ("http", []),
        ("javascript", ["js"]),
        ("mermaid", []),
        ("pwsh", ["powershell"]),
        ("value", []),
        (Markdown, ["md"]),
    ];

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The built-in kernels only.</summary>
    public KernelNames()
    {
        foreach (var (name, aliases) in BuiltIn) Add(name, aliases);
    }

    /// <summary>Whether <paramref name="line"/> starts a cell, and of which kernel.</summary>
    /// <param name="kernel">The kernel's name, where the selector may have spelled an alias.</param>
    public bool IsSelector(string line, out string kernel)
    {
        kernel = "";
        if (!LinePrefix.IsCommand(line) || line.Length < 2 || !_names.TryGetValue(line[2..], out var name))
            return false;
        kernel = name;
        return true;
    }

    /// <summary>The kernel that <paramref name="spelling"/> names, or null.</summary>
    public string? Find(string spelling) => _names.GetValueOrDefault(spelling);

    /// <summary>Adds a kernel that a notebook's meta lists. A name already known changes nothing.</summary>
    /// <exception cref="FormatException">A name or alias is blank, starts with #, or is another kernel's.</exception>
    internal void Add(string name, IReadOnlyCollection<string> aliases)
    {
        foreach (var spelling in aliases.Prepend(name))
            if (string.IsNullOrWhiteSpace(spelling) || spelling.StartsWith('#'))
                throw new FormatException(
                    $"'{spelling}' cannot name a kernel: a name is not blank and does not start with #.");
        if (_names.TryGetValue(name, out var known) && known == name) return;
        foreach (var spelling in aliases.Prepend(name))
            if (!_names.TryAdd(spelling, name))
                throw new FormatException(
                    $"'{spelling}' names both the kernel {_names[spelling]} and the kernel {name}.");
    }
}
