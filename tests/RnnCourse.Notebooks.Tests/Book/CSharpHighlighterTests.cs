using System.Net;
using System.Text.RegularExpressions;
using RnnCourse.Notebooks.Render;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

public class CSharpHighlighterTests
{
    [Fact]
    public async Task Keywords_types_methods_strings_and_comments_are_told_apart()
    {
        using var highlighter = new CSharpHighlighter();
        var html = Assert.Single(
            await highlighter.HighlightAsync(
                ["foreach (var x in new List<int>()) Console.WriteLine(\"a<b\"); // (4.9)"],
                TestContext.Current.CancellationToken));

        Assert.Contains("<span class=\"k\">foreach</span>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"t\">List</span>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"m\">WriteLine</span>", html, StringComparison.Ordinal);
        Assert.Contains("<span class=\"s\">&quot;a&lt;b&quot;</span>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"eq:4.9\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_cell_knows_the_names_of_an_earlier_one()
    {
        using var highlighter = new CSharpHighlighter();
        var html = await highlighter.HighlightAsync(["double Twice(double x) => 2 * x;", "Twice(1)"],
            TestContext.Current.CancellationToken);

        Assert.Contains("<span class=\"m\">Twice</span>", html[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#r \"../x.dll\"\nusing System.IO;\nvar s = $\"a{1 + 2}b\";\nint")]
    [InlineData("/* not closed \u2028 \"")]
    [InlineData("var 한글 = \"</script>\";")]
    public async Task Whatever_the_code_its_text_is_kept(string code)
    {
        using var highlighter = new CSharpHighlighter();
        var html = Assert.Single(await highlighter.HighlightAsync([code], TestContext.Current.CancellationToken));

        Assert.Equal(code, WebUtility.HtmlDecode(Regex.Replace(html, "<[^>]+>", "")));
    }
}
