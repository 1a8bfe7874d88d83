namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Thrown for a <c>#!</c> line (or <c>#r "nuget:…"</c>) that cannot be obeyed; its place is the
/// line.</summary>
internal sealed class DirectiveException(string message, SourcePlace? place = null) : Exception(message)
{
    internal SourcePlace? Place { get; } = place;
}

/// <summary>A piece of a cell: a directive, or text for a kernel.</summary>
/// <param name="Kernel">The kernel of a piece of text; null for a directive.</param>
/// <param name="Text">The text with the cell's lines before it blank, or the directive's line.</param>
/// <param name="Line">The directive's line in the cell, from 1.</param>
internal sealed record CellStep(string? Kernel, string Text, int Line);

/// <summary>Finds the lines of a cell that speak to the engine rather than to the compiler. As in the real kernel they
/// begin at the line's start, and what stands between two of them runs before the second.</summary>
internal static partial class Directives
{
    /// <summary>What a cell of code may say, beyond the kernels' names.</summary>
    internal static readonly string[] Supported =
        ["#!import", "#!set", "#!share", "#!time", "#!value", "#!who", "#!whos"];

    private static readonly string[] Kernels =
        ["csharp", "c#", "cs", "html", "javascript", "js", "mermaid", "markdown", "md"];

    private static readonly string[] Unsupported =
    [
        "#!about", "#!connect", "#!fsharp", "#!http", "#!kql", "#!log", "#!lsmagic", "#!powershell", "#!pwsh", "#!sql",
    ];

    internal static IReadOnlyList<CellStep> Split(string kernel, string source, Func<int, SourcePlace?> place)
    {
        var steps = new List<CellStep>();
        var lines = source.Split('\n');
        var text = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (!line.StartsWith("#!", StringComparison.Ordinal) && !(kernel == "csharp" && Package().IsMatch(line)))
            {
                text.Add(lines[i]);
                continue;
            }
            Flush(i);
            var name = line.Split(' ', 2)[0];
            if (line.Length > 2 && Kernels.Contains(line[2..]))
                kernel = line[2..] switch
                {
                    "c#" or "cs" => "csharp",
                    "js" => "javascript",
                    "md" => "markdown",
                    var same => same
                };
            else if (!line.StartsWith("#!", StringComparison.Ordinal) || Supported.Contains(name))
            {
                steps.Add(new CellStep(null, line, i + 1));
                if (name == "#!value") kernel = "value";
            }
            else
                throw new DirectiveException(Unsupported.Contains(name)
                    ? $"{name} is a command of .NET Interactive that this engine does not support. It "
                        + $"supports {string.Join(", ", Supported)}."
                    : $"Unknown magic command '{name}'.", place(i + 1));
        }
        Flush(lines.Length);
        return steps;

        void Flush(int end)
        {
            if (text.Any(line => line.Length > 0))
                steps.Add(new CellStep(kernel, new string('\n', end - text.Count) + string.Join('\n', text),
                    end - text.Count + 1));
            text.Clear();
        }
    }

    /// <summary>Splits a directive's line into words; quotes keep spaces.</summary>
    internal static IReadOnlyList<string> Words(string line) =>
        [.. Word().Matches(line).Select(word => word.Value is ['"', .., '"'] quoted ? quoted[1..^1] : word.Value)];

    /// <summary>The value of an option: <c>--name x</c>, <c>--name=x</c>.</summary>
    internal static string? Option(IReadOnlyList<string> words, string name)
    {
        for (var i = 1; i < words.Count; i++)
            if (words[i] == name && i + 1 < words.Count)
                return words[i + 1];
            else if (words[i].StartsWith(name + "=", StringComparison.Ordinal))
                return words[i][(name.Length + 1)..].Trim('"');
        return null;
    }

    [GeneratedRegex("""^#[ri]\s+"nuget:""")]
    internal static partial Regex Package();

    [GeneratedRegex("""[^\s"]*"[^"]*"|\S+""")]
    private static partial Regex Word();
}
