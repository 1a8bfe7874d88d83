namespace RnnCourse.Notebooks.Dib;

/// <summary>The kernels that a meta lists under <c>kernelInfo.items</c>, read as leniently and as strictly as .NET
/// Interactive does: what is refused here keeps the notebook from opening there.</summary>
internal static class MetaKernels
{
    internal static IReadOnlyList<(string Name, string[] Aliases)> Listed(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Null) return [];
        Require(root, JsonValueKind.Object, "The meta", "a JSON object {…}");
        if (!Properties(root).TryGetValue("kernelInfo", out var info) || info.ValueKind == JsonValueKind.Null)
            return [];
        Require(info, JsonValueKind.Object, "kernelInfo", "a JSON object {…}");

        var kernels = new List<(string Name, string[] Aliases)>();
        foreach (var property in info.EnumerateObject())
            if (property.Name == "items" && property.Value.ValueKind == JsonValueKind.Array)
                kernels.AddRange(property.Value.EnumerateArray().Select(Kernel));
            else if (property.Name is "items" or "defaultKernelName") RequireNoObject(property);

        var twice =
            kernels.SelectMany(k => k.Aliases.Append(k.Name)).GroupBy(n => n).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? kernels
            : throw new FormatException($"kernelInfo.items lists the name '{twice.Key}' twice.");
    }

    private static (string, string[]) Kernel(JsonElement item)
    {
        Require(item, JsonValueKind.Object, "An entry of kernelInfo.items", "a JSON object {…}");
        string? name = null;
        string[] aliases = [];
        foreach (var property in item.EnumerateObject())
            switch (property.Name, property.Value.ValueKind)
            {
                case ("name", JsonValueKind.String):
                    name = property.Value.GetString();
                    break;
                case ("aliases", JsonValueKind.Array):
                    aliases = [.. property.Value.EnumerateArray().Select(Alias)];
                    break;
                case ("languageName" or "aliases", _):
                    RequireNoObject(property);
                    break;
            }
        return (name ?? throw new FormatException("Each entry of kernelInfo.items needs a \"name\"."), aliases);
    }

    private static string Alias(JsonElement alias)
    {
        Require(alias, JsonValueKind.String, "An alias in kernelInfo.items", "a string");
        return alias.GetString()!;
    }

    /// <summary>The properties by name; of two of one name the last counts.</summary>
    private static Dictionary<string, JsonElement> Properties(JsonElement value)
    {
        var properties = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject()) properties[property.Name] = property.Value;
        return properties;
    }

    private static void Require(JsonElement value, JsonValueKind kind, string what, string expected)
    {
        if (value.ValueKind != kind)
            throw new FormatException($"{what} is {value.ValueKind switch
            {
                JsonValueKind.Array => "an array",
                JsonValueKind.String => "a string",
                JsonValueKind.Number => "a number",
                JsonValueKind.Object => "an object",
                _ => value.GetRawText(),
            }}; it must be {expected}.");
    }

    /// <summary>A value of another type than expected is ignored, unless an object hides in it: that breaks their
    /// reader.</summary>
    private static void RequireNoObject(JsonProperty property)
    {
        if (HasObject(property.Value))
            throw new FormatException($"{property.Name} of kernelInfo holds an object where none is expected.");
    }

    private static bool HasObject(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
        || (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().Any(HasObject));
}
