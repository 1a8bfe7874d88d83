using RnnCourse.Lessons.Texts;

namespace RnnCourse.Lessons.Tests.Texts;

public class VocabularyTests
{
    [Fact]
    public void Hello_has_the_four_letters_of_the_lecture_notes()
    {
        var vocabulary = Vocabulary.OfCharacters("hello");
        Assert.Equal(["e", "h", "l", "o"], vocabulary.Symbols);
        Assert.Equal([1, 0, 2, 2, 3], vocabulary.Encode("hello"));
    }

    [Theory]
    [InlineData("삼십일만 이천사십")]
    [InlineData("naïve 👩‍🚀 text\r\n\tend")]
    public void Decoding_an_encoded_text_gives_it_back(string text)
    {
        var vocabulary = Vocabulary.OfCharacters(text);
        Assert.Equal(text, vocabulary.Decode(vocabulary.Encode(text)));
    }

    [Fact]
    public void Words_are_numbered_after_the_special_symbols()
    {
        var vocabulary = Vocabulary.OfWords(["the dog", "the  cat\n"], "<end>");
        Assert.Equal(["<end>", "cat", "dog", "the"], vocabulary.Symbols);
        Assert.Equal("the dog", vocabulary.Decode(vocabulary.EncodeWords("the dog"), " "));
    }

    [Fact]
    public void An_unknown_symbol_is_named_with_its_place()
    {
        var error = Assert.Throws<ArgumentException>(() => Vocabulary.OfCharacters("hello").Encode("help"));
        Assert.Contains("'p' at position 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_outside_the_vocabulary_is_an_error()
    {
        var vocabulary = Vocabulary.OfCharacters("ab");
        Assert.Contains("0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[2]).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary.Decode([-1]));
    }

    [Fact]
    public void Empty_and_repeated_symbols_are_errors()
    {
        Assert.Throws<ArgumentException>(() => new Vocabulary([]));
        Assert.Throws<ArgumentException>(() => new Vocabulary(["a", ""]));
        Assert.Throws<ArgumentException>(() => Vocabulary.OfCharacters(""));
        Assert.Contains("'b' is given twice, as symbols 1 and 2",
            Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "b", "b"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 0xD800, "b", 1)]
    [InlineData("👩b", 0xDC00, "", 2)]
    [InlineData("", 0xD83D, "", 0)]
    [InlineData("", 0xD83D, "\U0001f469", 0)]
    public void Half_a_character_is_refused_with_its_place_and_never_replaced(
        string before, int half, string after, int place)
    {
        var text = before + (char)half + after;
        var whole = Vocabulary.OfCharacters("ab👩\ufffd");
        foreach (var use in (Func<object>[])[() => new Corpus("x", text), () => new Corpus("x", text, whole),
            () => Vocabulary.OfCharacters(text), () => whole.Encode(text), () => TextFeatures.LinePosition(text)])
            Assert.Contains($"Position {place} of the text is half a character, the surrogate U+{half:X4}",
                Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Vocabulary([text]));
        Assert.Throws<ArgumentException>(() => Vocabulary.OfWords([text]));
    }

    [Fact]
    public void Nothing_in_the_place_of_text_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Vocabulary.OfCharacters("a").EncodeWords(null!));
        Assert.Throws<ArgumentNullException>(() => Vocabulary.OfCharacters("a").Encode([null!]));
        Assert.Throws<ArgumentNullException>(() => Vocabulary.OfWords([null!]));
        Assert.Throws<ArgumentNullException>(() => Vocabulary.OfWords(["a"], null!));
        Assert.Throws<ArgumentNullException>(() => Vocabulary.SplitWords(null!));
    }

    [Fact]
    public void Rare_and_unknown_tokens_become_one_symbol_where_that_is_asked_for()
    {
        var words = Vocabulary.SplitWords("the cat saw the dog and the cat ran");
        var frequent = Vocabulary.OfTokens(words);
        Assert.Equal(["<unk>", "the", "cat"], frequent.Symbols);
        Assert.Equal("the <unk> <unk> cat", frequent.Decode(frequent.EncodeWords("the bird saw cat"), " "));
        Assert.Equal(["<unk>", "the", "cat", "and", "dog"], Vocabulary.OfTokens(words, least: 1, most: 5).Symbols);
        Assert.Equal(["<unk>"], Vocabulary.OfTokens([]).Symbols);
        Assert.Null(Vocabulary.OfWords(["the cat"]).Unknown);
        Assert.Throws<ArgumentException>(() => Vocabulary.OfWords(["the cat"]).EncodeWords("the bird"));
        Assert.Throws<ArgumentException>(() => new Vocabulary(["a"], unknown: "b"));
    }
}
