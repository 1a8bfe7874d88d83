namespace RnnCourse.Lessons.Texts;

/// <summary>The symbols a network knows, numbered 0 … Count − 1: characters, words, or any strings.</summary>
/// <remarks>A character here is a Unicode scalar value (<see cref="Rune"/>), so Korean syllables and emoji are one
/// symbol each. Encoding never guesses: a symbol outside the vocabulary is an error that names it and its place, unless
/// the vocabulary has a symbol for all that it does not know (<see cref="Unknown"/>).</remarks>
[ShownAsText.TypeFormatterSource]
public sealed class Vocabulary
{
    private readonly string[] _symbols;
    private readonly Dictionary<string, int> _ids;

    /// <summary>What a symbol for unknown ones is usually called.</summary>
    public const string UsualUnknown = "<unk>";

    /// <summary>A vocabulary of the given symbols, numbered in the given order.</summary>
    /// <param name="unknown">Which of the symbols stands for all that are not in the vocabulary; null for none.</param>
    /// <exception cref="ArgumentException">No symbols, an empty one, one given twice, half a character, or an unknown
    /// that is not among them.</exception>
    public Vocabulary(IEnumerable<string> symbols, string? unknown = null)
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
            _ = Characters(_symbols[id]).Count();
            if (!_ids.TryAdd(_symbols[id], id))
                throw new ArgumentException(
                    $"{Quoted(_symbols[id])} is given twice, as symbols {_ids[_symbols[id]]} and {id}.",
                    nameof(symbols));
        }

        if (unknown is not null && !_ids.ContainsKey(unknown))
            throw new ArgumentException($"The unknown symbol {Quoted(unknown)} is not among the {Count} symbols.",
                nameof(unknown));
        Unknown = unknown;
    }

    /// <summary>The characters that occur in <paramref name="text"/>, in code-point order.</summary>
    /// <exception cref="ArgumentException">The text is empty, or holds half a character.</exception>
    public static Vocabulary OfCharacters(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new Vocabulary(Characters(text).Distinct().OrderBy(symbol => Rune.GetRuneAt(symbol, 0)));
    }

    /// <summary>The words that occur in <paramref name="sentences"/> (split at white space), in ordinal
    /// order.</summary>
    /// <param name="sentences">Sentences of words separated by white space.</param>
    /// <param name="special">Symbols to number first, such as padding or the end of a sequence.</param>
    public static Vocabulary OfWords(IEnumerable<string> sentences, params string[] special)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        ArgumentNullException.ThrowIfNull(special);
        var words = sentences.SelectMany(SplitWords).Distinct().Order(StringComparer.Ordinal);
        return new Vocabulary(special.Concat(words.Except(special)));
    }

    /// <summary>The tokens that occur often enough, the most frequent first (of equally frequent ones the ordinally
    /// first), and before them <c>&lt;unk&gt;</c> for all others.</summary>
    /// <param name="tokens">Words, parts of words, or any strings; of the training text only, to be honest about
    /// unseen text.</param>
    /// <param name="least">How often a token must occur. With 2 the words that occur once become <c>&lt;unk&gt;</c>, so
    /// that the network learns what comes after one.</param>
    /// <param name="most">How many symbols at most, <c>&lt;unk&gt;</c> included.</param>
    public static Vocabulary OfTokens(IEnumerable<string> tokens, int least = 2, int most = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var frequent = tokens.Where(token => token != UsualUnknown).GroupBy(token => token, StringComparer.Ordinal)
            .Where(group => group.Count() >= least)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);
        return new Vocabulary(frequent.Select(group => group.Key).Take(most - 1).Prepend(UsualUnknown), UsualUnknown);
    }

    /// <summary>The words of a text, split at white space.</summary>
    public static string[] SplitWords(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The symbol that stands for all that are not in the vocabulary; null where they are errors.</summary>
    public string? Unknown { get; }

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
    public int this[string symbol] => IdOf(symbol, 0);

    /// <summary>Whether the symbol is in the vocabulary.</summary>
    public bool Contains(string symbol) => _ids.ContainsKey(symbol);

    /// <summary>The ids of the text's characters.</summary>
    /// <exception cref="ArgumentException">A character is not in the vocabulary, or is only half a one; the message
    /// names it and its place.</exception>
    public int[] Encode(string text) => Encode(Characters(text));

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
        foreach (var symbol in symbols) ids.Add(IdOf(symbol, ids.Count));
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

    /// <summary>The characters of a text, one for each Unicode scalar value.</summary>
    /// <exception cref="ArgumentException">The text holds half a character (a surrogate without its other
    /// half).</exception>
    internal static IEnumerable<string> Characters(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Each();

        IEnumerable<string> Each()
        {
            var (at, place) = (0, 0);
            for (; at < text.Length; place++)
            {
                if (!Rune.TryGetRuneAt(text, at, out var rune))
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"Position {place} of the text is half a character, the surrogate U+{(int)text[at]:X4} ")
                        + "without its other half: was the text cut between the two? Remove it, or cut elsewhere.");
                at += rune.Utf16SequenceLength;
                yield return rune.ToString();
            }
        }
    }

    private int IdOf(string symbol, int place)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        if (_ids.TryGetValue(symbol, out var id)) return id;
        if (Unknown is not null) return _ids[Unknown];
        throw new ArgumentException(
            $"{Quoted(symbol)} at position {place} is not among the vocabulary's {Count} symbols: " +
            "build the vocabulary from all the text you will use, or remove the symbol.");
    }

    private static string Quoted(string symbol) => symbol switch
    {
        "\n" => @"'\n'",
        "\r" => @"'\r'",
        "\t" => @"'\t'",
        _ => $"'{symbol}'",
    };
}
