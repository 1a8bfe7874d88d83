using RnnCourse.Notebooks.Render;
using RnnCourse.Notebooks.Tests.Execution;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

public sealed class LinkedWordsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LinkedWordsTests()
    {
        _folder.Write("glossary.md", """
            # Glossary

            | term | meaning | Korean |
            |---|---|---|
            | backpropagation through time (BPTT) | The chain rule. | 시간 역전파 |
            | cell | A part. | |
            | forget gate | What is kept. | 망각 게이트 |
            """);
        _folder.Write("references.md", """
            # References

            - Karpathy, A. (2015). *The unreasonable effectiveness.*
            - Karpathy, A., Johnson, J., Fei-Fei, L. (2015). *Visualizing.*
            - Pascanu, R., Mikolov, T., Bengio, Y. (2013). *On the difficulty.*
            """);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_term_leads_to_the_glossary_where_a_page_first_uses_it_and_short_words_do_not()
    {
        var html = Render("The forget gates of a cell. BPTT. Another forget gate, and `forget gate`.\n\n## BPTT again");
        Assert.Equal(1, html.Split("glossary.html#term-forget-gate").Length - 1);
        Assert.Contains(">forget gate</a>s of a cell", html, StringComparison.Ordinal);
        Assert.Equal(1, html.Split("#term-backpropagation-through-time-bptt").Length - 1);
        Assert.DoesNotContain("term-cell", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Pascanu, Mikolov and Bengio (2013)", "pascanu-2013")]
    [InlineData("Pascanu et al. 2013", "pascanu-2013")]
    [InlineData("Pascanu et al. (2013)", "pascanu-2013")]
    [InlineData("Karpathy (2015)", "karpathy-2015")]
    [InlineData("Karpathy, Johnson and Fei-Fei 2015", "karpathy-2015-2")]
    public void A_citation_leads_to_its_entry_whole_and_without_brackets_around_it(string citation, string id)
    {
        var link = $"<a class=\"citation\" href=\"references.html#{id}\">{citation}</a>";
        Assert.Contains($"As {link} say.", Render($"As {citation} say."), StringComparison.Ordinal);
        Assert.Contains($"So ({link}).", Render($"So ({citation})."), StringComparison.Ordinal);
    }

    [Fact]
    public void A_citation_without_an_entry_is_named_and_a_date_is_no_citation()
    {
        var prose = new Prose(LinkedWords.Read(_folder.Path));
        prose.Render("Elman and Zipser (1999), on 13 February 2022, in Seoul 2019; [Pascanu et al. 2013](x.html).");
        Assert.Equal(["Elman and Zipser (1999)"], prose.MissingReferences);
    }

    [Fact]
    public void The_entries_have_the_ids_that_words_lead_to()
    {
        var words = LinkedWords.Read(_folder.Path);
        var references = words.WithIds("references.html", new Prose().Render(File.ReadAllText(
            Path.Combine(_folder.Path, "references.md"))));
        Assert.All(["karpathy-2015\">Karpathy, A. (", "karpathy-2015-2\">Karpathy, A., J", "pascanu-2013\">Pascanu"],
            entry => Assert.Contains($"<li id=\"{entry}", references, StringComparison.Ordinal));
        Assert.Contains("<tr id=\"term-backpropagation-through-time-bptt\">", words.WithIds("glossary.html",
            new Prose().Render(File.ReadAllText(Path.Combine(_folder.Path, "glossary.md")))), StringComparison.Ordinal);
    }

    private string Render(string markdown) => new Prose(LinkedWords.Read(_folder.Path)).Render(markdown);
}
