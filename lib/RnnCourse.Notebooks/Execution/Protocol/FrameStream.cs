using System.Buffers.Binary;

namespace RnnCourse.Notebooks.Execution.Protocol;

/// <summary>Frames over a stream: a length, a kind, a count, and each field as length and UTF-8 bytes. Any thread may
/// write. What arrives is not trusted: a frame that is too long or malformed is an <see
/// cref="InvalidDataException"/>.</summary>
/// <param name="longest">The longest frame that is read, in bytes.</param>
internal sealed class FrameStream(Stream stream, int longest = FrameStream.MaxLength) : IDisposable
{
    /// <summary>The longest frame in bytes.</summary>
    internal const int MaxLength = 256 << 20;

    private readonly Lock _writing = new();

    internal void Write(FrameKind kind, params ReadOnlySpan<string> fields)
    {
        var length = 8;
        foreach (var field in fields) length += 4 + Encoding.UTF8.GetByteCount(field);
        if (length > MaxLength)
            throw new InvalidDataException($"A message of {length} bytes is longer than the limit of {MaxLength}.");
        var bytes = new byte[4 + length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), (int)kind);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), fields.Length);
        var at = 12;
        foreach (var field in fields)
        {
            var count = Encoding.UTF8.GetBytes(field, bytes.AsSpan(at + 4));
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), count);
            at += 4 + count;
        }
        lock (_writing)
            stream.Write(bytes);
    }

    /// <summary>The next frame, or null at the end of the stream.</summary>
    internal Frame? Read()
    {
        var head = new byte[4];
        if (stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4) return null;
        var bytes = new byte[CheckedLength(head)];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length ? null : Decode(bytes);
    }

    /// <summary>The next frame, or null at the end of the stream.</summary>
    internal async Task<Frame?> ReadAsync(CancellationToken cancellation)
    {
        var head = new byte[4];
        if (await stream.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, cancellation) < 4) return null;
        var bytes = new byte[CheckedLength(head)];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read < bytes.Length ? null : Decode(bytes);
    }

    public void Dispose() => stream.Dispose();

    private int CheckedLength(byte[] head)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        return length >= 8 && length <= longest ? length
            : throw new InvalidDataException($"A message claims {length} bytes.");
    }

    private static Frame Decode(ReadOnlySpan<byte> bytes)
    {
        var kind = (FrameKind)BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        if (count < 0 || count > bytes.Length / 4)
            throw new InvalidDataException($"A message claims {count} fields.");
        var fields = new string[count];
        var rest = bytes[8..];
        for (var i = 0; i < count; i++)
        {
            var length = rest.Length < 4 ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (length < 0 || length > rest.Length - 4)
                throw new InvalidDataException($"Field {i} of a message claims {length} bytes.");
            fields[i] = Encoding.UTF8.GetString(rest.Slice(4, length));
            rest = rest[(4 + length)..];
        }
        return new Frame(kind, fields);
    }
}
