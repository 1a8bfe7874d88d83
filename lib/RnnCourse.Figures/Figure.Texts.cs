using System.Collections;
using System.Numerics;
using System.Reflection;
using RnnCourse.Figures.Texts;

namespace RnnCourse.Figures;

// Figures that are text: coloured tokens, attention, tables.
public sealed partial class Figure
{
    /// <summary>A text whose tokens are coloured by a value: red positive, blue negative. Hovering shows the
    /// number.</summary>
    /// <param name="tokens">The pieces of the text, spaces included, in order: characters or words. "\n" breaks the
    /// line.</param>
    /// <param name="unit">What the values are: "h[7]".</param>
    /// <param name="limit">The size at which the colour is full; by default the largest of the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the limit is not positive.</exception>
    public static Figure Tokens<T>(IEnumerable<string> tokens, IEnumerable<T> values, string? unit = null,
        double? limit = null) where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(tokens);
        string[] texts = [.. tokens];
        var numbers = Numbers.From(values);
        if (texts.Length != numbers.Length)
            throw new ArgumentException($"There are {texts.Length} tokens but {numbers.Length} values.",
                nameof(values));
        if (limit is <= 0 or double.NaN or double.PositiveInfinity)
            throw new ArgumentException(
                $"The limit is the size at which the colour is full, a positive number, but was {limit}.",
                nameof(limit));
        var largest = numbers.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        return new Figure(new TokenBody(texts, numbers, limit ?? (largest > 0 ? largest : 1), unit));
    }

    /// <summary>A text whose characters (Unicode scalars) are coloured by a value.</summary>
    /// <inheritdoc cref="Tokens{T}(IEnumerable{string}, IEnumerable{T}, string?, double?)"/>
    public static Figure Tokens<T>(string text, IEnumerable<T> values, string? unit = null, double? limit = null)
        where T : INumberBase<T>
    {
        ArgumentNullException.ThrowIfNull(text);
        return Tokens(text.EnumerateRunes().Select(rune => rune.ToString()), values, unit, limit);
    }

    /// <summary>Which source token each target token attends to: a row for each target token, from above in the order
    /// they were produced.</summary>
    /// <param name="source">The source tokens: the columns.</param>
    /// <param name="weights">The weights, [target, source], usually from 0 to 1 with rows that sum to 1.</param>
    /// <exception cref="ArgumentException">The tokens do not match the weights.</exception>
    public static Figure Attention<T>(IEnumerable<string> source, IEnumerable<string> target, T[,] weights)
        where T : INumberBase<T>
    {
        var w = Numbers.From(weights);
        return HeatMap(w, target, source, cellLabels: w.Length <= 144, unit: "weight", limit: 1)
            .XAxis("source").YAxis("target").Sized(height: Math.Clamp(w.GetLength(0) * 30 + 110, 180, 620));
    }

    /// <summary>A table. Columns of which every cell is a number are aligned to the right.</summary>
    /// <param name="rows">The rows: as many cells as columns, of any type. Numbers are shown in four digits; a text in
    /// backquotes is code.</param>
    /// <exception cref="ArgumentException">A row has more or fewer cells than there are columns.</exception>
    /// <example><code>Figure.Table(["cell", "parameters"], [["LSTM", 20_000], ["GRU", 15_000]])</code></example>
    public static Figure Table(IEnumerable<string> columns, IEnumerable<IEnumerable<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        string[] names = [.. columns];
        object?[][] cells = [.. rows.Select(row => row.ToArray())];
        var wrong = Array.FindIndex(cells, row => row.Length != names.Length);
        if (wrong >= 0)
            throw new ArgumentException(
                $"Row {wrong} has {cells[wrong].Length} cells, but there are {names.Length} columns "
                    + $"({string.Join(", ", names)}).", nameof(rows));
        bool[] numeric =
            [.. names.Select((_, c) => cells.Length > 0 && cells.All(row => row[c] is null || IsNumber(row[c]!)))];
        return new Figure(new TableBody(names, [.. cells.Select(row => (IReadOnlyList<string>)[.. row.Select(Shown)])],
            numeric));
    }

    /// <summary>A table with a row for each item and a column for each of its public properties, named as in the
    /// code.</summary>
    /// <example><code>Figure.Table(runs.Select(run =&gt; new { run.Name, run.Loss }))</code></example>
    public static Figure Table<T>(IEnumerable<T> items) where T : class
    {
        ArgumentNullException.ThrowIfNull(items);
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)];
        return Table(properties.Select(property => property.Name),
            items.Select(item => properties.Select(property => property.GetValue(item))));
    }

    private static bool IsNumber(object value) =>
        value is byte or short or int or long or float or double or decimal or uint or ulong or ushort or sbyte;

    private static string Shown(object? value) => value switch
    {
        null => "",
        int or long or short or byte or uint or ulong or ushort or sbyte =>
            ((IFormattable)value).ToString("#,##0", CultureInfo.InvariantCulture).Replace('-', '−'),
        float or double or decimal => Numbers.Short(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        string text => text,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Shown)),
        _ => value.ToString() ?? "",
    };
}
