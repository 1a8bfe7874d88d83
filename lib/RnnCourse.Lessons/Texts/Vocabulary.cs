namespace RnnCourse.Lessons.Texts;

/// <summary>The symbols a network knows, numbered 0 … Count − 1: characters, words, or any strings.</summary>
/// <remarks>A character here is a Unicode scalar value (<see cref="Rune"/>), so Korean syllables and emoji are one
/// symbol each. Encoding never guesses: a symbol outside the vocabulary is an error that names it and its
/// place.</remarks>
public sealed class Vocabulary
{
    private readonly string[] _symbols;
    private readonly Dictionary<string, int> _ids;

    /// <summary>A vocabulary of the given symbols, numbered in the given order.</summary>
    /// <exception cref="ArgumentException">No symbols, an empty one, or one given twice.</exception>
    public Vocabulary(IEnumerable<string> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        _symbols = symbols.ToArray();
        if (_symbols.Length == 0)
            throw new ArgumentException("A vocabulary needs at least one symbol; the list is empty.", nameof(symbols));

        _ids = new Dictionary<string, int>(_symbols.Length, StringComparer.Ordinal);
        for (var id = 0; id < _symbols.Length; id++)
        {
            if (string.IsNullOrEmpty(_symbols[id]))
                throw new ArgumentException($"Symbol {id} is empty; every symbol needs at least one character.",
                    nameof(symbols));
            if (!_ids.TryAdd(_symbols[id], id))
                throw new ArgumentException(
                    $"{Quoted(_symbols[id])} is given twice, as symbols {_ids[_symbols[id]]} and {id}.",
                    nameof(symbols));
        }
    }

    /// <summary>The characters that occur in <paramref name="text"/>, in code-point order.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static Vocabulary OfCharacters(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new Vocabulary(text.EnumerateRunes().Distinct().Order().Select(rune => rune.ToString()));
    }

    /// <summary>The words that occur in <paramref name="sentences"/> (split at white space), in ordinal
    /// order.</summary>
    /// <param name="sentences">Sentences of words separated by white space.</param>
    /// <param name="special">Symbols to number first, such as padding or the end of a sequence.</param>
    public static Vocabulary OfWords(IEnumerable<string> sentences, params string[] special)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        var words = sentences.SelectMany(SplitWords).Distinct().Order(StringComparer.Ordinal);
        return new Vocabulary(special.Concat(words.Except(special)));
    }

    /// <summary>The number of symbols, V.</summary>
    public int Count => _symbols.Length;

    /// <summary>All symbols in the order of their ids.</summary>
    public IReadOnlyList<string> Symbols => _symbols;

    /// <summary>The symbol with this id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in 0 … Count − 1.</exception>
    public string this[int id] => id >= 0 && id < Count
        ? _symbols[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id,
            $"Ids of this vocabulary are 0 to {Count - 1}; got {id}.");

    /// <summary>The id of this symbol.</summary>
    /// <exception cref="ArgumentException">The symbol is not in the vocabulary.</exception>
    public int this[string symbol] => _ids.TryGetValue(symbol, out var id) ? id : throw Unknown(symbol, 0);

    /// <summary>Whether the symbol is in the vocabulary.</summary>
    public bool Contains(string symbol) => _ids.ContainsKey(symbol);

    /// <summary>The ids of the text's characters.</summary>
    /// <exception cref="ArgumentException">A character is not in the vocabulary; the message names it and its
    /// place.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encode(text.EnumerateRunes().Select(rune => rune.ToString()));
    }

    /// <summary>The ids of the sentence's words (split at white space).</summary>
    /// <exception cref="ArgumentException">A word is not in the vocabulary; the message names it and its
    /// place.</exception>
    public int[] EncodeWords(string sentence) => Encode(SplitWords(sentence));

    /// <summary>The ids of the given symbols.</summary>
    /// <exception cref="ArgumentException">A symbol is not in the vocabulary; the message names it and its
    /// place.</exception>
    public int[] Encode(IEnumerable<string> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        var ids = new List<int>();
        foreach (var symbol in symbols)
            ids.Add(_ids.TryGetValue(symbol, out var id) ? id : throw Unknown(symbol, ids.Count));
        return ids.ToArray();
    }

    /// <summary>The symbols of these ids, written one after another with <paramref name="separator"/> between
    /// them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in 0 … Count − 1.</exception>
    public string Decode(IEnumerable<int> ids, string separator = "")
    {
        ArgumentNullException.ThrowIfNull(ids);
        return string.Join(separator, ids.Select(id => this[id]));
    }

    public override string ToString() =>
        $"{Count} symbols: {string.Join(' ', _symbols.Take(20).Select(Quoted))}{(Count > 20 ? " …" : "")}";

    private static string[] SplitWords(string sentence) =>
        sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private ArgumentException Unknown(string symbol, int place) => new(
        $"{Quoted(symbol)} at position {place} is not among the vocabulary's {Count} symbols: " +
        "build the vocabulary from all the text you will use, or remove the symbol.");

    private static string Quoted(string symbol) => symbol switch
    {
        "\n" => @"'\n'",
        "\r" => @"'\r'",
        "\t" => @"'\t'",
        _ => $"'{symbol}'",
    };
}
