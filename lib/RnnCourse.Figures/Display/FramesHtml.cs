namespace RnnCourse.Figures.Display;

/// <summary>What follows the drawing of a figure with a slider: all frames, in a template that shows nothing by itself,
/// and the script that takes it.</summary>
internal static class FramesHtml
{
    /// <summary>Added to the style sheet of the drawing. On paper the drawing stands.</summary>
    public const string Style =
        ".rc-explore{max-width:700px;font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}"
        + ".rc-control{display:flex;gap:4px 12px;align-items:center;font-size:15px;margin:0 0 8px;"
        + "color:var(--rc-ink)}"
        + ".rc-control input{flex:1 1 120px;min-width:0;min-height:32px;margin:0;accent-color:var(--rc-0)}"
        + ".rc-control output{min-width:2.5em;font-weight:600;font-variant-numeric:tabular-nums}"
        + ".rc-explore .rc-title{font-size:16px;font-weight:600;margin:0 0 6px;color:var(--rc-ink)}"
        + ".rc-explore .rc-notes{font-size:13px;color:var(--rc-muted);margin:6px 0 0}"
        + ".rc-frame[hidden]{display:none}"
        + "@media screen{.rc-sliding.rc-sliding>:is(svg,.rc-multiples){display:none}}"
        + "@media print{.rc-slider{display:none}}";

    /// <summary>The more there is to draw, the more points are thinned out, and then positions of the slider.</summary>
    /// <param name="room">In bytes.</param>
    public static string Of(Figure figure, FramesBody body, string id, int room)
    {
        var script = $"<script>{Upgrade.SliderCall(id)}</script>";
        for (int budget = 600, stride = 1;
            stride <= 2 * body.Frames.Count;
            (budget, stride) = budget > 50 ? (budget / 2, 1) : (budget, stride * 2))
        {
            var html = Template(figure, body, body.Fewer(stride), id, budget) + script;
            if (Encoding.UTF8.GetByteCount(html) <= room) return html;
        }
        return "<p class=\"rc-notes\">Its frames are too large for a slider: these are a few of them.</p>";
    }

    private static string Template(Figure figure, FramesBody all, FramesBody body, string id, int budget)
    {
        var html = new StringBuilder("<template>");
        if (figure.Title is not null) html.Append($"<p class=\"rc-title\">{MathLabel.HtmlOf(figure.Title)}</p>");
        html.Append($"<div class=\"rc-frames\" data-parameter=\"{SvgWriter.Escape(body.Parameter)}\">");
        for (var k = 0; k < body.Frames.Count; k++)
        {
            var frame = body.Frames[k];
            var drawing = new FigureDrawing(frame.Figure, budget) { Name = body.Place(frame) };
            html.Append($"<div class=\"rc-frame\" data-value=\"{SvgWriter.Escape(frame.Value)}\">"
                + $"{drawing.Inner(string.Create(CultureInfo.InvariantCulture, $"{id}-{k}"))}</div>");
        }
        html.Append("</div>");
        var left = body.Frames.Count == all.Frames.Count ? null
            : $"Of {Numbers.Count(all.Frames.Count)} positions {Numbers.Count(body.Frames.Count)} are here: the figure "
                + "would be too large with all of them.";
        foreach (var note in all.Missing().Append(left).Append(figure.Note).OfType<string>())
            html.Append($"<p class=\"rc-notes\">{MathLabel.HtmlOf(note)}</p>");
        return html.Append("</template>").ToString();
    }
}
