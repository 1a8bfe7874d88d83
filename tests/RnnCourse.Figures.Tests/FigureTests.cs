using System.Text.Json;
using System.Xml.Linq;

namespace RnnCourse.Figures.Tests;

public sealed class FigureTests
{
    private static readonly double[] Xs = [0, 1, 2, 3];

    private static readonly double[] Ys = [4, 2, 1, 0.5];

    [Fact]
    public void In_a_table_sentences_keep_room_and_a_note_is_one_paragraph()
    {
        var note = string.Join(' ', Enumerable.Repeat("a note of many words,", 20)) + " which ends here.";
        var html = Figure.Table(["name", "what was found"], [["a", "a sentence that is longer than a phone is wide"]])
            .Noted(note).ToHtml();

        Assert.Contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"rc-long\">what was found</th>", html,
            StringComparison.Ordinal);
        Assert.Contains("<td class=\"rc-long\">a sentence", html, StringComparison.Ordinal);
        Assert.Contains(".rc-long{min-width:", html, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"rc-notes\">{note}</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_figure_never_changes()
    {
        var plain = Figure.Line(Xs, Ys, name: "loss");
        var before = plain.ToSvg();
        plain.Titled("Another").XAxis("step", log: false).YAxis("loss", log: true).HorizontalLine(1)
            .With(Figure.Line(Xs, Xs)).Sized(500, 200);
        Assert.Equal(before, plain.ToSvg());
    }

    [Fact]
    public void The_same_figure_gives_the_same_html() =>
        Assert.Equal(Figure.Line(Xs, Ys).ToHtml(), Figure.Line(Xs, Ys).ToHtml());

    [Fact]
    public void The_drawing_is_well_formed_xml()
    {
        var svg = XDocument.Parse(Figure.Line(Xs, Ys, "a & b < c").Titled("\"quoted\" </script>").ToSvg());
        Assert.Equal("svg", svg.Root!.Name.LocalName);
    }

    [Fact]
    public void Lines_take_numbers_of_any_type()
    {
        var expected = Data(Figure.Line(Xs, Ys));
        Assert.Equal(expected, Data(Figure.Line(new List<int> { 0, 1, 2, 3 }, Ys.Select(y => (float)y))));
        Assert.Equal(expected, Data(Figure.Line(Ys)));

        static string Data(Figure figure) =>
            JsonDocument.Parse(figure.ToPlotlyJson()).RootElement.GetProperty("data").GetRawText();
    }

    [Fact]
    public void Lengths_that_differ_are_an_error_that_says_so()
    {
        var error = Assert.Throws<ArgumentException>(() => Figure.Line(Xs, new double[] { 1 }));
        Assert.Contains("4 positions but 1 values", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_end_in_a_label_cannot_end_the_script()
    {
        var html = Figure.Line(Xs, Ys, "</script><b>").ToHtml();
        Assert.Equal(2, html.Split("</script>").Length - 1);
    }
}
