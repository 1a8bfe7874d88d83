namespace RnnCourse.Figures.Plots;

/// <summary>One panel in SVG: grid, traces, axes, titles.</summary>
internal sealed class PanelDrawing(PlotBody body, PlotLayout layout, int index)
{
    private readonly Panel _panel = body.Panels[index];
    private readonly PlotArea _area = layout.Area(index);

    public void Draw(SvgWriter svg)
    {
        var clip = $"{svg.Id}-c{index}";
        svg.Group("class=\"rc-panel\"").Raw($"<clipPath id=\"{clip}\">")
            .Rect(_area.Left, _area.Top, _area.Width, _area.Height).Raw("</clipPath>");
        DrawXAxis(svg);
        DrawYAxis(svg);
        svg.Group($"clip-path=\"url(#{clip})\"");
        foreach (var trace in _panel.Traces)
        {
            svg.Group($"class=\"rc-trace\"");
            trace.Draw(svg, _area);
            svg.End();
        }
        svg.End();
        var dashes = $"{Theme.InkStroke} stroke-width=\"1.5\" stroke-dasharray=\"5 4\"";
        foreach (var line in _panel.References.Where(line => line.IsIn(_area)))
            if (line.Horizontal)
                svg.Line(_area.Left, _area.PixelY(line.At), _area.Right, _area.PixelY(line.At), dashes);
            else svg.Line(_area.PixelX(line.At), _area.Top, _area.PixelX(line.At), _area.Bottom, dashes);
        foreach (var label in ReferenceLabel.Of(_panel, _area)) label.Draw(svg, _area);
        var heading = layout.Heading(index);
        for (var i = 0; i < heading.Count; i++)
            svg.Text(layout.Narrow ? 0 : _area.Left, _area.Top - 8 - (heading.Count - 1 - i) * PlotLayout.RowHeight,
                layout.Narrow ? heading[i].Text : TextMeasure.Fit(heading[i].Text, PlotLayout.TitleSize, _area.Width),
                PlotLayout.TitleSize, attributes: Theme.Ink + (heading[i].Bold ? " font-weight=\"600\"" : ""));
        if (_panel.Traces.All(trace => trace.Points == 0))
            svg.Text(_area.Left + _area.Width / 2, _area.Top + _area.Height / 2, "No data", 14, "middle", Theme.Muted);
        if (_panel.Colors is { } colors && (!body.SharedBar || index == Math.Min(body.Columns, body.Panels.Count) - 1))
            colors.DrawBar(svg, _area.Right + 12, _area.Top, _area.Height);
        svg.End();
    }

    private void DrawXAxis(SvgWriter svg)
    {
        var (labels, slant) = (layout.LabelsX(index), PlotLayout.Slant(_panel.X, _area.Width));
        svg.Group("class=\"rc-xticks\"");
        foreach ((var at, var label) in PlotLayout.Marks(_panel.X, _area.X, _area.Width, vertical: false))
        {
            var x = _area.PixelX(at);
            if (!(x >= _area.Left - 0.5 && x <= _area.Right + 0.5)) continue;
            if (!_panel.X.Cells && _panel.X.Labels is null) svg.Line(x, _area.Top, x, _area.Bottom, Theme.Grid);
            if (!labels) continue;
            if (slant > 0) svg.Text(x + 4, _area.Bottom + 14, label, PlotLayout.TickSize, "end", Theme.Muted, -slant);
            else svg.Text(x, _area.Bottom + 17, label, PlotLayout.TickSize, "middle", Theme.Muted);
        }
        svg.End().Line(_area.Left, _area.Bottom, _area.Right, _area.Bottom, Theme.Axis);
        if (!labels) return;
        var title = layout.XTitle(index);
        for (var i = 0; i < title.Count; i++)
            svg.Text(layout.Narrow ? layout.Width / 2 : _area.Left + _area.Width / 2,
                _area.Bottom + layout.XLabelRoom + 16 + i * PlotLayout.RowHeight,
                layout.Narrow ? title[i] : TextMeasure.Fit(title[i], PlotLayout.TitleSize, _area.Width + 40),
                PlotLayout.TitleSize, "middle");
    }

    private void DrawYAxis(SvgWriter svg)
    {
        var labels = layout.LabelsY(index);
        svg.Group("class=\"rc-yticks\"");
        foreach ((var at, var label) in PlotLayout.Marks(_panel.Y, _area.Y, _area.Height, vertical: true))
        {
            var y = _area.PixelY(at);
            if (!(y >= _area.Top - 0.5 && y <= _area.Bottom + 0.5)) continue;
            if (!_panel.Y.Cells && _panel.Y.Labels is null) svg.Line(_area.Left, y, _area.Right, y, Theme.Grid);
            if (labels) svg.Text(_area.Left - 6, y + 4, label, PlotLayout.TickSize, "end", Theme.Muted);
        }
        svg.End().Line(_area.Left, _area.Top, _area.Left, _area.Bottom, Theme.Axis);
        if (labels && _panel.Y.Title is not null && !layout.Narrow)
        {
            double x = _area.Left - layout.LabelRoom - 14, y = _area.Top + _area.Height / 2;
            svg.Text(x, y, TextMeasure.Fit(_panel.Y.Title, PlotLayout.TitleSize, _area.Height + 30),
                PlotLayout.TitleSize, "middle", rotate: -90);
        }
    }
}
