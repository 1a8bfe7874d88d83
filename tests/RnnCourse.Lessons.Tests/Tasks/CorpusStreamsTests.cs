using RnnCourse.Lessons.Tasks;
using RnnCourse.Lessons.Texts;

namespace RnnCourse.Lessons.Tests.Tasks;

public class CorpusStreamsTests
{
    [Theory]
    [InlineData(1, 7, 100)]
    [InlineData(3, 10, 100)]
    [InlineData(4, 25, 101)]
    public void Each_stream_goes_on_where_its_last_piece_stopped(int streams, int steps, int length)
    {
        var corpus = new Corpus("letters", StoryText.Write(length, new Random(1))[..length]);
        var cut = new CorpusStreams(corpus, streams, steps);
        var pieces = cut.Pass().ToArray();
        Assert.Equal(cut.Pieces, pieces.Length);
        Assert.Equal([true, .. Enumerable.Repeat(false, pieces.Length - 1)], pieces.Select(p => p.IsFirst));
        for (var b = 0; b < streams; b++)
        {
            var read = pieces.SelectMany(p => p.Inputs).Select(row => row[b]).ToArray();
            var said = pieces.SelectMany(p => p.Targets).Select(row => row[b]).ToArray();
            Assert.Equal(read[1..], said[..^1]);
            Assert.Equal(corpus.Ids.Skip(b * cut.Pieces * steps).Take(read.Length), read);
        }
    }

    [Fact]
    public void Endless_passes_start_the_state_anew_each_time()
    {
        var cut = new CorpusStreams(new Corpus("ab", "abababababa"), 1, 5);
        Assert.Equal([true, false, true, false, true], cut.Endless().Take(5).Select(p => p.IsFirst));
    }

    [Fact]
    public void A_text_too_short_for_one_piece_says_what_would_do()
    {
        var error = Assert.Throws<ArgumentException>(() => new CorpusStreams(new Corpus("ab", "ababab"), 2, 3));
        Assert.Contains("need at least 7", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restarts_are_drawn_as_often_as_asked_and_change_nothing_else()
    {
        var corpus = new Corpus("letters", StoryText.Write(60_000, new Random(1)));
        CorpusStreams Cut(double restart, Random? random) => new(corpus, 2, 10, restart, random);
        var plain = Cut(0, null).Pass().ToArray();
        var restarted = Cut(0.1, new Random(2)).Pass().ToArray();
        Assert.Equal(plain.Select(piece => piece.Inputs), restarted.Select(piece => piece.Inputs));
        Assert.Equal(0.1, restarted.Average(piece => piece.IsFirst ? 1.0 : 0), 0.02);
        Assert.True(restarted[0].IsFirst);
        Assert.Throws<ArgumentException>(() => Cut(0.1, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cut(double.NaN, new Random(1)));
    }
}
