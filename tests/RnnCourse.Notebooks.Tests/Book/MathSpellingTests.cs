using RnnCourse.Notebooks.Render;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

public class MathSpellingTests
{
    [Theory]
    [InlineData("with $a +\nb$ here", "a + b")]
    [InlineData("> with $a +\n> b$ here", "a + b")]
    [InlineData("from \\(h_t = 1\\) on", "h_t = 1")]
    [InlineData("from \\(x\\) on", "x")]
    [InlineData("$s_i = s_{i}\n$ and", "s_i = s_{i}")]
    [InlineData("$x$ costs $5, and $y\n+ z$", "x", "y + z")]
    [InlineData("\\[\na = b\n\\]", "a = b")]
    [InlineData("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", "\\begin{align} a &= b \\\\ c &= d \\end{align}")]
    public void Every_spelling_of_a_formula_that_an_editor_takes_is_typeset(string markdown, params string[] formulas)
    {
        var prose = new Prose();
        var html = prose.Render(markdown);

        Assert.Equal(formulas, prose.Formulas.Select(formula => formula.Tex));
        Assert.DoesNotContain("\\", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("`$a +\nb$` and\n\n```latex\n$a +\nb$\n\\(x\\)\n```")]
    [InlineData("It costs $5 and\n$6, or $25,000 to\n$34,000.")]
    [InlineData("\\$40 and\n\\$20")]
    [InlineData("\\[1\\] and \\(2.5\\) and \\(see above\\)")]
    [InlineData("| a | b |\n|---|---|\n| $5 | x |\n| y | 6$ |")]
    public void Code_money_and_brackets_are_no_formulas(string markdown)
    {
        var prose = new Prose();
        prose.Render(markdown);

        Assert.Empty(prose.Formulas);
    }

    [Fact]
    public void A_number_in_escaped_parentheses_is_no_reference()
    {
        var html = new Prose().Render("A factor \\(2.5), by (4.9).");

        Assert.DoesNotContain("eq:2.5", html, StringComparison.Ordinal);
        Assert.Contains("(2.5)", html, StringComparison.Ordinal);
        Assert.Contains("eq:4.9", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_with_more_columns_than_the_page_has_room_for_keeps_their_widths_and_scrolls()
    {
        string Row(string cell) => "|" + string.Concat(Enumerable.Repeat(cell + "|", 20)) + "\n";
        var html = new Prose().Render(
            Row("name") + Row("---") + string.Concat(Enumerable.Repeat(Row("123456"), 9)));

        Assert.DoesNotContain("sized", html, StringComparison.Ordinal);
    }
}
