using System.Text.Encodings.Web;

namespace RnnCourse.Notebooks.Ipynb;

/// <summary>A Jupyter notebook (nbformat 4). It keeps the whole JSON, what it does not know of included; a notebook
/// that was only read is written back byte for byte.</summary>
public sealed class IpynbDocument
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly byte[]? _bytes;

    internal IpynbDocument(JsonObject root, byte[]? bytes = null, string? path = null)
    {
        Root = root;
        _bytes = bytes;
        Path = path;
        Cells = [.. ((JsonArray)root["cells"]!).Select(c => new IpynbCell((JsonObject)c!))];
    }

    /// <summary>The file it was read from, or null.</summary>
    public string? Path { get; }

    /// <summary>The notebook's cells.</summary>
    public IReadOnlyList<IpynbCell> Cells { get; }

    /// <summary>The notebook's metadata.</summary>
    public JsonObject Metadata => (JsonObject)Root["metadata"]!;

    /// <summary>The whole JSON.</summary>
    internal JsonObject Root { get; }

    /// <summary>Reads a notebook from the bytes of a file.</summary>
    /// <exception cref="FormatException">The bytes are not an nbformat 4 notebook; the message says what is
    /// missing.</exception>
    public static IpynbDocument Parse(ReadOnlySpan<byte> bytes, string? path = null)
    {
        var kept = bytes.ToArray();
        var json = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        try
        {
            var root = JsonNode.Parse(json) as JsonObject
                ?? throw new FormatException("A Jupyter notebook is a JSON object with \"cells\"; this JSON is none.");
            IpynbShape.Check(root);
            return new IpynbDocument(root, kept, path);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"This is not the JSON of a Jupyter notebook: {e.Message}", e);
        }
    }

    /// <summary>Reads a notebook from text.</summary>
    /// <exception cref="FormatException">The text is not an nbformat 4 notebook.</exception>
    public static IpynbDocument Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Reads the notebook at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">The file is not an nbformat 4 notebook.</exception>
    public static IpynbDocument Load(string path) => Parse(WholeFile.Read(path), path);

    /// <summary>The file's bytes: those it was read from, or JSON with an indent of one space and a final
    /// newline.</summary>
    public byte[] ToBytes() =>
        _bytes is null ? Encoding.UTF8.GetBytes(Root.ToJsonString(Indented) + "\n") : [.. _bytes];
}
