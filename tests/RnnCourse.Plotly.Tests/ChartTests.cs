using System.Text.Json.Nodes;
using Plotly.NET;
using Plotly.NET.CSharp;
using Plotly.NET.LayoutObjects;
using RnnCourse.Browser.Tests.Figures;
using Xunit;
using Chart = Plotly.NET.CSharp.Chart;
using Figure = RnnCourse.Figures.Figure;
using PlotlyJson = RnnCourse.Figures.Drawing.PlotlyJson;
using PlotlyPanels = RnnCourse.Figures.Plots.PlotlyPanels;

namespace RnnCourse.Plotly.Tests;

public sealed class ChartTests
{
    private static readonly Figure Losses =
        Figure.Line(new[] { 1.0, 2, 3 }, new[] { 4.0, 2, 1.5 }, "RNN")
            .With(Figure.Line(new[] { 1.0, 2, 3 }, new[] { 3.0, 1.6, 1.4 }, "LSTM")).HorizontalLine(4.17, "guessing")
            .Titled("Losses").YAxis("loss");

    public static TheoryData<string> Kinds =>
        [.. Gallery.All.Where(entry => entry.Value.ToHtml().Contains("vnd.plotly", StringComparison.Ordinal))
            .Select(entry => entry.Key)];

    [Fact]
    public void Every_kind_of_figure_that_becomes_interactive_is_tried() => Assert.True(Kinds.Count > 20);

    [Theory, MemberData(nameof(Kinds))]
    public void The_chart_of_a_figure_says_what_the_figure_says(string kind)
    {
        var figure = Gallery.All.Single(entry => entry.Key == kind).Value;
        var tree = JsonNode.Parse(figure.ToPlotlyJson())!.AsObject();
        Assert.Equal(PlotlyJson.Write(PlotlyPanels.WithoutMarks(tree)), ChartJson.Write(figure.ToChart()));
    }

    [Fact]
    public void The_marks_of_a_chart_follow_its_axes()
    {
        foreach (var chart in (GenericChart[])[Losses.ToChart(), Losses.ToChart().WithLogY()])
            foreach (var axis in (string[])["xaxis", "yaxis"])
            {
                var members = Json(chart)["layout"]![axis]!.AsObject();
                Assert.DoesNotContain("tickvals", members.Select(member => member.Key));
                Assert.True((int)members["nticks"]! > 2);
            }
        Assert.Contains("tickvals", Losses.ToPlotlyJson(), StringComparison.Ordinal);
        // Names of positions belong to the axis.
        Assert.Contains("tickvals", ChartJson.Write(Figure.Bars(["a", "b"], [1.0, 2]).ToChart()),
            StringComparison.Ordinal);
        var log = Json(Losses.ToChart().WithLogY())["layout"]!["yaxis"]!;
        Assert.Equal("power", (string?)log["exponentformat"]);
        Assert.True((bool)log["automargin"]!);
    }

    [Fact]
    public void A_line_is_found_by_the_name_that_was_typed()
    {
        var chart = Figure.Line([1.0, 2], "W_hh").ToChart();
        Assert.Equal("green",
            (string?)Json(chart.WithLineColor("W_hh", "green"))["data"]![0]!["line"]!["color"]);
        Assert.Contains("Whh", ChartView.Of(chart).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_parts_have_the_types_by_which_Plotly_NET_finds_them()
    {
        var chart = Losses.ToChart();
        var layout = GenericChart.getLayout(chart);
        Assert.IsType<LinearAxis>(layout.Properties["yaxis"]);
        Assert.IsType<Title>(layout.Properties["title"]);
        Assert.IsType<Annotation>(
            Assert.IsAssignableFrom<IEnumerable<object>>(layout.Properties["annotations"]).First());
        var trace = GenericChart.getTraces(chart)[0];
        Assert.IsType<Line>(trace.Properties["line"]);
        Assert.Same(trace.Properties["line"], Trace.getLine(trace));
        Assert.IsType<Scene>(GenericChart.getLayout(Gallery.Others["surface"].ToChart()).Properties["scene"]);
    }

    [Fact]
    public void A_logarithmic_axis_has_limits_and_labels_in_decades_and_the_first_chart_stays_as_it_was()
    {
        var chart = Losses.ToChart();
        var before = ChartJson.Write(chart);
        var log = Json(chart.WithLogY());
        Assert.Equal("log", (string?)log["layout"]!["yaxis"]!["type"]);
        var range = Numbers(log["layout"]!["yaxis"]!["range"]);
        var old = Numbers(Json(chart)["layout"]!["yaxis"]!["range"]);
        Assert.Equal(Math.Log10(old[0] > 0 ? old[0] : 1.4), range[0], 1e-12);
        Assert.Equal(Math.Log10(old[1]), range[1], 1e-12);
        Assert.Equal(Math.Log10(4.17), (double)log["layout"]!["annotations"]![0]!["y"]!, 1e-12);
        Assert.Equal(before, ChartJson.Write(chart));
        Assert.Equal(ChartJson.Write(chart.WithLogY()), ChartJson.Write(chart.WithLogY().WithLogY()));
    }

    [Fact]
    public void A_logarithmic_axis_whose_limits_were_forgotten_is_told_of()
    {
        var forgotten = Losses.YAxis(min: 100, max: 200).ToChart();
        ((LinearAxis)GenericChart.getLayout(forgotten).Properties["yaxis"]).SetProperty("type", "log");
        Assert.Contains("Nothing is in view", ChartView.Of(forgotten).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is in view", ChartView.Of(Losses.ToChart().WithLogY()).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_logarithmic_axis_without_positive_values_is_refused() =>
        Assert.Contains("has none", Assert.Throws<InvalidOperationException>(() =>
            Figure.Line(new[] { -1.0, -2 }).ToChart().WithLogY()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_of_another_colour_is_no_longer_the_themes()
    {
        var data = Json(Losses.ToChart().WithLineColor("LSTM", "green").WithLineColor(0, "#123456"))["data"]!;
        Assert.Equal(["#123456", "green"], data.AsArray().Select(trace => (string?)trace!["line"]!["color"]));
        Assert.All(data.AsArray(), trace => Assert.Null(trace!["meta"]));
        Assert.Contains("There are: RNN, LSTM", Assert.Throws<ArgumentException>(() =>
            Losses.ToChart().WithLineColor("GRU", "red")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Losses.ToChart().WithLineColor(2, "red"));
    }

    [Fact]
    public void Titles_and_shapes_are_what_was_asked_for()
    {
        var layout = Json(Losses.ToChart().WithTitle("a < b").WithShape(x: (1, 2), color: "gold")
            .WithShape(y: (0, 1)))["layout"]!;
        Assert.Equal("<b>a &lt; b</b>", (string?)layout["title"]!["text"]);
        var shapes = layout["shapes"]!.AsArray();
        Assert.Equal(3, shapes.Count);
        Assert.Equal(("x", 1.0, 2.0, "y domain", 0.0, 1.0), ((string)shapes[1]!["xref"]!, (double)shapes[1]!["x0"]!,
            (double)shapes[1]!["x1"]!, (string)shapes[1]!["yref"]!, (double)shapes[1]!["y0"]!,
                (double)shapes[1]!["y1"]!));
        Assert.Equal("x domain", (string?)shapes[2]!["xref"]);
    }

    [Fact]
    public void An_added_trace_brings_no_size_and_no_look()
    {
        var added = Chart.Line<double, double, string>(x: [1, 2], y: [2, 3], Name: "mine");
        var figure = Losses.ToChart();
        var both = Json(figure.With(added));
        Assert.Equal(["RNN", "LSTM", "mine"], both["data"]!.AsArray().Select(trace => (string?)trace!["name"]));
        Assert.Equal(Json(figure)["layout"]!.ToJsonString(), both["layout"]!.ToJsonString());
    }

    [Fact]
    public void A_slider_has_the_data_of_each_step_and_room_below()
    {
        double[] gains = [0.5, 1, 2];
        Figure Of(double gain) => Figure.Function(a => Math.Tanh(gain * a), -3, 3, "tanh").Titled("tanh(g·a)");
        var plain = Of(0.5).ToChart();
        var chart = Json(plain.WithSlider("gain", gains.Select(gain => ($"{gain}", Of(gain).ToChart()))));
        var slider = chart["layout"]!["sliders"]![0]!;
        Assert.Equal("gain: ", (string?)slider["currentvalue"]!["prefix"]);
        Assert.Equal(["0.5", "1", "2"], slider["steps"]!.AsArray().Select(step => (string?)step!["label"]));
        Assert.All(slider["steps"]!.AsArray(), step => Assert.Equal("restyle", (string?)step!["method"]));
        Assert.Equal(Json(Of(2).ToChart())["data"]![0]!["y"]!.ToJsonString(),
            slider["steps"]![2]!["args"]![0]!["y"]![0]!.ToJsonString());
        Assert.Equal((double)Json(plain)["layout"]!["height"]! + 90, (double)chart["layout"]!["height"]!);
        Assert.Contains("has 2 traces", Assert.Throws<ArgumentException>(() =>
            plain.WithSlider("gain", [("x", Losses.ToChart())])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => plain.WithSlider("gain", []));
    }

    [Fact]
    public void Nothing_in_a_chart_ends_the_script_element_it_stands_in()
    {
        var chart = Losses.ToChart();
        ((Title)GenericChart.getLayout(chart).Properties["title"]).SetProperty("text", "</script><b>");
        Assert.Contains("</script><b>", GenericChart.toFigureJson(chart), StringComparison.Ordinal);
        Assert.DoesNotContain("</script><b>", ChartJson.Write(chart), StringComparison.Ordinal);
        Assert.Equal(2, ChartView.Of(chart).ToHtml().Split("</script>").Length - 1);
    }

    [Fact]
    public void A_chart_of_ones_own_has_the_pages_look_a_height_and_no_template()
    {
        var own = Chart.Combine([
            Chart.Line<double, double, string>(x: [1, 2], y: [2, double.NaN], Name: "mine"),
            Chart.Point<double, double, string>(x: [1, 2], y: [1, 2], Name: "points"),
        ]);
        var html = ChartView.Of(own).ToHtml();
        var json = JsonNode.Parse(html.Split("+json\">")[1].Split("</script>")[0])!;
        Assert.Null(json["layout"]!["template"]);
        Assert.Equal(400, (double)json["layout"]!["height"]!);
        Assert.True((bool)json["config"]!["responsive"]!);
        Assert.Null(json["data"]![0]!["y"]![1]);
        Assert.Equal("A chart of Plotly.NET with 2 traces: mine, points.", ChartView.Of(own).ToString());
        var sized = ChartView.Of(own.WithSize(500, 450)).ToHtml();
        Assert.Contains("width=\"500\" height=\"450\"", sized, StringComparison.Ordinal);
        // Its smallest text, of 10 pixels, has 9 on a phone.
        Assert.Contains("min-width:450px", sized, StringComparison.Ordinal);
    }

    [Fact]
    public void XPlot_has_the_figure_within_its_types()
    {
        var chart = Losses.YAxis(log: true).ToXPlot();
        var json = JsonNode.Parse(ChartView.Of(chart).ToHtml().Split("+json\">")[1].Split("</script>")[0])!;
        Assert.Equal("log", (string?)json["layout"]!["yaxis"]!["type"]);
        Assert.Equal("<b>Losses</b>", (string?)json["layout"]!["title"]!["text"]);
        Assert.Equal(["RNN", "LSTM"], json["data"]!.AsArray().Select(trace => (string?)trace!["name"]));
        Assert.Equal([4.0, 2, 1.5], Numbers(json["data"]![0]!["y"]));
        Assert.Contains("width=\"700\" height=\"400\"", ChartView.Of(XPlot.Plotly.Chart.Plot(
            new XPlot.Plotly.Bar { y = Enumerable.Range(1, 2) })).ToHtml(), StringComparison.Ordinal);
        chart.WithTitle("</script>");
        Assert.Contains("A chart of XPlot with 2 traces: RNN, LSTM.", ChartView.Of(chart).ToString(),
            StringComparison.Ordinal);
        Assert.Equal(2, ChartView.Of(chart).ToHtml().Split("</script>").Length - 1);
        Assert.Contains("has more panels", Assert.Throws<NotSupportedException>(() =>
            Gallery.Plots["small multiples"].ToXPlot()).Message, StringComparison.Ordinal);
        foreach (var kind in new[] { "bars", "sequential heat map", "contour" }) Gallery.Plots[kind].ToXPlot();
        Gallery.Others["surface"].ToXPlot();
    }

    [Fact]
    public void Axes_of_parallel_coordinates_take_numbers_and_texts()
    {
        var chart = Chart.ParallelCoord([
            Charts.Axis("cell", ["GRU", "LSTM", "GRU"]), Charts.Axis("updates", [300, 500, 280]),
        ], LineColor: Color.fromColorScaleValues(new[] { 0.5, 1, 0.25 })).WithTitle("Runs");
        var trace = Json(chart)["data"]![0]!;
        Assert.Equal("parcoords", (string?)trace["type"]);
        var axes = trace["dimensions"]!.AsArray();
        Assert.Equal(["cell", "updates"], axes.Select(axis => (string?)axis!["label"]));
        Assert.Equal([0.0, 1, 0], Numbers(axes[0]!["values"]));
        Assert.Equal(["GRU", "LSTM"], axes[0]!["ticktext"]!.AsArray().Select(name => (string?)name));
        Assert.Equal([300.0, 500, 280], Numbers(axes[1]!["values"]));
        Assert.Equal([0.5, 1, 0.25], Numbers(trace["line"]!["color"]));
        Assert.Equal("Runs. A chart of Plotly.NET with 1 trace. Axes: cell, updates.",
            ChartView.Of(chart).ToString());
    }

    private static JsonNode Json(GenericChart chart) => JsonNode.Parse(ChartJson.Write(chart))!;

    private static double[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(value => (double)value!)];
}
