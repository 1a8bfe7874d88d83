using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RnnCourse.Figures.Texts;

namespace RnnCourse.Figures.Display;

/// <summary>A figure laid out: title above, body, notes on what is missing below. Both drawings and the alt text come
/// from here.</summary>
internal sealed partial class FigureDrawing
{
    /// <summary>No figure's HTML is larger, in bytes.</summary>
    public const int LargestHtml = 300_000;

    private const double TitleSize = 16, LineHeight = 20;
    private const double SmallestText = 9;
    private const int StartBudget = 6000;

    private readonly Body _body;
    private readonly string? _title;
    private readonly FigureDrawing? _narrow;
    private readonly double _width, _bodyTop, _bodyHeight;
    private readonly IReadOnlyList<string> _titleLines, _notes, _noteLines;

    public FigureDrawing(Figure figure, int budget, bool narrow = false, bool alone = false)
    {
        var (body, width, height) = narrow && figure.Body.Narrow(figure.Height) is { } small ? small
            : (figure.Body, figure.Width, figure.Height);
        _body = body.Reduced(budget);
        _title = figure.Title;
        _width = width;
        if (!narrow && !alone && figure.Body.Narrow(figure.Height) is not null)
            _narrow = new FigureDrawing(figure, budget / 4, narrow: true);
        var most = narrow ? 20 : 6;
        _titleLines = _title is null ? [] : TextMeasure.Wrap(_title, TitleSize * TextMeasure.Bold, _width - 10, most);
        _notes = [.. figure.Body.Missing().Append(figure.Note).OfType<string>()];
        _noteLines =
            [.. _notes.SelectMany(note => TextMeasure.Wrap(note, NoteSize, _width - 10, maxLines: 2 * most))];
        _bodyTop = _titleLines.Count * LineHeight + (_title is null ? 4 : 10);
        _bodyHeight = _body.Height(_width, height);
        Alt = string.Join(" ", figure.Body.Describe().Concat(_notes));
    }

    public string Alt { get; }

    /// <summary>What a drawing without a title is called, and that it stands in a page that has the style
    /// sheet.</summary>
    public string? Name { get; init; }
    private string Extra => _body is FramesBody ? TextStyle.Sheet + FramesHtml.Style
        : _body is TokenBody ? TextStyle.Sheet : "";
    // A drawing that is wider than a page's column is shown smaller: its notes are small already.
    private double NoteSize => 12 * Math.Max(1, _width / Figure.DefaultWidth);
    private double NoteHeight => NoteSize * 1.4;
    private double Total =>
        Math.Ceiling(_bodyTop + _bodyHeight + _noteLines.Count * NoteHeight + (_noteLines.Count > 0 ? 8 : 4));

    /// <summary>HTML within the size limit: the more points the figure has, the more of them are thinned out.</summary>
    public static string Html(Figure figure, string? id, bool interactive)
    {
        // Where even then the drawing for narrow pages does not fit, they scroll the wide one.
        foreach (var alone in (bool[])[false, true])
            for (var budget = StartBudget; budget >= 50; budget /= 2)
            {
                var html = new FigureDrawing(figure, budget, alone: alone).Written(figure, id, interactive);
                if (Encoding.UTF8.GetByteCount(html) <= LargestHtml) return html;
            }
        return new FigureDrawing(figure, 50, alone: true).Written(figure, id, interactive);
    }

    public static string Svg(Figure figure, string? id) => new FigureDrawing(figure, StartBudget).Svg(id);

    /// <summary>A drawing of few points, for output that is drawn again and again.</summary>
    public static string LightSvg(Figure figure) => new FigureDrawing(figure, 400).Svg("live");

    /// <summary>The figure in plotly's words.</summary>
    public static JsonObject Tree(Figure figure) => new FigureDrawing(figure, StartBudget).Plotly(exact: false);

    public static string Json(Figure figure, bool exact) =>
        PlotlyJson.Write(new FigureDrawing(figure, exact ? int.MaxValue : StartBudget).Plotly(exact));

    /// <summary>The id of the element that some figure's HTML is.</summary>
    public static string IdOf(string html)
    {
        var from = html.IndexOf(" id=\"", StringComparison.Ordinal) + 5;
        return html[from..html.IndexOf('"', from)];
    }

    private string Written(Figure figure, string? id, bool interactive)
    {
        var frames = figure.Body as FramesBody;
        if (_body.ToHtml() is string text)
        {
            var content = Heading + text + string.Concat(_notes.Select(note =>
                $"<p class=\"rc-notes\">{MathLabel.HtmlOf(note)}</p>"));
            id ??= "fig-" + Hash(content);
            return frames is null ? Text(id, content)
                : WithSlider(Text(id, $"<div class=\"rc-multiples\">{content}</div>"));
        }
        if (frames is not null)
        {
            id ??= "fig-" + Hash(Svg("f"));
            return WithSlider(Wrapped(id, ""));
        }
        if (!interactive || !_body.Interactive) return Wrapped(id, "");
        var tree = Plotly(exact: false);
        var json = Figure.ChartWriter?.Invoke(tree) ?? PlotlyJson.Write(tree);
        var name = id ?? "fig-" + Hash(json);
        return Wrapped(name,
            "<script "
                + $"type=\"application/vnd.plotly.v1+json\">{json}</script><script>{Upgrade.Call(name)}</script>");

        string WithSlider(string element) => element.Insert(element.Length - "</div>".Length,
            FramesHtml.Of(figure, frames!, id, LargestHtml - Encoding.UTF8.GetByteCount(element)));
    }

    private string Wrapped(string? id, string after)
    {
        var name = id ?? "fig-" + Hash(Svg("f"));
        // A drawing that narrow columns scroll: its title stands still, beside it.
        var (kind, title) = _narrow is not null ? (" rc-two", "") : _title is null || _body is FramesBody ? ("", "")
            : (" rc-one", $"<p class=\"rc-title\" aria-hidden=\"true\" hidden>{MathLabel.HtmlOf(_title)}</p>");
        return $"<div class=\"rnncourse-figure rc-theme{kind}{Explored}\" id=\"{name}\">{title}"
            + $"{Drawings(name)}{after}</div>";
    }

    private string Drawings(string id) =>
        $"{Svg(id + "-svg")}{_narrow?.Svg(id + "-narrow", wide: id + "-svg")}";

    /// <summary>What a frame of a larger figure holds.</summary>
    public string Inner(string id) => _body.ToHtml() is string text ? $"<div class=\"rc-text\">{Heading}{text}</div>"
        : $"<div{(_narrow is null ? "" : " class=\"rc-two\"")}>{Drawings(id)}</div>";

    private string Heading => _title is null ? "" : $"<p class=\"rc-title\">{MathLabel.HtmlOf(_title)}</p>";

    // Text stays text: it wraps, can be searched and read aloud.
    private string Text(string id, string content) =>
        $"<div class=\"rnncourse-figure rc-theme rc-text{Explored}\" id=\"{id}\" role=\"group\" "
            + $"aria-label=\"{SvgWriter.Escape(MathLabel.SpokenOf($"{_title} {Alt}".Trim()))}\">"
            + $"<style>{Theme.StyleSheet}{TextStyle.Sheet}{(_body is FramesBody ? FramesHtml.Style : "")}</style>"
            + $"{content}</div>";

    private string Explored => _body is FramesBody ? " rc-explore" : "";

    /// <param name="wide">For a drawing that stands beside a wide one: that one's id. They share words and style sheet;
    /// where there is no style sheet it is not shown.</param>
    public string Svg(string? id, string? wide = null)
    {
        id ??= "fig-" + Hash(Svg("f"));
        SvgWriter svg = new(id);
        var drawn = Drawn(id);
        svg.Raw("<svg xmlns=\"http://www.w3.org/2000/svg\" "
            + $"class=\"rnncourse-svg rc-theme{(wide is null ? "" : " rc-narrow")}\" viewBox=\"0 0 "
            + $"{Numbers.Pixel(_width)} {Numbers.Pixel(Total)}\" "
            + $"width=\"{Numbers.Pixel(_width)}\" height=\"{Numbers.Pixel(Total)}\" role=\"img\" "
            + $"aria-labelledby=\"{wide ?? id}-t {wide ?? id}-d\" font-family=\"sans-serif\""
            + $"{(wide is null ? "" : " display=\"none\"")}{LeastWidth(drawn)}>");
        if (wide is null)
            svg.Raw($"<title id=\"{id}-t\">"
                + $"{SvgWriter.Escape(MathLabel.SpokenOf(_title ?? Name ?? "Figure"))}</title>. <desc "
                + $"id=\"{id}-d\">{SvgWriter.Escape(MathLabel.SpokenOf(Alt))}</desc>"
                + (Name is null ? $"<style>{Theme.StyleSheet}{Extra}</style>" : ""));
        return svg.Raw(drawn).Raw("</svg>").ToString();
    }

    private string Drawn(string id)
    {
        var svg = new SvgWriter(id).BeginLabels();
        svg.Rect(0, 0, _width, Total, Theme.PaperFill);
        svg.Group("class=\"rc-heading\"");
        for (var i = 0; i < _titleLines.Count; i++)
            svg.Text(0, 16 + i * LineHeight, _titleLines[i], TitleSize,
                attributes: Theme.Ink + " font-weight=\"600\"");
        svg.End();
        _body.Draw(svg, _bodyTop, _width, _bodyHeight);
        for (var i = 0; i < _noteLines.Count; i++)
            svg.Text(0, _bodyTop + _bodyHeight + NoteSize + 2 + i * NoteHeight, _noteLines[i], NoteSize,
                attributes: Theme.Muted);
        return svg.EndLabels().ToString();
    }

    // The smallest text of a drawing stays legible: a page that is narrower scrolls it.
    private string LeastWidth(string drawn)
    {
        var smallest = FontSizes().Matches(drawn)
            .Select(size => double.Parse(size.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .DefaultIfEmpty(SmallestText).Min() * _body.Scale(_width);
        var least = Math.Min(_width, Math.Ceiling(_width * SmallestText / smallest));
        return $" style=\"min-width:{Numbers.Pixel(least)}px\"";
    }

    [GeneratedRegex("font-size=\"([0-9.]+)\"")] private static partial Regex FontSizes();

    private JsonObject Plotly(bool exact)
    {
        (var data, var layout) = _body.ToPlotly(_bodyTop, _width, _bodyHeight, Total, exact);
        layout["height"] = Total;
        layout["autosize"] = true;
        layout["uirevision"] = "keep";
        layout["font"] =
            new JsonObject
            {
                ["family"] = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, sans-serif",
                ["size"] = PlotLayout.TickSize,
                ["color"] = Theme.Light.InkColor
            };
        if (_title is not null)
            layout["title"] = new JsonObject
            {
                ["text"] = "<b>" + string.Join("<br>", _titleLines.Select(PlotlyJson.Label)) + "</b>",
                ["font"] = new JsonObject { ["size"] = TitleSize },
                ["x"] = 0,
                ["xref"] = "container",
                ["y"] = 1,
                ["yref"] = "container",
                ["xanchor"] = "left",
                ["yanchor"] = "top",
                // Plotly hangs a title of several lines higher than one of one line.
                ["pad"] = new JsonObject { ["t"] = 5 + 11 * (_titleLines.Count - 1) },
            };
        if (_noteLines.Count > 0)
        {
            var annotations = layout["annotations"] as JsonArray ?? [];
            layout["annotations"] ??= annotations;
            annotations.Add((JsonNode)new JsonObject
            {
                ["text"] = string.Join("<br>", _noteLines.Select(PlotlyJson.Label)),
                ["align"] = "left",
                ["showarrow"] = false,
                ["xref"] = "paper",
                ["yref"] = "paper",
                ["x"] = 0,
                ["y"] = 0,
                ["xanchor"] = "left",
                ["yanchor"] = "bottom",
                ["xshift"] = -(layout["margin"]?["l"]?.GetValue<double>() ?? 0),
                ["yshift"] = -(layout["margin"]?["b"]?.GetValue<double>() ?? 0),
                ["font"] = new JsonObject { ["size"] = NoteSize },
            });
        }
        return new JsonObject
        {
            ["data"] = data,
            ["layout"] = layout,
            ["config"] =
                new JsonObject
                {
                    ["responsive"] = true,
                    ["displaylogo"] = false,
                    ["displayModeBar"] = "hover",
                    // Nothing leaves the page.
                    ["modeBarButtonsToRemove"] = new JsonArray("sendChartToCloud"),
                },
        };
    }

    internal static string Hash(string content) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..12]
            .ToLower(CultureInfo.InvariantCulture);
}
