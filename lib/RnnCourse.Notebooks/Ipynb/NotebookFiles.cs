namespace RnnCourse.Notebooks.Ipynb;

/// <summary>Notebooks as files: which of them a command is about, and reading either kind.</summary>
public static class NotebookFiles
{
    private static readonly string[] NotOurs =
        ["bin", "obj", "node_modules", "site", "dist", ".git", ".cache", ".ipynb_checkpoints"];

    /// <summary>The notebooks that arguments name: files, and of folders all <c>.dib</c> files in them.</summary>
    /// <param name="alsoIpynb">Whether a file may be an <c>.ipynb</c>.</param>
    /// <exception cref="FileNotFoundException">An argument names nothing, or a folder without notebooks.</exception>
    /// <exception cref="FormatException">An argument names a file that is not such a notebook by its name.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> arguments, bool alsoIpynb = false) =>
        [.. arguments.SelectMany(argument => Find(argument, alsoIpynb)).Distinct()];

    /// <summary>Reads a <c>.dib</c> notebook, or an <c>.ipynb</c> notebook as one.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The file is an .ipynb that is not a notebook, or that has no place in a
    /// .dib.</exception>
    public static DibDocument Read(string path) => IsIpynb(path)
        ? DibDocument.Parse(IpynbToDib.Convert(IpynbDocument.Load(path)).ToBytes(), path)
        : DibDocument.Load(path);

    /// <summary>Whether the file's name is that of a Jupyter notebook.</summary>
    public static bool IsIpynb(string path) => path.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);

    private static List<string> Find(string argument, bool alsoIpynb)
    {
        if (File.Exists(argument))
            return argument.EndsWith(".dib", StringComparison.OrdinalIgnoreCase) || (alsoIpynb && IsIpynb(argument))
                ? [argument]
                : throw new FormatException(
                    $"{argument}: a notebook is a .dib file{(alsoIpynb ? " or an .ipynb file" : "")}; this file "
                        + "was left alone.");
        // The shells of Windows hand on notebooks\*.dib as it was typed.
        if (Path.GetFileName(argument) is var pattern && pattern.AsSpan().ContainsAny('*', '?')
            && Path.GetDirectoryName(argument) is { } home && Directory.Exists(home.Length > 0 ? home : "."))
        {
            var fit = new DirectoryInfo(home.Length > 0 ? home : ".").EnumerateFiles(pattern)
                .Select(f => Path.Combine(home, f.Name))
                .Where(f => f.EndsWith(".dib", StringComparison.OrdinalIgnoreCase) || (alsoIpynb && IsIpynb(f)))
                .Order(StringComparer.Ordinal).ToList();
            return fit.Count > 0 ? fit
                : throw new FileNotFoundException(
                    $"{argument}: no notebook (*.dib{(alsoIpynb ? ", *.ipynb" : "")}) has such a name.");
        }
        if (!Directory.Exists(argument))
            throw new FileNotFoundException($"{argument}: there is no such file or folder.");
        var found = InAndBelow(argument).ToList();
        return found.Count > 0 ? found
            : throw new FileNotFoundException($"{argument}: there is no notebook (*.dib) in this folder.");
    }

    /// <summary>The notebooks (<c>.dib</c>) directly in a folder. What begins with a dot is not a notebook: editors
    /// keep locks and backups under such names.</summary>
    public static IEnumerable<string> In(string folder) =>
        Directory.EnumerateFiles(folder, "*.dib").Where(file => Path.GetFileName(file)[0] != '.')
            .Order(StringComparer.Ordinal);

    private static IEnumerable<string> InAndBelow(string folder) => In(folder).Concat(
        Directory.EnumerateDirectories(folder)
            .Where(below => !NotOurs.Contains(Path.GetFileName(below)))
            .Order(StringComparer.Ordinal).SelectMany(InAndBelow));
}
