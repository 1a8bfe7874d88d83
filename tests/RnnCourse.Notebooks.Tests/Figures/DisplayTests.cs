using Microsoft.DotNet.Interactive.Formatting;
using RnnCourse.Cells;
using RnnCourse.Figures;
using RnnCourse.Lessons.Claims;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Lessons.Texts;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Training;
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

    public static TheoryData<object, string> Objects
    {
        get
        {
            var random = new Random(1);
            var corpus = new Corpus("tale", string.Concat(Enumerable.Repeat("abc<d> ", 200_000)));
            var model = new SequenceModel<float>(new Lstm<float>(7, 64, random), 7, random);
            var trainer = new Trainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean),
                new Adam<float>(model));
            var streams = new CorpusStreams(corpus, 64, 64);
            var batch = Batches.Of<float>(streams.Pass().First());
            return new()
            {
                { new Mat<double>(2, 2) { [0, 1] = 0.5 }, "  0.0000    0.5000\n  0.0000    0.0000" },
                { new Mat<float>(300, 300), "[300, 300], of which the first:\n" },
                { new Steps<float>(64, 3, 2), "64 × [3, 2], the first step:\n" },
                { batch.X, "64 × [64] token ids" },
                { batch, "inputs 64 × [64] token ids, targets 64 × [64] token ids" },
                { corpus, "tale: 1400000 characters, 7 different" },
                { corpus.Vocabulary, "7 symbols: ' ' '<' '>' 'a'" },
                { streams, "64 streams of 341 pieces of 64 steps" },
                { model.Cell, "Lstm 7 → 64, 18,432 parameters" },
                { model, "Lstm 7 → 64, 18,432 parameters; output 7 at EveryStep; 18,887 parameters in all" },
                { model.Cell.ZeroState(3), "h [3, 64], c [3, 64]" },
                { trainer.Evaluate(batch), "E = 1.9" },
                { trainer.Evaluate([batch]), "loss 1.9" },
                { trainer.Run([batch], 1), "1 step, loss 1.9" },
                { Scaler.Fit([1, 2, 4], log: true, differences: [1]), "logarithm, difference at lag 1, minus" },
            };
        }
    }

    [Theory, MemberData(nameof(Objects))]
    public void An_object_of_the_library_is_shown_as_a_summary(object value, string begins)
    {
        Assert.Equal(["text/html", "text/plain"], Formatter.GetPreferredMimeTypesFor(value.GetType()));
        var text = value.ToDisplayString("text/plain");
        Assert.StartsWith(begins, text, StringComparison.Ordinal);
        Assert.True(text.Length < 20_000, $"{text.Length} characters");
        Assert.Equal($"<pre>{System.Net.WebUtility.HtmlEncode(text)}</pre>", value.ToDisplayString("text/html"));
    }

    [Fact]
    public void A_figure_shown_twice_has_two_ids()
    {
        var figure = Figure.Line([3.0, 1, 4, 1, 5]);
        string first = figure.ToDisplayString("text/html"), second = figure.ToDisplayString("text/html");
        Assert.NotEqual(Id(first), Id(second));

        static string Id(string html) => html.Split(" id=\"")[1].Split('"')[0];
    }
}
