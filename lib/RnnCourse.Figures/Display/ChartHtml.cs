namespace RnnCourse.Figures.Display;

/// <summary>A chart that has no drawing: a page shows its words, in its place and size, until plotly.js draws
/// it.</summary>
internal static class ChartHtml
{
    /// <summary>The class of the words, by which a picture can take their place.</summary>
    internal const string Words = "rc-words";

    private const double LineHeight = 20, Size = 14;

    // The smallest text of plotly's has 10 pixels, and no text is drawn with less than 9.
    private const double SmallestShare = 0.9;

    /// <param name="json">Plotly's JSON, escaped for a script element.</param>
    internal static string Of(string json, string title, string words, double width, double height)
    {
        var id = "chart-" + FigureDrawing.Hash(json);
        var svg = new SvgWriter(id + "-svg");
        svg.Raw($"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rnncourse-svg rc-theme {Words}\" viewBox=\"0 0 "
            + $"{Numbers.Pixel(width)} {Numbers.Pixel(height)}\" width=\"{Numbers.Pixel(width)}\" "
            + $"height=\"{Numbers.Pixel(height)}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\" "
            + $"font-family=\"sans-serif\" style=\"min-width:{Numbers.Pixel(SmallestShare * width)}px\">"
            + $"<title id=\"{id}-t\">{SvgWriter.Escape(title)}</title>. "
            + $"<desc id=\"{id}-d\">{SvgWriter.Escape(words)}</desc>"
            + $"<style>{Theme.StyleSheet}</style>");
        svg.Rect(0, 0, width, height, Theme.PaperFill);
        var lines = TextMeasure.Wrap(words, Size, width - 40);
        for (var i = 0; i < lines.Count; i++)
            svg.Text(20, 30 + i * LineHeight, lines[i], Size, attributes: Theme.Muted + " aria-hidden=\"true\"");
        return $"<div class=\"rnncourse-figure rc-theme\" id=\"{id}\">{svg.Raw("</svg>")}"
            + $"<script type=\"application/vnd.plotly.v1+json\">{json}</script>"
            + $"<script>{Upgrade.Call(id)}</script></div>";
    }
}
