using RnnCourse.Notebooks.Render;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Book;

public class ProseTests
{
    [Fact]
    public void Formulas_are_collected_and_their_places_marked()
    {
        var prose = new Prose();
        var html = prose.Render("The state $h_t$ obeys\n\n$$h_t = \\tanh(a_t) \\tag{4.2}$$\n");

        Assert.Equal([new Formula("h_t", false), new Formula("h_t = \\tanh(a_t) \\tag{4.2}", true)], prose.Formulas);
        Assert.Contains(Prose.FormulaMark(0), html, StringComparison.Ordinal);
        Assert.Contains("id=\"eq-4.2\"", html, StringComparison.Ordinal);
        Assert.Equal(["4.2"], prose.Equations);
    }

    [Fact]
    public void No_line_begins_with_the_comma_after_a_short_formula()
    {
        string mark = Prose.FormulaMark(0), next = Prose.FormulaMark(1);
        Assert.Contains($"<span class=\"tied\">{mark},</span> then <span class=\"tied\">{next}.</span></p>",
            new Prose().Render("First $h_t$, then $c_t$."), StringComparison.Ordinal);
        // A long one breaks within, and a word does not belong to it.
        Assert.DoesNotContain("tied", new Prose().Render("$a_t = W_{xh} x_t + W_{hh} h_{t-1}$, or $h_t$ alone"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_of_tables_say_how_much_room_their_words_want()
    {
        var html = new Prose().Render("| a | b |\n|---|---|\n| one | a few words here |\n"
            + "| x | a sentence that has many more words than the others |\n");
        Assert.Contains("<td>one</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"mid\">a few words here</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"long\">a sentence", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_display_formula_that_begins_and_ends_beside_its_marks_is_one_formula()
    {
        var prose = new Prose();
        var html = prose.Render("Before\n\n$$h_t^2 = a^+\n+ b, \\qquad\nc^2 \\tag{4.4}$$\n\nAfter $x^2$ and "
            + "`$$`.\n\n```latex\n$$a\nb$$\n```\n");
        Assert.Equal(["h_t^2 = a^+ + b, \\qquad c^2 \\tag{4.4}", "x^2"], prose.Formulas.Select(formula => formula.Tex));
        Assert.Equal(["4.4"], prose.Equations);
        Assert.DoesNotContain("<sup>", html, StringComparison.Ordinal);
        Assert.Contains("$$a\nb$$", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_display_formula_over_several_lines_keeps_all_its_lines()
    {
        var prose = new Prose();
        prose.Render("$$\n\\begin{aligned}\na &= b \\\\\nc &= d\n\\end{aligned}\n\\tag{4.3}\n$$\n");

        var formula = Assert.Single(prose.Formulas);
        Assert.Contains("c &= d", formula.Tex, StringComparison.Ordinal);
        Assert.True(formula.Display);
        Assert.Equal(["4.3"], prose.Equations);
    }

    [Fact]
    public void Marks_are_filled_in_order_of_their_numbers()
    {
        Assert.Equal("<p>A then B</p>",
            Prose.FillFormulas($"<p>{Prose.FormulaMark(0)} then {Prose.FormulaMark(1)}</p>", ["A", "B"]));
    }

    [Fact]
    public void A_plain_equation_number_becomes_a_link_but_not_within_a_link_or_code()
    {
        var html = new Prose().Render("By (4.9), and `(4.9)`, and [see (4.9)](x.html).");

        Assert.Equal(1, html.Split("href=\"eq:4.9\"").Length - 1);
    }

    [Fact]
    public void A_decimal_in_parentheses_is_no_equation_number()
    {
        Assert.DoesNotContain("href=", new Prose().Render("The gain is tiny (0.01), or 2 (1.0), or more (10.05)."),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_headings_get_different_anchors_and_Korean_ones_keep_their_letters()
    {
        var prose = new Prose();
        prose.Render("## Forward\n\n## Forward\n\n## 순환 신경망");

        Assert.Equal(["forward", "forward-2", "순환-신경망"], prose.Headings.Select(heading => heading.Id));
    }

    [Fact]
    public void Mathematics_in_a_heading_is_plain_text_where_no_formula_can_stand_and_its_anchor_stays()
    {
        var prose = new Prose();
        prose.Render("## Counter-example: $\\rho(W_{hh})$ above 1\n\nText.");
        prose.EndSection();

        Assert.Equal([new Heading(2, "counter-example-rho-w-hh-above-1", "Counter-example: ρ(Wₕₕ) above 1")],
            prose.Headings);
        Assert.Equal("Counter-example: ρ(Wₕₕ) above 1", Assert.Single(prose.Sections).Title);
        Assert.Contains(@"\rho(W_{hh})", prose.Sections[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"\rho", "ρ")]
    [InlineData(@"\partial^+ h_t / \partial W", "∂⁺ hₜ / ∂W")]
    [InlineData(@"W_{hh}^T", "Wₕₕᵀ")]
    [InlineData(@"W^\top \delta_{t+1}", "Wᵀ δₜ₊₁")]
    [InlineData(@"\frac{dE}{dh_t}", "dE/dhₜ")]
    [InlineData(@"\frac{a + b}{2}", "(a + b)/2")]
    [InlineData(@"\lVert g \rVert \le 1", "‖g ‖ ≤ 1")]
    [InlineData(@"\hat{y}_t", "y\u0302ₜ")]
    [InlineData(@"h_\text{new}", "h_(new)")]
    [InlineData(@"\sqrt{H}", "√H")]
    [InlineData(@"\unknown{x}", "unknownx")]
    public void A_formula_as_plain_text_has_no_LaTeX_left(string tex, string text) =>
        Assert.Equal(text, MathText.Plain(tex));

    [Fact]
    public void Search_finds_text_code_and_formulas_under_their_heading()
    {
        var prose = new Prose();
        prose.Render("# Title\n\nIntroduction.\n\n## The state\n\nIt is `h[t]`, or $h_t$.");
        prose.AddCode("var h = rnn.Unroll(x);");
        prose.EndSection();

        Assert.Equal(["Title", "The state"], prose.Sections.Select(section => section.Title));
        Assert.All(["h[t]", "h_t"],
            words => Assert.Contains(words, prose.Sections[1].Text, StringComparison.Ordinal));
        Assert.Contains("rnn.Unroll", prose.Sections[1].Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_text_is_escaped()
    {
        Assert.Contains("a &lt; b &amp; c", new Prose().Render("a < b & c"), StringComparison.Ordinal);
    }
}
