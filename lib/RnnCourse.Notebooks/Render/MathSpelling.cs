namespace RnnCourse.Notebooks.Render;

/// <summary>Rewrites the spellings of formulas that editors take and Markdig does not: <c>\(…\)</c>, <c>\[…\]</c>, an
/// environment without dollar signs, a <c>$…$</c> that goes on in the next line. Code stays as it is.</summary>
internal static partial class MathSpelling
{
    /// <summary>The same Markdown with all formulas between dollar signs on one line.</summary>
    public static string Normal(string markdown) => Pieces().Replace(markdown, piece =>
        piece.Groups["round"] is { Success: true } round && IsMath(round.Value) ? $"${OneLine(round.Value)}$"
        : piece.Groups["square"] is { Success: true } square && IsMath(square.Value) ? $"$${OneLine(square.Value)}$$"
        : piece.Groups["environment"] is { Success: true } environment ? $"$${OneLine(environment.Value)}$$"
        : piece.Groups["wrapped"] is { Success: true } wrapped && !InTable().IsMatch(wrapped.Value)
            ? $"${OneLine(wrapped.Value)}$"
        : piece.Value);

    // Markdown has these brackets, escaped, for text as well.
    private static bool IsMath(string text) => Sign().IsMatch(text);

    private static string OneLine(string tex) => LineEnd().Replace(tex, " ").Trim();

    // What stands first is what is tried first: code and whole formulas are passed over.
    [GeneratedRegex("""
        ^[ \t>]*(?<fence>`{3,}|~{3,})[\s\S]*?(?:^[ \t>]*\k<fence>|\z)
        | (?<!`)(?<tick>`+)(?!`)(?:[^\n]|\n(?!\s*\n))*?(?<!`)\k<tick>(?!`)
        | <!--[\s\S]*?-->
        | \\\((?<round>(?:[^\n]|\n(?!\s*\n))*?)\\\)
        | (?<!\\)\\\[(?<square>(?:[^\n]|\n(?!\s*\n))*?)\\\]
        | \\\\|\\\$
        | \$\$[\s\S]*?\$\$
        | (?<environment>^\\begin\{(?<name>equation|align|alignat|gather)(?<star>\*?)\}[\s\S]*?\\end\{\k<name>\k<star>\})
        | (?<![\w$])\$(?![\s$])(?:[^$\\\n]|\\.)*?(?<!\s)\$(?![\w$])
        | (?<![\w$])\$(?![\s$])(?<wrapped>(?:[^$\\\n]|\\.)+(?:\n(?!\s*\n)(?:[^$\\\n]|\\.)*)+?)\$(?![\w$])
        """, RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pieces();

    [GeneratedRegex("""[\\^_=+<>]|^\s*[A-Za-z]\s*$""")] private static partial Regex Sign();

    [GeneratedRegex("""\|\s*\n|\n\s*\|""")] private static partial Regex InTable();

    [GeneratedRegex("""[ \t]*\n[ \t]*(?:>[ \t]?)*""")] private static partial Regex LineEnd();
}
