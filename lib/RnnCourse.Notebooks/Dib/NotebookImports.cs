namespace RnnCourse.Notebooks.Dib;

/// <summary>Notebooks that cells of code import, such as <c>#!import setup.dib</c>. Their paths and those of their
/// <c>#r</c> lines count from the folder of the notebook that runs, as in .NET Interactive.</summary>
public static partial class NotebookImports
{
    /// <summary>The notebook that the others of its folder import first: references and usings. It is no
    /// chapter.</summary>
    public const string SetupFile = "setup.dib";

    /// <summary>Whether a file is such a notebook.</summary>
    public static bool IsSetup(string path) => Path.GetFileName(path)
        .Equals(SetupFile, StringComparison.OrdinalIgnoreCase);

    /// <summary>The notebook with the code of what it imports in the place of the <c>#!import</c> lines, so that it
    /// needs no other file but libraries. What cannot be found or holds more than C# stays a line.</summary>
    /// <param name="notebook">The notebook; it must have a path.</param>
    /// <param name="toFolder">Where it will lie: relative paths of <c>#r</c> lines are then written anew. Null leaves
    /// them as they are.</param>
    public static DibDocument Inline(DibDocument notebook, string? toFolder = null)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        if (FolderOf(notebook.Path) is not { } folder) return notebook;
        for (var n = 0; n < notebook.Cells.Count; n++)
            if (notebook.Cells[n] is { Kernel: KernelNames.CSharp, Text: var text } && Expand(text, folder) is var whole
                && Moved(whole, folder, toFolder) is var moved && moved != text)
                notebook = notebook.WithText(n, moved);
        return notebook;
    }

    /// <summary>Whether a cell does nothing but import.</summary>
    internal static bool IsOnlyImport(string code) => code.Split('\n')
        .All(line => line.Trim().Length == 0 || ImportLine().IsMatch(line));

    /// <summary>A cell's code with the code of what it imports in the place of the <c>#!import</c> lines.</summary>
    internal static string Expand(string code, string folder) => Expand(code, folder, []);

    /// <summary>The C# cells of what a cell imports, in order.</summary>
    internal static IEnumerable<DibCell> CellsOf(string code, string folder) =>
        ImportLine().Matches(code).SelectMany(line => Read(line, folder)?.Cells ?? [])
            .Where(cell => cell.Kernel == KernelNames.CSharp);

    internal static string? FolderOf(string? path) => path is null ? null
        : Path.GetDirectoryName(Path.GetFullPath(path));

    private static string Expand(string code, string folder, HashSet<string> importing) =>
        ImportLine().Replace(code, line =>
        {
            if (Read(line, folder) is not { } imported || imported.Cells.Any(cell => cell.Kernel != KernelNames.CSharp)
                || !importing.Add(imported.Path!))
                return line.Value;
            var inner = string.Join("\n\n", imported.Cells.Select(cell => Expand(cell.Text, folder, importing)));
            importing.Remove(imported.Path!);
            return inner;
        });

    private static DibDocument? Read(Match line, string folder)
    {
        var path = Path.GetFullPath(Path.Combine(folder, line.Groups["file"].Value));
        return Path.GetExtension(path).Equals(".dib", StringComparison.OrdinalIgnoreCase) && File.Exists(path)
            ? DibDocument.Load(path) : null;
    }

    private static string Moved(string code, string from, string? to) => to is null || Path.GetFullPath(to) == from
        ? code
        : Library().Replace(code, line =>
            $"#r \"{Path.GetRelativePath(to, Path.Combine(from, line.Groups["file"].Value)).Replace('\\', '/')}\"");

    [GeneratedRegex("""^#!import[ \t]+"?(?<file>[^"\r\n]+?)"?[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex ImportLine();

    [GeneratedRegex("""^#r[ \t]+"(?<file>\.\.?/[^"\n]+)"[ \t]*$""", RegexOptions.Multiline)]
    private static partial Regex Library();
}
