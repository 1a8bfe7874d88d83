namespace RnnCourse.Figures.Plots;

/// <summary>The figure at one position of a slider.</summary>
/// <param name="Telling">Whether it stands among the few that are drawn side by side.</param>
internal sealed record Frame(string Value, Figure Figure, bool Telling);

/// <summary>A figure for each value of a parameter. Where nothing can be moved, its telling frames stand side by side,
/// or below one another where they are not plots.</summary>
internal sealed record FramesBody : Body
{
    private const double HeadingSize = 14, HeadingHeight = 24, Gap = 12;
    private readonly Body? _multiples;

    public FramesBody(string parameter, IReadOnlyList<Frame> frames)
    {
        (Parameter, Frames) = (parameter, frames);
        Telling = [.. frames.Where(frame => frame.Telling)];
        if (Telling.All(frame => frame.Figure.Body is PlotBody { Panels: [_] }))
            _multiples = new PlotBody([.. Telling.Select(frame =>
                ((PlotBody)frame.Figure.Body).Panels[0] with { Title = Heading(frame) })],
                Math.Min(2, Telling.Count), true, true).WithSeries();
    }

    public string Parameter { get; }
    public IReadOnlyList<Frame> Frames { get; }
    private IReadOnlyList<Frame> Telling { get; }
    public override bool Interactive => false;

    /// <summary>What a frame is of.</summary>
    public string Place(Frame frame) => $"{Parameter} {frame.Value}";

    /// <summary>The same with fewer frames: each <paramref name="stride"/>-th, and those that tell.</summary>
    public FramesBody Fewer(int stride) =>
        new(Parameter, [.. Frames.Where((frame, k) => frame.Telling || k % stride == 0)]);

    private string Heading(Frame frame) =>
        frame.Figure.Title is { } title ? $"{Place(frame)}: {title}" : Place(frame);

    /// <summary>Figures with limits in common, so that nothing but the data moves from frame to frame.</summary>
    /// <exception cref="ArgumentException">An axis counts in decades in one frame, and not in another.</exception>
    public static IEnumerable<Figure> OnSameAxes(IReadOnlyList<Figure> figures)
    {
        if (!figures.All(figure => figure.Body is PlotBody { Panels: [_] })) return figures;
        Panel[] panels = [.. figures.Select(figure => ((PlotBody)figure.Body).Panels[0])];
        if (panels.Select(panel => (panel.X.Log, panel.Y.Log)).Distinct().Count() > 1)
            throw new ArgumentException(
                "An axis is logarithmic in some frames and not in others: name it for all, .YAxis(log: true).");
        var scales = new PlotLayout(new PlotBody(panels, 1, true, true), 0, Figure.DefaultWidth, 340).Scales;
        return figures.Select((figure, k) => figure.OfBody(new PlotBody([panels[k] with
        {
            X = Within(panels[k].X, scales.Select(scale => scale.X)),
            Y = Within(panels[k].Y, scales.Select(scale => scale.Y)),
        }]).WithSeries()));
    }

    private static Axis Within(Axis axis, IEnumerable<Scale> scales) => axis.Cells || axis.Labels is not null ? axis
        : axis with { Min = scales.Min(scale => scale.Min), Max = scales.Max(scale => scale.Max) };

    public override double Height(double width, double? wanted) => _multiples?.Height(width, wanted)
        ?? Telling.Sum(frame => HeadingHeight + frame.Figure.Body.Height(width, frame.Figure.Height) + Gap);

    public override (Body Body, double Width, double? Height)? Narrow(double? wanted) => _multiples?.Narrow(wanted);

    public override void Draw(SvgWriter svg, double top, double width, double height)
    {
        if (_multiples is not null)
        {
            _multiples.Draw(svg, top, width, height);
            return;
        }
        foreach (var frame in Telling)
        {
            var (body, own) = (frame.Figure.Body, frame.Figure.Body.Height(width, frame.Figure.Height));
            svg.Text(0, top + 16, Heading(frame), HeadingSize, attributes: Theme.Ink + " font-weight=\"600\"");
            body.Draw(svg, top + HeadingHeight, width, own);
            top += HeadingHeight + own + Gap;
        }
    }

    public override string? ToHtml()
    {
        string?[] texts = [.. Telling.Select(frame => frame.Figure.Body.ToHtml())];
        return texts.Contains(null) ? null : string.Concat(Telling.Zip(texts, (frame, text) =>
            $"<p class=\"rc-title\">{MathLabel.HtmlOf(Heading(frame))}</p>{text}"));
    }

    public override (JsonArray Data, JsonObject Layout) ToPlotly(double top, double width, double height, double total,
        bool exact) =>
        (_multiples ?? Telling[0].Figure.Body).ToPlotly(top, width, height, total, exact);

    public override IEnumerable<string> Describe() =>
        [$"A slider chooses {Parameter}: {string.Join(", ", Frames.Select(frame => frame.Value))}.",
            .. Telling.SelectMany(frame => frame.Figure.Body.Describe().Prepend(Heading(frame) + ":"))];

    public override IEnumerable<string> Missing() =>
        Telling.SelectMany(frame => frame.Figure.Body.Missing()).Distinct();

    public override string ToText() =>
        string.Join("\n\n", Telling.Select(frame => $"{Heading(frame)}\n{frame.Figure}"));
}
