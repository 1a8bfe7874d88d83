namespace RnnCourse.Notebooks.Dib;

/// <summary>A <c>.dib</c> notebook. It holds the file's bytes; its cells are views of them, the very cells that .NET
/// Interactive's parser sees. What was not edited is written back byte for byte. A document never changes: an edit
/// gives a new one.</summary>
public sealed class DibDocument
{
    private readonly RawText _text;
    private readonly Lazy<IReadOnlyList<string>> _lines;

    private DibDocument(byte[] bytes, string? path)
    {
        _text = new RawText(bytes);
        _lines = new(() => [.. Enumerable.Range(0, _text.Lines.Count).Select(_text.Text)]);
        Path = path;
        var parsed = DibParser.Parse(_text);
        (Cells, Meta, MetaLines, Kernels) = (parsed.Cells, parsed.Meta, parsed.MetaLines, parsed.Kernels);
    }

    /// <summary>The file it was read from, or null.</summary>
    public string? Path { get; }

    /// <summary>The cells, at least one. Cells without text are not among them.</summary>
    public IReadOnlyList<DibCell> Cells { get; }

    /// <summary>The notebook's meta, or null when it has none.</summary>
    public DibMeta? Meta { get; }

    /// <summary>The kernels a selector of this notebook may name.</summary>
    public KernelNames Kernels { get; }

    /// <summary>Why .NET Interactive refuses to open the notebook, or null.</summary>
    public string? Problem => Meta?.Problem;

    /// <summary>The line break the file uses most.</summary>
    public string Newline => _text.Newline;

    /// <summary>The file's lines, without line breaks, as a decoder reads them.</summary>
    public IReadOnlyList<string> Lines => _lines.Value;
    internal RawText Raw => _text;
    internal Range MetaLines { get; }

    /// <summary>Reads a notebook from the bytes of a file. No input is refused; see <see cref="Problem"/>.</summary>
    public static DibDocument Parse(ReadOnlySpan<byte> bytes, string? path = null) => new(bytes.ToArray(), path);

    /// <summary>Reads a notebook from text.</summary>
    public static DibDocument Parse(string text, string? path = null) => new(Encoding.UTF8.GetBytes(text), path);

    /// <summary>Reads the notebook at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static DibDocument Load(string path) => new(WholeFile.Read(path), path);

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes() => _text.ToArray();

    /// <summary>The file's text, without its byte-order mark.</summary>
    public string ToText() => _text.Encoding.GetString(_text[_text.BomLength.._text.Length]);

    /// <summary>The same notebook with another text in one cell. All bytes outside the changed lines stay as they
    /// are.</summary>
    /// <param name="text">The new text. Empty lines at its ends are not part of a cell and are dropped; a cell left
    /// empty disappears.</param>
    /// <exception cref="ArgumentException">A line of the text would start another cell.</exception>
    public DibDocument WithText(int index, string text) => new(DibEditor.Replace(this, Cells[index], text), Path);

    /// <summary>Writes the notebook to a file: all of it, or nothing when the disk fails.</summary>
    public void Save(string path) => AtomicFile.Write(path, ToBytes());
}
