using System.Runtime.CompilerServices;

namespace RnnCourse.Lessons.Checks;

/// <summary>A value taken apart into its numbers, each with its place.</summary>
/// <param name="Shape">What the value looks like: <c>5 × [2, 3]</c>.</param>
/// <param name="Places">The place of each number: <c>[3][0, 1]</c>.</param>
internal sealed record Leaves(string Shape, IReadOnlyList<string> Places, IReadOnlyList<double> Numbers)
{
    internal static Leaves Of(object value, IReadOnlyList<string>? parts = null)
    {
        var (places, numbers) = (new List<string>(), new List<double>());
        var shape = Add(value, "", parts ?? [], places, numbers);
        return new Leaves(shape, places, numbers);
    }

    private static string Add(object value, string place, IReadOnlyList<string> parts, List<string> places,
        List<double> numbers)
    {
        switch (value)
        {
            case double or int or bool:
                places.Add(place);
                numbers.Add(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                return value is double ? "a number" : value is int ? "an integer" : "true or false";
            case string text:
                foreach (var (letter, i) in text.Select((letter, i) => (letter, i)))
                {
                    places.Add(FormattableString.Invariant($"{place}[{i}]"));
                    numbers.Add(letter);
                }
                return FormattableString.Invariant($"a text of {text.Length} character{(text.Length == 1 ? "" : "s")}");
            case Mat<double> m:
                for (var r = 0; r < m.Rows; r++)
                    for (var c = 0; c < m.Columns; c++)
                    {
                        places.Add(FormattableString.Invariant($"{place}[{r}, {c}]"));
                        numbers.Add(m[r, c]);
                    }
                return m.Shape;
            case Array array:
                var shapes = new List<string>();
                for (var i = 0; i < array.Length; i++)
                    shapes.Add(Add(array.GetValue(i)!, FormattableString.Invariant($"{place}[{i}]"), [], places,
                        numbers));
                return Join(shapes);
            case ITuple tuple:
                var each = new List<string>();
                for (var i = 0; i < tuple.Length; i++)
                {
                    var name = i < parts.Count ? parts[i] : FormattableString.Invariant($"part {i + 1}");
                    each.Add($"{name} {Add(tuple[i]!, place + name, [], places, numbers)}");
                }
                return $"({string.Join(", ", each)})";
            default:
                throw new FormatException($"{value.GetType()} is not a type of homework.");
        }
    }

    private static string Join(List<string> shapes)
    {
        if (shapes.Count == 0) return "an empty list";
        if (shapes.Distinct().Count() > 1)
            return $"({string.Join(", ", shapes.Take(6))}{(shapes.Count > 6 ? ", …" : "")})";
        return shapes[0] switch
        {
            "a number" => FormattableString.Invariant($"{shapes.Count} number{(shapes.Count == 1 ? "" : "s")}"),
            "an integer" => FormattableString.Invariant($"{shapes.Count} integer{(shapes.Count == 1 ? "" : "s")}"),
            var one => FormattableString.Invariant($"{shapes.Count} × {one}"),
        };
    }
}
