namespace RnnCourse.Figures.Plots;

/// <summary>Where the panels of a plot lie, in pixels. Both drawings use it, so that the interactive plot takes the
/// very place of the static one.</summary>
internal sealed class PlotLayout
{
    public const double TickSize = 12, TitleSize = 13, RowHeight = 18;

    /// <summary>The longest name of a position, in pixels; what is longer is cut.</summary>
    private const double MaxLabelWidth = 150;

    private readonly PlotBody _body;

    public PlotLayout(PlotBody body, double top, double width, double height)
    {
        _body = body;
        Width = width;
        LegendTop = top;
        Scales = [.. Enumerable.Range(0, body.Panels.Count).Select(ScalesOf)];
        LabelRoom = Scales.Count == 0 ? 0 : Enumerable.Range(0, Scales.Count).Max(YLabelWidth);
        Left = LabelRoom + 10 + (!Narrow && body.Panels.Any(panel => panel.Y.Title is not null) ? RowHeight : 0);
        // A slanted name reaches to the left of its position.
        if (Narrow)
            Left = body.Panels.Where(panel => Slant(panel.X, Width - 60) > 0).Select(panel =>
                TextMeasure.Width(TextMeasure.Fit(panel.X.Labels![0], TickSize, MaxLabelWidth), TickSize)
                    * Math.Cos(Slant(panel.X, Width - 60) * Math.PI / 180)).Append(Left).Max();
        var sharedBar = body.SharedBar;
        BarRoom = body.Panels.Any(panel => panel.Colors is not null) ? 74 : 0;
        Right = sharedBar || BarRoom == 0 ? BarRoom + (Narrow ? 22 : 18) : BarRoom; // half of the last number
        Top = top + LegendHeight + (BarRoom > 0 && body.Panels.Any(panel => panel.Colors?.Title is not null) ? 24 : 6);
        XLabelRoom = body.Panels.Count == 0 ? 0 : Enumerable.Range(0, body.Panels.Count).Max(XLabelHeight);
        var titles = Enumerable.Range(0, body.Panels.Count).Select(panel => XTitle(panel).Count).DefaultIfEmpty(0);
        Bottom = XLabelRoom + 8 + RowHeight * titles.Max();
        Height = height;
    }

    /// <summary>A drawing so narrow that titles have lines of their own above their panels, and wrap.</summary>
    public bool Narrow => Width < 400;

    /// <summary>What stands above a panel, line by line: its title and, in a narrow drawing, its vertical
    /// axis's.</summary>
    public IReadOnlyList<(string Text, bool Bold)> Heading(int panel)
    {
        var (title, axis) = (_body.Panels[panel].Title, _body.Panels[panel].Y.Title);
        if (!Narrow) return title is null ? [] : [(title, true)];
        return [.. Lines(title, (Width - Right) / TextMeasure.Bold).Select(line => (line, true)),
            .. Lines(LabelsY(panel) ? axis : null, Width - Right).Select(line => (line, false))];
    }

    /// <summary>The title of a panel's horizontal axis, line by line.</summary>
    public IReadOnlyList<string> XTitle(int panel) => _body.Panels[panel].X.Title is not { } title ? []
        : Narrow ? Lines(title, Width - 8) : [title];

    private static IReadOnlyList<string> Lines(string? text, double width) =>
        text is null ? [] : TextMeasure.Wrap(text, TitleSize, width);

    public double Width { get; }
    public double Height { get; }
    public double LegendTop { get; }
    public double Left { get; }
    public double Right { get; }
    public double Top { get; }
    public double Bottom { get; }
    public double BarRoom { get; }
    public double LabelRoom { get; }
    public double XLabelRoom { get; }
    public IReadOnlyList<(Scale X, Scale Y)> Scales { get; }

    /// <summary>The legend's rows: each entry's trace and its place.</summary>
    public IReadOnlyList<(Trace Trace, double X, int Row)> Legend
    {
        get
        {
            var entries = new List<(Trace, double, int)>();
            double x = 0;
            var row = 0;
            foreach (var trace in _body.LegendTraces)
            {
                var width = 30 + TextMeasure.Width(trace.Name!, TickSize) + 16;
                if (x > 0 && x + width > Width - 20)
                {
                    x = 0;
                    row++;
                }
                entries.Add((trace, x, row));
                x += width;
            }
            return entries;
        }
    }

    public double LegendHeight => Legend.Count == 0 ? 0 : (Legend[^1].Row + 1) * RowHeight + 4;

    /// <summary>Whether a panel writes its own numbers under (beside) it.</summary>
    public bool LabelsX(int panel) => !_body.SharedX || panel + _body.Columns >= _body.Panels.Count;

    public bool LabelsY(int panel) => !_body.SharedY || panel % _body.Columns == 0;

    /// <summary>The rectangle and scales of a panel.</summary>
    public PlotArea Area(int panel)
    {
        var columns = Math.Min(_body.Columns, Math.Max(1, _body.Panels.Count));
        var rows = (_body.Panels.Count + columns - 1) / columns;
        var most = Enumerable.Range(0, _body.Panels.Count).Max(p => Heading(p).Count);
        var titleRoom = most == 0 ? 0 : most * RowHeight + 4;
        var gapX = (_body.SharedY ? 16 : Left + 10) + (_body.SharedBar ? 0 : BarRoom);
        var gapY = (_body.SharedX ? 10 : Bottom + 6) + titleRoom;
        var cellWidth = (Width - Left - Right - (columns - 1) * gapX) / columns;
        var cellHeight = (Height - (Top - LegendTop) - Bottom - titleRoom - (rows - 1) * gapY) / rows;
        var left = Left + panel % columns * (cellWidth + gapX);
        var top = Top + titleRoom + panel / columns * (cellHeight + gapY);
        (var x, var y) = Scales[panel];
        if (_body.Panels[panel].Square)
        {
            var unit = Math.Min(cellWidth / (x.Max - x.Min), cellHeight / (y.Max - y.Min));
            double w = unit * (x.Max - x.Min), h = unit * (y.Max - y.Min);
            return new PlotArea(left + (cellWidth - w) / 2, top + (cellHeight - h) / 2, w, h, x, y);
        }
        return new PlotArea(left, top, cellWidth, cellHeight, x, y);
    }

    /// <summary>The marks of a panel's axis: named positions, thinned until they fit, or numbers.</summary>
    public static IReadOnlyList<(double At, string Label)> Marks(Axis axis, Scale scale, double pixels, bool vertical)
    {
        var about = (int)(pixels / (vertical ? 50 : 80));
        if (axis.Labels is not { Count: > 0 } labels)
            return axis.Cells ? Ticks.Whole(scale.Min, scale.Max, about) : scale.Marks(about);
        var room = pixels / labels.Count;
        // Level letters stand closer than lines of text.
        var need = vertical || Slant(axis, pixels) > 0 ? 14
            : Math.Min(14, 1 + labels.Max(label => TextMeasure.Width(label, TickSize)));
        var stride = Math.Max(1, (int)Math.Ceiling(need / Math.Max(room, 1e-3)));
        return [.. Enumerable.Range(0, labels.Count).Where(i => i % stride == 0)
            .Select(i => ((double)i, TextMeasure.Fit(labels[i], TickSize, MaxLabelWidth)))];
    }

    /// <summary>By how many degrees the names of positions are turned, because they stand too close for level
    /// text: the closer, the steeper.</summary>
    public static double Slant(Axis axis, double pixels)
    {
        if (axis.Labels is not { Count: > 0 } labels) return 0;
        var (room, longest) = (pixels / labels.Count, labels.Max(label =>
            TextMeasure.Width(TextMeasure.Fit(label, TickSize, MaxLabelWidth), TickSize)));
        return longest <= room - (labels.All(label => label.Length == 1) ? 1 : 4) ? 0 : room < 18 ? 65 : 45;
    }

    private (Scale X, Scale Y) ScalesOf(int index)
    {
        var panel = _body.Panels[index];
        IEnumerable<Panel> sameX = _body.SharedX ? _body.Panels : [panel],
            sameY = _body.SharedY ? _body.Panels : [panel];
        var x = sameX.Aggregate(Extent.Empty, (union, p) => union.Union(p.XExtent));
        var y = sameY.Aggregate(Extent.Empty, (union, p) => union.Union(p.YExtent));
        if (panel.Traces.Any(trace => trace is FieldTrace)) return (panel.X.Over(x, 0), panel.Y.Over(y, 0));
        return (panel.X.Over(x,
            panel.Traces.Any(trace => trace is CurveTrace { Joined: false } or CurveTrace { Marked: true }) ? 0.04 : 0),
            FromZero(panel, panel.Y.Over(y, 0.05)));
    }

    // Bars stand on the axis: no room below zero when nothing is there.
    private static Scale FromZero(Panel panel, Scale scale) =>
        panel.Traces.Any(trace => trace is BarTrace) && !panel.Y.Log && panel.Y.Min is null && panel.YExtent.Low == 0
            ? scale with { Min = 0 } : scale;

    private double YLabelWidth(int panel) =>
        Marks(_body.Panels[panel].Y, Scales[panel].Y, 250, vertical: true)
            .Select(mark => TextMeasure.Width(mark.Label, TickSize)).DefaultIfEmpty(0).Max();

    private double XLabelHeight(int panel)
    {
        var axis = _body.Panels[panel].X;
        var pixels = (Width - Left - Right) / Math.Max(1, Math.Min(_body.Columns, _body.Panels.Count)) - 10;
        return Slant(axis, pixels) is > 0 and var slant
            ? 14
                + axis.Labels!.Max(label =>
                    TextMeasure.Width(TextMeasure.Fit(label, TickSize, MaxLabelWidth), TickSize))
                    * (Math.Sin(slant * Math.PI / 180) + 0.02)
            : 18;
    }
}
