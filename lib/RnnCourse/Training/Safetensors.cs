using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace RnnCourse.Training;

/// <summary>One array of numbers with its shape.</summary>
/// <param name="Kind">F16, BF16, F32, F64 or I64, as the format names them.</param>
/// <param name="Shape">The length of each axis.</param>
/// <param name="Bytes">The numbers, row by row, little-endian.</param>
public sealed record Tensor(string Kind, int[] Shape, byte[] Bytes)
{
    public int[] Shape { get; init; } = Shape ?? throw new ArgumentNullException(nameof(Shape));

    /// <summary>A tensor of floats.</summary>
    public static Tensor Of(int[] shape, ReadOnlySpan<float> values) =>
        new("F32", shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of doubles.</summary>
    public static Tensor Of(int[] shape, ReadOnlySpan<double> values) =>
        new("F64", shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>How many numbers it holds.</summary>
    public int Count => Expect.AtMost(
        int.MaxValue, Shape.Aggregate(1L, (product, length) => product > int.MaxValue ? product : product * length),
        $"A tensor [{string.Join(", ", Shape)}]");

    /// <summary>The numbers, widened to double.</summary>
    public double[] ToDoubles() => Kind switch
    {
        "F64" => MemoryMarshal.Cast<byte, double>(Bytes).ToArray(),
        "F32" => Array.ConvertAll(MemoryMarshal.Cast<byte, float>(Bytes).ToArray(), x => (double)x),
        "F16" => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(Bytes).ToArray(), x => (double)x),
        "BF16" => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(Bytes).ToArray(),
            x => (double)BitConverter.UInt32BitsToSingle((uint)x << 16)),                // the upper half of a float
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, long>(Bytes).ToArray(), x => (double)x),
    };
}

/// <summary>Reads and writes the safetensors format: eight bytes of header length, a JSON header, then the numbers. Any
/// tool that knows the format can read what this writes.</summary>
/// <remarks>A file is checked whole before anything is returned: lengths, kinds, shapes, offsets, and the SHA-256 of
/// the numbers if the file has one (what this writes has). It is written beside its place and then renamed, so a crash
/// leaves the old file.</remarks>
public static class Safetensors
{
    private const int LengthBytes = 8, LongestHeader = 100_000_000;
    private const string Metadata = "__metadata__", Hash = "sha256";

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or not a safetensors file; the message says in what
    /// way.</exception>
    public static (IReadOnlyDictionary<string, Tensor> Tensors, IReadOnlyDictionary<string, string> Metadata) Read(
        string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file '{path}'.", path);
        var bytes = File.ReadAllBytes(path);
        try
        {
            return Parse(bytes);
        }
        catch (Exception e) when (
            e is JsonException or FormatException or OverflowException or ArgumentOutOfRangeException
            or InvalidOperationException or KeyNotFoundException)
        {
            throw Bad(path, $"its header cannot be read ({e.Message})", e);
        }
        catch (InvalidDataException e)
        {
            throw Bad(path, e.Message, e);
        }
    }

    /// <summary>Writes a file, whole or not at all.</summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="tensors">The arrays by name; they are written in ordinal order of their names.</param>
    /// <param name="metadata">Texts to keep with them, such as the model's sizes.</param>
    public static void Write(
        string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        var ordered = tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToArray();
        var data = ordered.SelectMany(entry => entry.Value.Bytes).ToArray();
        var header = Header(ordered, data, metadata ?? new Dictionary<string, string>());

        var file = new byte[LengthBytes + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, LengthBytes);
        data.CopyTo(file, LengthBytes + header.Length);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException(
                $"'{path}' was not written: there is no folder '{folder}'. Make it first, or name another.");
        AtomicFile.Write(path, file);
    }

    private static byte[] Header(
        KeyValuePair<string, Tensor>[] tensors, byte[] data, IReadOnlyDictionary<string, string> metadata)
    {
        var notes = new SortedDictionary<string, string>(metadata.ToDictionary(), StringComparer.Ordinal)
        {
            [Hash] = HashOf(data),
        };
        var (entries, offset) = (new Dictionary<string, object> { [Metadata] = notes }, 0);
        foreach (var (name, tensor) in tensors)
            entries[name] = new
            {
                dtype = tensor.Kind,
                shape = tensor.Shape,
                data_offsets = new[] { offset, offset += tensor.Bytes.Length },
            };

        var json = JsonSerializer.SerializeToUtf8Bytes(entries);
        return [.. json, .. Enumerable.Repeat((byte)' ', (LengthBytes - json.Length % LengthBytes) % LengthBytes)];
    }

    private static (IReadOnlyDictionary<string, Tensor>, IReadOnlyDictionary<string, string>) Parse(byte[] bytes)
    {
        var length = bytes.Length < LengthBytes ? -1 : BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (length is < 2 or > LongestHeader || length > bytes.Length - LengthBytes || bytes[LengthBytes] != '{')
            throw new InvalidDataException(
                "it does not start with a header of its length: it is cut off or no safetensors file. Take another " +
                    "copy");

        using var header = JsonDocument.Parse(bytes.AsMemory(LengthBytes, (int)length));
        var data = bytes.AsSpan(LengthBytes + (int)length);
        var tensors = new Dictionary<string, Tensor>();
        var metadata = new Dictionary<string, string>();
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            if (entry.Name == Metadata)
                foreach (var text in entry.Value.EnumerateObject())
                    metadata[text.Name] = text.Value.GetString() ?? "";
            else if (!tensors.TryAdd(entry.Name, Slice(entry.Name, entry.Value, data)))
                throw new InvalidDataException($"it holds '{entry.Name}' twice");
        }

        var held = tensors.Values.Sum(tensor => (long)tensor.Bytes.Length);
        if (held != data.Length)
            throw new InvalidDataException(
                $"its tensors say {held} bytes but {data.Length} follow the header: it is cut off or " +
                    "was changed. Take another copy");
        if (metadata.TryGetValue(Hash, out var hash) && hash != HashOf(data))
            throw new InvalidDataException(
                "its numbers do not match the SHA-256 in its header: they were damaged or changed. Take another copy");
        return (tensors, metadata);
    }

    private static Tensor Slice(string name, JsonElement entry, ReadOnlySpan<byte> data)
    {
        var kind = entry.GetProperty("dtype").GetString() ?? "";
        var size = kind switch { "F16" or "BF16" => 2, "F32" => 4, "F64" or "I64" => 8, _ => 0 };
        if (size == 0)
            throw new InvalidDataException(
                $"'{name}' is of kind {kind}; F16, BF16, F32, F64 and I64 can be read. Convert it to F32 first, in " +
                    "PyTorch by .float()");

        var shape = entry.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt32()).ToArray();
        var offsets = entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32()).ToArray();
        var tensor = new Tensor(kind, shape, []);
        if (offsets.Length != 2 || shape.Any(axis => axis < 0) || offsets[0] < 0 || offsets[1] < offsets[0]
            || offsets[1] > data.Length)
            throw new InvalidDataException($"'{name}' lies outside the file: it is cut off or was changed. " +
                "Take another copy");
        if (offsets[1] - offsets[0] != (long)tensor.Count * size)
            throw new InvalidDataException(
                $"'{name}' has shape [{string.Join(", ", shape)}] but {offsets[1] - offsets[0]} bytes, not " +
                    $"{(long)tensor.Count * size}");
        return tensor with { Bytes = data[offsets[0]..offsets[1]].ToArray() };
    }

    private static string HashOf(ReadOnlySpan<byte> data) =>
        Convert.ToHexString(SHA256.HashData(data)).ToLowerInvariant();

    private static InvalidDataException Bad(string path, string why, Exception inner) =>
        new($"'{path}' was not loaded: {why}. Nothing was changed.", inner);
}
