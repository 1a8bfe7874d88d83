namespace RnnCourse.Notebooks.Dib;

/// <summary>The bytes of a text file and its lines. A line is a range of bytes, so that nothing is lost where the bytes
/// are not valid text. Lines end at <c>\r\n</c> or <c>\n</c>; a lone <c>\r</c> is content. A byte-order mark is
/// skipped, and decides the encoding as it does for <see cref="StreamReader"/>.</summary>
internal sealed class RawText
{
    private readonly byte[] _bytes;
    private readonly int _unit;

    internal RawText(byte[] bytes)
    {
        _bytes = bytes;
        (Encoding, BomLength) = DetectEncoding(bytes);
        _unit = Encoding is UTF8Encoding ? 1 : Encoding is UnicodeEncoding ? 2 : 4;
        Lines = SplitLines();
        var breaks = Lines.Count(l => l.End > l.TextEnd);
        var withReturn = Lines.Count(l => l.End - l.TextEnd == 2 * _unit);
        Newline = 2 * withReturn > breaks ? "\r\n" : "\n";
    }

    internal Encoding Encoding { get; }
    internal int BomLength { get; }
    internal IReadOnlyList<RawLine> Lines { get; }
    internal int Length => _bytes.Length;

    internal ReadOnlySpan<byte> this[Range range] => _bytes.AsSpan(range);

    /// <summary>The text of a line without its line break, as a decoder reads it: U+FFFD for what is not
    /// text.</summary>
    internal string Text(int line) => Encoding.GetString(_bytes.AsSpan(Lines[line].Start..Lines[line].TextEnd));

    /// <summary>The line break used most, <c>\n</c> when there is none.</summary>
    internal string Newline { get; }

    internal byte[] ToArray() => [.. _bytes];

    private static (Encoding, int) DetectEncoding(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
        _ => (Encoding.UTF8, 0),
    };

    private List<RawLine> SplitLines()
    {
        var lines = new List<RawLine>();
        if (_bytes.Length == BomLength) return lines;
        var newline = Encoding.GetBytes("\n");
        var carriageReturn = Encoding.GetBytes("\r");
        var start = BomLength;
        for (var i = BomLength; i + _unit <= _bytes.Length; i += _unit)
        {
            if (!_bytes.AsSpan(i, _unit).SequenceEqual(newline)) continue;
            var hasReturn = i - _unit >= start && _bytes.AsSpan(i - _unit, _unit).SequenceEqual(carriageReturn);
            lines.Add(new RawLine(start, hasReturn ? i - _unit : i, i + _unit));
            start = i + _unit;
        }
        lines.Add(new RawLine(start, _bytes.Length, _bytes.Length));
        return lines;
    }
}

/// <summary>A line as byte positions: where it starts, where its text ends, where its line break ends.</summary>
internal readonly record struct RawLine(int Start, int TextEnd, int End);
