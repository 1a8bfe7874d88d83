namespace RnnCourse.Notebooks.Lint.Rules;

/// <summary>A line that starts with <c>#!</c> and is neither a selector nor a command the kernel knows: the whole cell
/// fails.</summary>
internal sealed class MagicRule : ILintRule
{
    private static readonly HashSet<string> Known =
    [
        "about", "connect", "import", "log", "lsmagic", "set", "share", "time", "value", "who", "whos",
    ];

    public string Name => "unknown-magic";
    public string Description => "a line that starts with #! but is neither a selector nor a command of the kernel";

    public IEnumerable<LintFinding> Check(LintedNotebook notebook, IReadOnlyList<LintedNotebook> others)
    {
        foreach (var cell in notebook.Document.Cells)
        {
            var lines = cell.Text.Split('\n');
            for (var i = 0; i < lines.Length; i++)
                if (Fault(notebook.Document.Kernels, cell, lines[i]) is { } fault)
                    yield return notebook.Error(cell.LineInFile(i + 1), Name, fault);
        }
    }

    private static string? Fault(KernelNames kernels, DibCell cell, string line)
    {
        if (!line.StartsWith("#!", StringComparison.Ordinal) || line.StartsWith("#!meta", StringComparison.Ordinal))
            return null;
        if (line.TrimEnd() != line && kernels.Find(line[2..].TrimEnd()) is not null)
            return $"'{line.TrimEnd()}' is followed by a space, so it is text and no selector; remove the space";
        var name = line[2..].Split(' ', '\t')[0];
        if (!cell.IsMarkdown && (Known.Contains(name) || kernels.Find(name) is not null)) return null;
        if (kernels.Find(name) is not null)
            return $"'{line}' has more than a kernel's name, so it is text of the {cell.Kernel} cell and no selector";
        if (kernels.Find(name.ToLowerInvariant()) is not null)
            return $"'{line}' is not a selector, because selectors are lower case; write '#!{name.ToLowerInvariant()}'";
        return cell.IsMarkdown
            ? $"'{line}' looks like a selector and is text: no kernel has that name; indent it if it is meant "
                + "to be text"
            : $"'#!{name}' is not a command of the kernel, and the whole cell fails; known are "
                + $"{string.Join(", ", Known.Select(k => "#!" + k))}";
    }
}
