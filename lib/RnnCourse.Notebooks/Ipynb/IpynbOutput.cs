namespace RnnCourse.Notebooks.Ipynb;

/// <summary>Makes the outputs of code cells as nbformat 4.5 has them.</summary>
public static class IpynbOutput
{
    /// <summary>What a cell wrote to <c>stdout</c> or <c>stderr</c>.</summary>
    public static JsonObject Stream(string name, string text) => new()
    {
        ["name"] = name,
        ["output_type"] = "stream",
        ["text"] = MultilineText.Split(text),
    };

    /// <summary>A displayed value by MIME type.</summary>
    public static JsonObject Display(IEnumerable<KeyValuePair<string, string>> data) => new()
    {
        ["data"] = Bundle(data),
        ["metadata"] = new JsonObject(),
        ["output_type"] = "display_data",
    };

    /// <summary>The value of a cell's last expression by MIME type.</summary>
    public static JsonObject Result(IEnumerable<KeyValuePair<string, string>> data, int executionCount) => new()
    {
        ["data"] = Bundle(data),
        ["execution_count"] = executionCount,
        ["metadata"] = new JsonObject(),
        ["output_type"] = "execute_result",
    };

    /// <summary>An error that ended a cell.</summary>
    public static JsonObject Error(string name, string value, IEnumerable<string> traceback) => new()
    {
        ["ename"] = name,
        ["evalue"] = value,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. traceback.Select(line => (JsonNode)line)]),
    };

    private static JsonObject Bundle(IEnumerable<KeyValuePair<string, string>> data)
    {
        var bundle = new JsonObject();
        foreach (var (mimeType, value) in data)
            bundle[mimeType] = IsJson(mimeType) && TryParse(value) is { } json ? json : MultilineText.Split(value);
        return bundle;
    }

    private static bool IsJson(string mimeType) =>
        mimeType == "application/json" || mimeType.EndsWith("+json", StringComparison.Ordinal);

    private static JsonNode? TryParse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }
}
