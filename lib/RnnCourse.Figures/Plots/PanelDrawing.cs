using RnnCourse.Figures.Drawing;

namespace RnnCourse.Figures.Plots;

/// <summary>One panel in SVG: grid, traces, axes, titles.</summary>
internal sealed class PanelDrawing(PlotBody body, PlotLayout layout, int index)
{
    private readonly Panel panel = body.Panels[index];
    private readonly PlotArea area = layout.Area(index);

    public void Draw(SvgWriter svg)
    {
        string clip = $"{svg.Id}-c{index}";
        svg.Group("class=\"rc-panel\"").Raw($"<clipPath id=\"{clip}\">").Rect(area.Left, area.Top, area.Width, area.Height).Raw("</clipPath>");
        DrawXAxis(svg);
        DrawYAxis(svg);
        svg.Group($"clip-path=\"url(#{clip})\"");
        foreach (Trace trace in panel.Traces)
        {
            svg.Group($"class=\"rc-trace\"");
            trace.Draw(svg, area);
            svg.End();
        }
        svg.End();
        foreach (Reference line in panel.References) DrawReference(svg, line);
        if (panel.Title is not null)
            svg.Text(area.Left, area.Top - 8, TextMeasure.Fit(panel.Title, PlotLayout.TitleSize, area.Width), PlotLayout.TitleSize, attributes: Theme.Ink + " font-weight=\"600\"");
        if (panel.Traces.All(trace => trace.Points == 0))
            svg.Text(area.Left + area.Width / 2, area.Top + area.Height / 2, "No data", 14, "middle", Theme.Muted);
        if (panel.Colors is { } colors && (!body.SharedBar || index == Math.Min(body.Columns, body.Panels.Count) - 1))
            colors.DrawBar(svg, area.Right + 12, area.Top, area.Height);
        svg.End();
    }

    private void DrawXAxis(SvgWriter svg)
    {
        bool labels = layout.LabelsX(index), slanted = PlotLayout.Slanted(panel.X, area.Width);
        svg.Group("class=\"rc-xticks\"");
        foreach ((double at, string label) in PlotLayout.Marks(panel.X, area.X, area.Width, vertical: false))
        {
            double x = area.PixelX(at);
            if (!(x >= area.Left - 0.5 && x <= area.Right + 0.5)) continue;
            if (!panel.X.Cells && panel.X.Labels is null) svg.Line(x, area.Top, x, area.Bottom, Theme.Grid);
            if (!labels) continue;
            if (slanted) svg.Text(x + 4, area.Bottom + 14, label, PlotLayout.TickSize, "end", Theme.Muted, -45);
            else svg.Text(x, area.Bottom + 17, label, PlotLayout.TickSize, "middle", Theme.Muted);
        }
        svg.End().Line(area.Left, area.Bottom, area.Right, area.Bottom, Theme.Axis);
        if (labels && panel.X.Title is not null)
            svg.Text(area.Left + area.Width / 2, area.Bottom + layout.XLabelRoom + 16, TextMeasure.Fit(panel.X.Title, PlotLayout.TitleSize, area.Width + 40), PlotLayout.TitleSize, "middle");
    }

    private void DrawYAxis(SvgWriter svg)
    {
        bool labels = layout.LabelsY(index);
        svg.Group("class=\"rc-yticks\"");
        foreach ((double at, string label) in PlotLayout.Marks(panel.Y, area.Y, area.Height, vertical: true))
        {
            double y = area.PixelY(at);
            if (!(y >= area.Top - 0.5 && y <= area.Bottom + 0.5)) continue;
            if (!panel.Y.Cells && panel.Y.Labels is null) svg.Line(area.Left, y, area.Right, y, Theme.Grid);
            if (labels) svg.Text(area.Left - 6, y + 4, label, PlotLayout.TickSize, "end", Theme.Muted);
        }
        svg.End().Line(area.Left, area.Top, area.Left, area.Bottom, Theme.Axis);
        if (labels && panel.Y.Title is not null)
        {
            double x = area.Left - layout.LabelRoom - 14, y = area.Top + area.Height / 2;
            svg.Text(x, y, TextMeasure.Fit(panel.Y.Title, PlotLayout.TitleSize, area.Height + 30), PlotLayout.TitleSize, "middle", rotate: -90);
        }
    }

    private void DrawReference(SvgWriter svg, Reference line)
    {
        double p = line.Horizontal ? area.PixelY(line.At) : area.PixelX(line.At);
        if (!double.IsFinite(p)) return;
        if (line.Horizontal ? p < area.Top - 0.5 || p > area.Bottom + 0.5 : p < area.Left - 0.5 || p > area.Right + 0.5) return;
        string style = $"{Theme.InkStroke} stroke-width=\"1.5\" stroke-dasharray=\"5 4\"";
        if (line.Horizontal)
        {
            svg.Line(area.Left, p, area.Right, p, style);
            if (line.Label is not null) svg.Text(area.Right - 4, p - 5, line.Label, PlotLayout.TickSize, "end");
        }
        else
        {
            svg.Line(p, area.Top, p, area.Bottom, style);
            if (line.Label is not null) svg.Text(p + 5, area.Top + 13, line.Label, PlotLayout.TickSize);
        }
    }
}
