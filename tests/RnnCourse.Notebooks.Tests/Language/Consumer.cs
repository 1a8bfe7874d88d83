namespace RnnCourse.Notebooks.Tests.Language;

/// <summary>What somebody outside the library writes with matrices: an expression, and the numbers it gives.</summary>
/// <param name="Expression">Code in which a and b are [[1, 2], [3, 4]] and [[5, 6], [7, 8]].</param>
/// <param name="Value">Its rows, as ToString writes them.</param>
public sealed record Consumer(string Expression, string Value)
{
    /// <summary>Each operator and member of the language once.</summary>
    internal static IReadOnlyList<Consumer> All { get; } =
    [
        new("a + b", "6 8; 10 12"),
        new("a - b", "-4 -4; -4 -4"),
        new("b * a", "23 34; 31 46"),
        new("a % b", "5 12; 21 32"),
        new("a.PointwiseMultiply(b)", "5 12; 21 32"),
        new("2.0 * a", "2 4; 6 8"),
        new("2 * a", "2 4; 6 8"),
        new("a * 0.5", "0.5 1; 1.5 2"),
        new("a / 2", "0.5 1; 1.5 2"),
        new("-a", "-1 -2; -3 -4"),
        new("1.0 - a", "0 -1; -2 -3"),
        new("a - 1", "0 1; 2 3"),
        new("1 + a", "2 3; 4 5"),
        new("a + 1", "2 3; 4 5"),
        new("a.Transpose()", "1 3; 2 4"),
        new("a.Map(x => x * x)", "1 4; 9 16"),
        new("Relu(a - 2)", "0 0; 1 2"),
        new("Tanh(0 * a)", "0 0; 0 0"),
        new("Sigmoid(0 * a)", "0.5 0.5; 0.5 0.5"),
        new("Exp(0 * a)", "1 1; 1 1"),
        new("Sqrt(a % a)", "1 2; 3 4"),
        new("(1 - a) % b + 2 * (a - b).Transpose() * b", "-96 -118; -110 -136"),
        new("Added(a, b)", "6 8; 10 12"),
    ];

    /// <summary>What must be refused, and the compiler's words for it.</summary>
    internal static IReadOnlyList<(string Code, string Words)> Refused { get; } =
    [
        ("var x = a / b;", "cannot be applied to operands of type"),
        ("var x = a & b;", "cannot be applied to operands of type"),
        ("var x = a * \"2\";", "cannot be applied to operands of type"),
        ("var x = a + new Lstm<double>(1, 1);", "cannot be applied to operands of type"),
        ("var x = a.Operand;", "does not contain a definition for"),
        ("a.Set(b);", "does not contain a definition for"),
        ("var x = new Packed<double>();", "is inaccessible due to its protection level"),
        ("var x = new Lstm<double>(1, 1).W.Wx;", "'LstmWeights<double>' does not contain a definition for"),
    ];

    /// <summary>The usings of all consumers.</summary>
    internal const string Usings = """
        using System;
        using System.Globalization;
        using System.Linq;
        using RnnCourse.Cells;
        using RnnCourse.Numerics;
        using static RnnCourse.Numerics.Elementwise;

        """;

    /// <summary>The matrices, and what writes one.</summary>
    internal const string Members = """
        static Mat<double> a = new double[,] { { 1, 2 }, { 3, 4 } }, b = new double[,] { { 5, 6 }, { 7, 8 } };

        static Mat<double> Added(Mat<double> x, Mat<double> y) { x += y; return x; }

        static string Text(Mat<double> m) => string.Join("; ", Enumerable.Range(0, m.Rows).Select(r => string.Join(" ",
            Enumerable.Range(0, m.Columns).Select(c => Math.Round(m[r, c], 9).ToString(CultureInfo.InvariantCulture)))));

        """;

    /// <summary>Code that gives the value of every consumer, a line each.</summary>
    internal static string Lines => "string.Join(\"\\n\", new[]\n{\n" +
        string.Concat(All.Select(consumer => $"    Text({consumer.Expression}),\n")) + "})";

    /// <summary>What the lines should say.</summary>
    internal static string Expected => string.Join("\n", All.Select(consumer => consumer.Value));

    public override string ToString() => Expression;
}
