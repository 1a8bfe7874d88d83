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
}
