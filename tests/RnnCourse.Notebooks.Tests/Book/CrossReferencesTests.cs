using RnnCourse.Notebooks.Book;
using RnnCourse.Notebooks.Render;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

public class CrossReferencesTests
{
    [Fact]
    public void An_equation_is_linked_within_its_page_and_from_others()
    {
        var references = new CrossReferences();
        references.Add("4.9", "04.html");

        Assert.Equal("<a href=\"#eq-4.9\">", references.Resolve("<a href=\"eq:4.9\">", "04.html", Fail));
        Assert.Equal("<a href=\"04.html#eq-4.9\">", references.Resolve("<a href=\"eq:4.9\">", "06.html", Fail));

        static void Fail(string number) => Assert.Fail($"({number}) was called dangling");
    }

    [Fact]
    public void A_reference_to_no_equation_is_told()
    {
        var told = new List<string>();
        new CrossReferences().Resolve("<a href=\"eq:9.9\">", "04.html", told.Add);

        Assert.Equal(["9.9"], told);
    }

    [Fact]
    public void A_number_given_twice_names_the_other_page()
    {
        var references = new CrossReferences();
        Assert.Null(references.Add("4.1", "04.html"));
        Assert.Equal("04.html", references.Add("4.1", "05.html"));
    }

    [Fact]
    public void Links_to_missing_pages_and_missing_anchors_are_found()
    {
        var pages = new Dictionary<string, string>
        {
            ["a.html"] = "<h2 id=here>x</h2><a href='#here'>1</a><a href='b.html#there'>2</a><a "
                + "href='assets/x.css'>3</a><a href='https://example.org/'>4</a>"
                + "<a href='#nowhere'>5</a><a href='c.html'>6</a><a href='b.html#gone'>7</a>",
            ["b.html"] = "<h2 id=there>y</h2>",
        };

        var dangling = PageFacts.Dangling([.. pages.Select(page => PageFacts.Read(page.Key, page.Value, []))],
            file => file == "assets/x.css").ToList();

        Assert.Equal(["#nowhere", "c.html", "b.html#gone"], dangling.Select(link => link.Link));
    }
}
