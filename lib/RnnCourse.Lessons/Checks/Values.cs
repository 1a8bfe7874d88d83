using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Checks;

/// <summary>The values that homework passes about, as JSON and back. What a value may be is said by its declared type
/// alone: a number, a matrix, arrays and tuples of these; nothing that has code in it.</summary>
public static class Values
{
    public const int MaxNumbers = 1_000_000;

    /// <summary>Whether values of a type can be passed about.</summary>
    public static bool IsAllowed(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type == typeof(double) || type == typeof(int) || type == typeof(bool) || type == typeof(string)
            || type == typeof(Mat<double>)
            || (type.IsSZArray && IsAllowed(type.GetElementType()!))
            || (IsTuple(type) && type.GetGenericArguments().All(IsAllowed));
    }

    /// <exception cref="FormatException">It is null somewhere, or too large; the message says which.</exception>
    public static JsonNode Write(object? value, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var left = MaxNumbers;
        return Write(value, type, "the result", ref left);
    }

    /// <param name="json">What <see cref="Write(object?, Type)"/> gave; not trusted.</param>
    /// <exception cref="FormatException">The JSON is not a value of that type.</exception>
    public static object Read(JsonNode? json, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        try
        {
            if (type == typeof(double)) return Number(json);
            if (type == typeof(int)) return json!.GetValue<int>();
            if (type == typeof(bool)) return json!.GetValue<bool>();
            if (type == typeof(string)) return json!.GetValue<string>();
            if (type == typeof(Mat<double>)) return Matrix(json!.AsObject());
            if (type.IsSZArray) return Array(json!.AsArray(), type.GetElementType()!);
            if (IsTuple(type)) return Tuple(json!.AsArray(), type);
        }
        catch (Exception e) when (
            e is InvalidOperationException or NullReferenceException or ArgumentException or OverflowException)
        {
            throw new FormatException($"This is not a {Name(type)}: {e.Message}", e);
        }

        throw new FormatException($"{type} is not a type of homework.");
    }

    public static bool Fits(JsonNode? json, Type type)
    {
        try
        {
            return Read(json, type) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>A type as C# writes it.</summary>
    public static string Name(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type == typeof(double) ? "double" : type == typeof(int) ? "int" : type == typeof(bool) ? "bool"
            : type == typeof(string) ? "string"
            : type == typeof(Mat<double>) ? "Mat<double>"
            : type.IsSZArray ? Name(type.GetElementType()!) + "[]"
            : IsTuple(type) ? $"({string.Join(", ", type.GetGenericArguments().Select(Name))})"
            : type.Name;
    }

    internal static bool IsTuple(Type type) =>
        type.IsGenericType && type.IsValueType
            && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    private static JsonNode Write(object? value, Type type, string where, ref int left)
    {
        if (value is null) throw new FormatException($"{where} is null");
        switch (value)
        {
            case double x:
                Take(1, where, ref left);
                return Number(x);
            case int or bool:
                Take(1, where, ref left);
                return value is int n ? JsonValue.Create(n) : JsonValue.Create((bool)value);
            case string text:
                Take(text.Length, where, ref left);
                return JsonValue.Create(text);
            case Mat<double> m:
                Take((long)m.Rows * m.Columns, where, ref left);
                var numbers = new JsonArray();
                for (var r = 0; r < m.Rows; r++)
                    for (var c = 0; c < m.Columns; c++) numbers.Add(Number(m[r, c]));
                return new JsonObject { ["rows"] = m.Rows, ["columns"] = m.Columns, ["v"] = numbers };
            case Array items when type.IsSZArray:
                Take(items.Length, where, ref left);
                var list = new JsonArray();
                for (var i = 0; i < items.Length; i++)
                    list.Add(Write(items.GetValue(i), type.GetElementType()!,
                        FormattableString.Invariant($"{where}, entry {i},"), ref left));
                return list;
            case ITuple tuple when IsTuple(type):
                var parts = new JsonArray();
                for (var i = 0; i < tuple.Length; i++)
                    parts.Add(Write(tuple[i], type.GetGenericArguments()[i],
                        FormattableString.Invariant($"{where}, part {i + 1},"), ref left));
                return parts;
            default:
                throw new FormatException($"{where} is a {value.GetType().Name}, not a {Name(type)}");
        }
    }

    private static void Take(long count, string where, ref int left)
    {
        if (count > left) throw new FormatException($"{where} holds more than {MaxNumbers:N0} numbers");
        left -= (int)count;
    }

    private static JsonValue Number(double x) =>
        double.IsFinite(x) ? JsonValue.Create(x) : JsonValue.Create(x.ToString(CultureInfo.InvariantCulture));

    private static double Number(JsonNode? json) => json!.AsValue().TryGetValue<string>(out var name)
        ? name is "NaN" or "Infinity" or "-Infinity" ? double.Parse(name, CultureInfo.InvariantCulture)
            : throw new FormatException($"'{name}' is not a number")
        : json.GetValue<double>();

    private static Mat<double> Matrix(JsonObject json)
    {
        var (rows, columns, numbers) =
            (json["rows"]!.GetValue<int>(), json["columns"]!.GetValue<int>(), json["v"]!.AsArray());
        if (rows < 0 || columns < 1 || (long)rows * columns != numbers.Count || numbers.Count > MaxNumbers)
            throw new FormatException($"a matrix of {rows} × {columns} has not {numbers.Count} numbers");
        var matrix = new Mat<double>(rows, columns);
        for (var i = 0; i < numbers.Count; i++) matrix[i / columns, i % columns] = Number(numbers[i]);
        return matrix;
    }

    private static Array Array(JsonArray json, Type element)
    {
        if (json.Count > MaxNumbers) throw new FormatException("the list is too long");
        var array = System.Array.CreateInstance(element, json.Count);
        for (var i = 0; i < json.Count; i++) array.SetValue(Read(json[i], element), i);
        return array;
    }

    private static object Tuple(JsonArray json, Type type)
    {
        var types = type.GetGenericArguments();
        if (json.Count != types.Length)
            throw new FormatException($"a tuple of {types.Length} has not {json.Count} parts");
        return Activator.CreateInstance(type, [.. types.Select((part, i) => Read(json[i], part))])!;
    }
}
