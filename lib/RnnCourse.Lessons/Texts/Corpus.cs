namespace RnnCourse.Lessons.Texts;

/// <summary>A text, the vocabulary of its characters or words, and the text as ids.</summary>
[ShownAsText.TypeFormatterSource]
public sealed class Corpus
{
    /// <summary>A corpus of the characters of the given text.</summary>
    /// <param name="name">What to call it in titles and messages.</param>
    /// <param name="text">The text; at least two characters, so that there is one to predict.</param>
    /// <param name="vocabulary">The vocabulary to use, or null to take the characters that occur in the text.</param>
    /// <exception cref="ArgumentException">The text has fewer than two characters, or one the vocabulary lacks, or half
    /// a one.</exception>
    public Corpus(string name, string text, Vocabulary? vocabulary = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(text);
        if (Vocabulary.Characters(text).Take(2).Count() < 2)
            throw new ArgumentException(
                $"The corpus '{name}' has fewer than 2 characters: there is nothing to predict.", nameof(text));

        (Name, Text, Separator) = (name, text, "");
        Vocabulary = vocabulary ?? Vocabulary.OfCharacters(text);
        Ids = Vocabulary.Encode(text);
    }

    private Corpus(string name, int[] ids, Vocabulary vocabulary, string separator)
    {
        (Name, Ids, Vocabulary, Separator) = (name, ids, vocabulary, separator);
        Text = vocabulary.Decode(ids, separator);
    }

    /// <summary>A corpus of words, parts of words, or any tokens.</summary>
    /// <param name="name">What to call it in titles and messages.</param>
    /// <param name="tokens">The tokens in their order, such as <see cref="Vocabulary.SplitWords"/> gives.</param>
    /// <param name="vocabulary">The vocabulary to use; null is <see cref="Vocabulary.OfTokens"/> of all of them, where
    /// the tokens that occur once are <c>&lt;unk&gt;</c>.</param>
    /// <param name="separator">What stands between two tokens when they are written.</param>
    /// <exception cref="ArgumentException">Fewer than two tokens, or one the vocabulary lacks (and has no unknown
    /// for).</exception>
    public static Corpus OfTokens(string name, IEnumerable<string> tokens, Vocabulary? vocabulary = null,
        string separator = " ")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(tokens);
        string[] all = [.. tokens];
        if (all.Length < 2)
            throw new ArgumentException($"The corpus '{name}' has fewer than 2 tokens: there is nothing to predict.",
                nameof(tokens));
        vocabulary ??= Vocabulary.OfTokens(all);
        return new Corpus(name, vocabulary.Encode(all), vocabulary, separator);
    }

    public string Name { get; }

    /// <summary>The text as a network reads it: of tokens that the vocabulary does not know only that they are
    /// unknown.</summary>
    public string Text { get; }

    /// <summary>What stands between two symbols when they are written: nothing between characters. So
    /// <c>corpus.Vocabulary.Decode(ids, corpus.Separator)</c>.</summary>
    public string Separator { get; }

    /// <summary>The symbols of the text.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The text as ids, one a character or token.</summary>
    public IReadOnlyList<int> Ids { get; }

    /// <summary>The number of characters or tokens.</summary>
    public int Length => Ids.Count;

    /// <summary>Cuts off the last part of the text for validation; both parts share this vocabulary.</summary>
    /// <param name="validation">The share of the text, 0 &lt; share &lt; 1, that goes to validation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share leaves fewer than 2 symbols on one side.</exception>
    public (Corpus Training, Corpus Validation) Split(double validation = 0.1)
    {
        var cut = (int)Math.Round(Length * (1 - validation));
        if (!(validation > 0 && validation < 1) || cut < 2 || Length - cut < 2)
            throw new ArgumentOutOfRangeException(nameof(validation), string.Create(CultureInfo.InvariantCulture,
                $"A share of {validation} of {Length} symbols leaves fewer than 2 on a side; use one in (0, 1)."));

        return (new Corpus(Name + " (training)", [.. Ids.Take(cut)], Vocabulary, Separator),
                new Corpus(Name + " (validation)", [.. Ids.Skip(cut)], Vocabulary, Separator));
    }

    /// <summary>The loss in nats a symbol of guessing by frequency alone: H = −Σ_c p_c ln p_c over this text. A
    /// network that has learnt anything about order is below it.</summary>
    public double UnigramEntropy => Ids.GroupBy(id => id)
        .Select(group => (double)group.Count() / Length)
        .Sum(p => -p * Math.Log(p));

    /// <summary>Reads a UTF-8 text file. A byte-order mark is skipped and line ends become <c>\n</c>.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is empty or not UTF-8; the message says what to do.</exception>
    public static Corpus FromFile(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"There is no file '{path}'. Put any UTF-8 text there, or give another path.", path);
        return new Corpus(Path.GetFileName(path), DecodeUtf8(File.ReadAllBytes(path), path));
    }

    /// <summary>Reads a text of the data folder, such as the course's own <c>the-lamp-keeper.txt</c> or one you dropped
    /// in.</summary>
    /// <exception cref="FileNotFoundException">There is no such file; the message lists the texts that are
    /// there.</exception>
    /// <exception cref="InvalidDataException">The file is empty or not UTF-8; the message says what to do.</exception>
    public static Corpus FromData(string fileName, string? folder = null)
    {
        folder ??= DataFolder.Locate();
        var path = Path.Combine(folder, fileName);
        if (!File.Exists(path))
            throw new FileNotFoundException(
                $"There is no '{fileName}' in '{folder}'. Texts there: " +
                $"{string.Join(", ", DataFolder.Texts(folder).Select(Path.GetFileName).DefaultIfEmpty("none"))}.",
                    path);
        return FromFile(path);
    }

    /// <summary>Reads every text of the data folder, in the order of their names.</summary>
    /// <exception cref="InvalidDataException">A file is empty or not UTF-8; the message says what to do.</exception>
    public static IReadOnlyList<Corpus> AllFromData(string? folder = null) =>
        [.. DataFolder.Texts(folder).Select(FromFile)];

    internal static string DecodeUtf8(byte[] bytes, string path)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException(
                $"'{path}' is not UTF-8 (at byte {e.Index}). Save it as UTF-8 in your editor and try again.", e);
        }

        text = text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        return text.Length > 1
            ? text
            : throw new InvalidDataException($"'{path}' holds {text.Length} characters; a corpus needs at least 2.");
    }

    public override string ToString() => $"{Name}: {Length} {(Separator.Length == 0 ? "characters" : "tokens")}, "
        + $"{Vocabulary.Count} different";
}
