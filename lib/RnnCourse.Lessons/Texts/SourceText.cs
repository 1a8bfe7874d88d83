namespace RnnCourse.Lessons.Texts;

/// <summary>Made-up source text of any length for character models: C# methods, or LaTeX with formulas.</summary>
/// <remarks>Brackets, braces and environments nest and are always closed; indentation follows the depth.</remarks>
public static class SourceText
{
    private static readonly string[] Verbs = ["Add", "Count", "Scale", "Find", "Merge", "Update", "Reset", "Sum"];
    private static readonly string[] Nouns = ["Weights", "Steps", "Rows", "Gates", "Tokens", "States", "Errors"];
    private static readonly string[] Names = ["total", "step", "row", "gate", "token", "state", "error", "scale"];
    private static readonly string[] Types = ["int", "double", "bool", "string"];
    private static readonly string[] Symbols =
        ["h_t", "x_t", "W_{hh}", "W_{xh}", @"\delta_t", @"\sigma", "b_h", @"\lambda"];
    private static readonly string[] Topics =
        ["the gradient", "the hidden state", "the loss", "a long sequence", "the spectral radius", "every gate"];
    private static readonly string[] Claims =
        ["is bounded by", "depends on", "is equal to", "grows with", "vanishes with"];

    /// <summary>At least <paramref name="length"/> characters of C#-like methods, ended at a full method.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static string CSharp(int length, Random random) => Write(length, random, text =>
    {
        text.Append(CultureInfo.InvariantCulture,
            $"public static {random.Pick(Types)} {random.Pick(Verbs)}{random.Pick(Nouns)}({random.Pick(Types)} "
                + $"{random.Pick(Names)})\n");
        AppendBlock(text, 0, random);
    });

    /// <summary>At least <paramref name="length"/> characters of LaTeX-like text, ended at a full section.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is below 1.</exception>
    public static string Latex(int length, Random random) => Write(length, random, text =>
    {
        text.Append(CultureInfo.InvariantCulture, $"\\section{{On {random.Pick(Topics)}}}\n");
        for (var n = random.Next(2, 5); n > 0; n--)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"We show that {random.Pick(Topics)} {random.Pick(Claims)} ${Formula(2, random)}$.\n");
            if (random.Chance(0.6))
                text.Append(CultureInfo.InvariantCulture,
                    $"\\begin{{equation}}\n  {random.Pick(Symbols)} = {Formula(3, random)}\n\\end{{equation}}\n");
        }
    });

    private static string Write(int length, Random random, Action<StringBuilder> append)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentNullException.ThrowIfNull(random);
        var text = new StringBuilder(length + 500);
        while (text.Length < length)
        {
            if (text.Length > 0) text.Append('\n');
            append(text);
        }

        return text.ToString();
    }

    private static void AppendBlock(StringBuilder text, int depth, Random random)
    {
        var indent = new string(' ', 4 * depth);
        text.Append(indent).Append("{\n");
        for (var n = random.Next(1, 4); n > 0; n--) AppendStatement(text, depth + 1, random);
        if (depth == 0) text.Append(CultureInfo.InvariantCulture, $"    return {Expression(1, random)};\n");
        text.Append(indent).Append("}\n");
    }

    private static void AppendStatement(StringBuilder text, int depth, Random random)
    {
        var indent = new string(' ', 4 * depth);
        var kind = depth < 4 ? random.Next(5) : random.Next(2);
        text.Append(indent).Append(kind switch
        {
            0 => $"var {random.Pick(Names)} = {Expression(2, random)};\n",
            1 or 2 => $"{random.Pick(Names)} += {Expression(2, random)};\n",
            3 => $"if ({random.Pick(Names)} > {Expression(1, random)})\n",
            _ => $"while ({random.Pick(Names)} < {Expression(1, random)})\n",
        });
        if (kind >= 3) AppendBlock(text, depth, random);
    }

    private static string Expression(int depth, Random random) => (depth == 0 ? 0 : random.Next(4)) switch
    {
        0 => random.Pick(Names),
        1 => random.Next(100).ToString(CultureInfo.InvariantCulture),
        2 => $"{random.Pick(Verbs)}({Expression(depth - 1, random)})",
        _ => $"({Expression(depth - 1, random)} {random.Pick((string[])["+", "-", "*"])} "
            + $"{Expression(depth - 1, random)})",
    };

    private static string Formula(int depth, Random random) => (depth == 0 ? 0 : random.Next(4)) switch
    {
        0 => random.Pick(Symbols),
        1 => $"\\frac{{{Formula(depth - 1, random)}}}{{{Formula(depth - 1, random)}}}",
        2 => $"\\tanh({Formula(depth - 1, random)} + {Formula(depth - 1, random)})",
        _ => $"\\left\\| {Formula(depth - 1, random)} \\right\\|",
    };
}
