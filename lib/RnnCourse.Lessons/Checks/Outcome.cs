using System.Text.Json.Nodes;

namespace RnnCourse.Lessons.Checks;

/// <summary>What an answer did with one set of arguments: a value, or why there is none.</summary>
/// <param name="Value">The value it returned; null when it threw.</param>
/// <param name="Problem">Why there is no value, for the reader; null when there is one.</param>
/// <param name="Kind">The same for comparing: the exception's type, or <c>null</c>, <c>shape</c>, …; null when there is
/// a value.</param>
/// <param name="Changed">The name of an argument that it changed, which no answer may; or null.</param>
public sealed record Outcome(object? Value, string? Problem = null, string? Kind = null, string? Changed = null)
{
    public JsonObject ToJson(Type type)
    {
        var json = new JsonObject();
        if (Value is not null) json["value"] = Values.Write(Value, type);
        if (Problem is not null) json["problem"] = Problem;
        if (Kind is not null) json["kind"] = Kind;
        if (Changed is not null) json["changed"] = Changed;
        return json;
    }

    /// <exception cref="FormatException">The JSON is not an outcome.</exception>
    public static Outcome FromJson(JsonObject json, Type type)
    {
        ArgumentNullException.ThrowIfNull(json);
        return new(json["value"] is { } value ? Values.Read(value, type) : null,
            (string?)json["problem"], (string?)json["kind"], (string?)json["changed"]);
    }

    /// <summary>Calls an answer with copies of the arguments, and sees whether it changed them.</summary>
    public static Outcome Of(JsonArray arguments, IReadOnlyList<Type> types, IReadOnlyList<string> names, Type type,
        Func<object[], object?> call)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(call);
        object[] given = [.. types.Select((t, i) => Values.Read(arguments[i], t))];
        object? value;
        try
        {
            value = call(given);
        }
        catch (Exception e)
        {
            return new Outcome(null, e is OutOfMemoryException ? "it exceeded the memory limit"
                : $"it threw {Text(e)}", e.GetType().Name);
        }

        // A copy: what the answer's matrices share with its arguments must not be changed by it later.
        try
        {
            value = Values.Read(Values.Write(value, type), type);
        }
        catch (FormatException e)
        {
            return new Outcome(null, e.Message, "no value");
        }

        for (var i = 0; i < given.Length; i++)
            if (!Same(given[i], types[i], arguments[i]!)) return new Outcome(value, Changed: names[i]);
        return new Outcome(value);
    }

    // An exception's message is the answer's own code: it may throw too, or be endless.
    private static string Text(Exception e)
    {
        try
        {
            var message = e.Message.Split('\n')[0];
            return $"{e.GetType().Name}: {(message.Length > 300 ? message[..300] + "…" : message)}";
        }
        catch (Exception)
        {
            return e.GetType().Name;
        }
    }

    private static bool Same(object after, Type type, JsonNode before)
    {
        try
        {
            return JsonNode.DeepEquals(Values.Write(after, type), Values.Write(Values.Read(before, type), type));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
