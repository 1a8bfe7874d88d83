using Microsoft.DotNet.Interactive.Formatting;
using RnnCourse.Figures;
using RnnCourse.Lessons.Claims;
using Xunit;

namespace RnnCourse.Notebooks.Tests.Figures;

/// <summary>Figures and claims as the real .NET Interactive formatter shows them.</summary>
public sealed class DisplayTests
{
    private static readonly Figure Curve = Figure.Line([1.0, 2, 3], name: "tanh").Titled("A title");

    private static readonly Claim Claimed =
        Claim.That("4.agree", "Both agree", 1e-14, Bound.Below(1e-12), source: "S1.5");

    [Theory]
    [InlineData("text/html", "<div class=\"rnncourse-figure")]
    [InlineData("image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"")]
    [InlineData("text/plain", "A title")]
    [InlineData("application/vnd.plotly.v1+json", "{\"data\":[{\"type\":\"scatter\"")]
    public void The_real_formatter_finds_each_mime_type_of_a_figure_by_convention(string mimeType, string begins) =>
        Assert.StartsWith(begins, Curve.ToDisplayString(mimeType), StringComparison.Ordinal);

    [Fact]
    public void A_cell_that_ends_in_a_figure_emits_html_and_text() =>
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(typeof(Figure)));

    [Fact]
    public void A_claim_emits_html_text_and_its_own_json() =>
        Assert.Equal(["text/html", "text/plain", "application/vnd.rnncourse.claim+json"],
            Formatter.GetPreferredMimeTypesFor(typeof(Claim)));

    [Theory]
    [InlineData("text/html", "<div class=\"rnncourse-claim")]
    [InlineData("text/plain", "[holds] Both agree (S1.5): 1e−14, bound < 1e−12")]
    [InlineData("application/vnd.rnncourse.claim+json", "{\"id\":\"4.agree\"")]
    public void The_real_formatter_finds_each_mime_type_of_a_claim_by_convention(string mimeType, string begins) =>
        Assert.StartsWith(begins, Claimed.ToDisplayString(mimeType), StringComparison.Ordinal);

    [Fact]
    public void A_ledger_is_shown_as_a_table() =>
        Assert.Contains("<table>", new Ledger([new("04-x.dib", "succeeded", null, 1, false, "", [Claimed])])
            .ToDisplayString("text/html"), StringComparison.Ordinal);

    [Fact]
    public void A_figure_shown_twice_has_two_ids()
    {
        var figure = Figure.Line([3.0, 1, 4, 1, 5]);
        string first = figure.ToDisplayString("text/html"), second = figure.ToDisplayString("text/html");
        Assert.NotEqual(Id(first), Id(second));

        static string Id(string html) => html.Split(" id=\"")[1].Split('"')[0];
    }
}
