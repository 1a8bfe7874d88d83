namespace RnnCourse.Notebooks.Dib;

/// <summary>The JSON that a notebook's first <c>#!meta</c> opens.</summary>
public sealed class DibMeta
{
    internal DibMeta(int line, string json, string? problem)
    {
        Line = line;
        Json = json;
        Problem = problem;
    }

    /// <summary>The line of <c>#!meta</c> in the file, from 1.</summary>
    public int Line { get; }

    /// <summary>The JSON as written, its lines joined by <c>\n</c>.</summary>
    public string Json { get; }

    /// <summary>Why .NET Interactive refuses to open the notebook, or null. The cells are then read as if the meta
    /// listed no kernels.</summary>
    public string? Problem { get; }

    /// <summary>The value under a name of the JSON's top level, or null.</summary>
    public JsonElement? Value(string name)
    {
        if (Problem is not null) return null;
        using var document = JsonDocument.Parse(Json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty(name, out var value)
            ? value.Clone()
            : null;
    }

    /// <summary>Reads the JSON and adds the kernels it lists to <paramref name="kernels"/>.</summary>
    internal static DibMeta Read(int line, string json, ref KernelNames kernels)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var withListed = new KernelNames();
            foreach (var (name, aliases) in MetaKernels.Listed(document.RootElement))
                withListed.Add(name, aliases);
            kernels = withListed;
            return new DibMeta(line, json, null);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return new DibMeta(line, json, e.Message);
        }
    }
}
