using RnnCourse.Lessons.Texts;

namespace RnnCourse.Lessons.Tests.Texts;

public class GeneratedTextTests
{
    public static TheoryData<string, Func<int, Random, string>> Writers => new()
    {
        { "story", StoryText.Write },
        { "C#", SourceText.CSharp },
        { "LaTeX", SourceText.Latex },
    };

    [Theory, MemberData(nameof(Writers))]
    public void The_same_seed_writes_the_same_text(string name, Func<int, Random, string> write)
    {
        Assert.Equal(write(5000, new Random(7)), write(5000, new Random(7)));
        Assert.NotEqual(write(5000, new Random(7)), write(5000, new Random(8)));
        Assert.InRange(write(5000, new Random(7)).Length, 5000, 8000);
        Assert.NotEmpty(name);
    }

    [Theory, MemberData(nameof(Writers))]
    public void Every_bracket_and_quote_is_closed(string name, Func<int, Random, string> write)
    {
        var text = write(20_000, new Random(1));
        Assert.True(TextFeatures.BracketDepth(text)[^1] == 0, name);
        Assert.True(TextFeatures.BracketDepth(text).Max() >= 1, name);
        Assert.False(TextFeatures.InsideQuotes(text)[^1], name);
    }

    [Fact]
    public void Lines_of_the_story_keep_their_width()
    {
        var text = StoryText.Write(50_000, new Random(2));
        Assert.Equal(StoryText.LineWidth, TextFeatures.LinePosition(text).Max());
        Assert.Contains(true, TextFeatures.InsideQuotes(text));
    }

    [Fact]
    public void Features_follow_the_characters()
    {
        const string Text = "a \"b (c\"\nd)";
        Assert.Equal([false, false, true, true, true, true, true, false, false, false, false],
            TextFeatures.InsideQuotes(Text));
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 0], TextFeatures.BracketDepth(Text));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2], TextFeatures.LinePosition(Text));
    }

    [Fact]
    public void A_blank_line_closes_a_quote_that_was_forgotten() =>
        Assert.Equal([true, true, true, false, false], TextFeatures.InsideQuotes("\"a\n\nb"));
}
