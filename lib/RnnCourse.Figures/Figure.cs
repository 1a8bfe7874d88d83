using RnnCourse.Figures.Display;

namespace RnnCourse.Figures;

/// <summary>
/// A picture of data. It never changes: each method returns another figure, so that a figure can be kept, refined and
/// combined.
/// </summary>
/// <example>
/// <code>
/// Figure.Line(xs, ys, name: "tanh")
///     .With(Figure.Line(xs, zs, name: "sigmoid"))
///     .Titled("Slopes of two activations").XAxis("a").YAxis("φ′(a)")
/// </code>
/// </example>
/// <remarks>
/// A notebook shows a figure that is a cell's last expression, or that is given to <c>display(…)</c>: as a drawing made
/// here (SVG, no network, no script), which an interactive plotly.js plot replaces where the page can have one. Both
/// show the same. </remarks>
[TypeFormatterSource(typeof(FigureFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed partial class Figure
{
    /// <summary>The width of a notebook's column, in pixels.</summary>
    internal const double DefaultWidth = 700;

    /// <summary>The width of a small phone's column: 320 pixels without its margins.</summary>
    internal const double NarrowWidth = 288;

    /// <summary>The width from which a page shows the wide drawing.</summary>
    internal const double RoomForWide = 560;

    internal Figure(Body body) => Body = body;

    /// <summary>Writes a figure's plotly JSON for a page, where a library of charts does it; null: <see
    /// cref="ToPlotlyJson"/> does.</summary>
    internal static Func<System.Text.Json.Nodes.JsonObject, string>? ChartWriter { get; set; }

    /// <summary>What the figure is called, above it.</summary>
    public string? Title { get; private set; }

    /// <summary>The width in pixels, 700 unless asked for otherwise. A narrower page shrinks the figure.</summary>
    public double Width { get; private set; } = DefaultWidth;

    /// <summary>The height of the plot, without title and notes, in pixels; null: what suits its kind.</summary>
    public double? Height { get; private set; }

    /// <summary>A remark below the figure.</summary>
    public string? Note { get; private set; }

    /// <summary>
    /// The figure in words, for readers who do not see it: generated from the data (what is plotted, its range, its
    /// trend). It is part of every drawing.
    /// </summary>
    public string Description => new FigureDrawing(this, int.MaxValue).Alt;
    internal Body Body { get; private set; }

    /// <summary>The same figure under a title.</summary>
    public Figure Titled(string? title) => Change(figure => figure.Title = title);

    /// <summary>The same figure with a remark below it.</summary>
    public Figure Noted(string? note) => Change(figure => figure.Note = note);

    /// <summary>The same figure in another size.</summary>
    /// <param name="width">Pixels, from 200 to 2000; null leaves it.</param>
    /// <param name="height">Pixels of the plot without title and notes, from 60 to 4000; null leaves it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is outside these limits.</exception>
    public Figure Sized(double? width = null, double? height = null)
    {
        if (width is < 200 or > 2000 or double.NaN)
            throw new ArgumentOutOfRangeException(nameof(width), width, "A figure is 200 to 2000 pixels wide.");
        if (height is < 60 or > 4000 or double.NaN)
            throw new ArgumentOutOfRangeException(nameof(height), height, "A figure is 60 to 4000 pixels high.");
        return Change(figure => (figure.Width, figure.Height) = (width ?? figure.Width, height ?? figure.Height));
    }

    /// <summary>The same figure with its horizontal axis named, scaled or limited. What is left out stays as it
    /// is.</summary>
    /// <param name="title">The quantity and its unit: "time step", "loss (nats)".</param>
    /// <param name="log">Counts in decades. Values that are not positive cannot be drawn then; the figure says how
    /// many.</param>
    /// <param name="labels">Names of the positions 0, 1, 2, … in place of numbers.</param>
    /// <exception cref="InvalidOperationException">The figure has no axes.</exception>
    /// <exception cref="ArgumentException">The limits are not an interval, or not positive on a logarithmic
    /// axis.</exception>
    public Figure XAxis(string? title = null, bool? log = null, double? min = null, double? max = null,
        IEnumerable<string>? labels = null) =>
        ChangeAxes(panel => panel with { X = Refined(panel.X, title, log, min, max, labels) });

    /// <summary>The same figure with its vertical axis named, scaled or limited. What is left out stays as it
    /// is.</summary>
    /// <inheritdoc cref="XAxis"/>
    public Figure YAxis(string? title = null, bool? log = null, double? min = null, double? max = null,
        IEnumerable<string>? labels = null) =>
        ChangeAxes(panel => panel with { Y = Refined(panel.Y, title, log, min, max, labels) });

    /// <summary>The same figure with a dashed line across it at a height: a threshold, a baseline.</summary>
    public Figure HorizontalLine(double y, string? label = null) =>
        ChangeAxes(panel => panel with { References = [.. panel.References, new Reference(y, true, label)] });

    /// <summary>The same figure with a dashed line from bottom to top at a position.</summary>
    public Figure VerticalLine(double x, string? label = null) =>
        ChangeAxes(panel => panel with { References = [.. panel.References, new Reference(x, false, label)] });

    /// <summary>The same figure with one unit as long across as it is up, so that a circle is round.</summary>
    public Figure WithEqualAxes() => ChangeAxes(panel => panel with { Square = true });

    /// <summary>
    /// The same figure with what the others show drawn on its axes. Names and limits of axes it lacks are taken over
    /// from them.
    /// </summary>
    /// <exception cref="ArgumentException">One of the figures is not a single plot with axes.</exception>
    public Figure With(params Figure[] others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var merged = others.Aggregate(SinglePanel(this), (all, other) =>
        {
            var added = SinglePanel(other);
            return all with
            {
                Traces = [.. all.Traces, .. added.Traces],
                References = [.. all.References, .. added.References],
                X = Completed(all.X, added.X),
                Y = Completed(all.Y, added.Y),
                Square = all.Square || added.Square,
            };
        });
        var plot = new PlotBody([merged]).WithSeries();
        return Change(figure => figure.Body = Body is SurfaceBody ? new SurfaceBody(plot.Panels[0]) : plot);
    }

    /// <summary>HTML that stands alone: the drawing, the data for plotly, and the script that upgrades it.</summary>
    /// <param name="id">The element's id; by default a hash of what is shown.</param>
    public string ToHtml(string? id = null) => FigureDrawing.Html(this, id, interactive: true);

    /// <summary>The drawing as an SVG document. It follows the reader's light or dark theme.</summary>
    public string ToSvg() => FigureDrawing.Svg(this, null);

    /// <summary>
    /// The figure as plotly's JSON, an object with data, layout and config: plotly.js, Python's plotly, Plotly.NET and
    /// XPlot draw it as it is.
    /// </summary>
    public string ToPlotlyJson() => FigureDrawing.Json(this, exact: false);

    /// <summary>A small rendering in plain text.</summary>
    public override string ToString() =>
        string.Join('\n',
            ((string?[])[Title, Body.ToText(), .. Body.Missing(), Note]).OfType<string>()
                .Where(part => part.Length > 0));

    /// <summary>
    /// Writes the figure to a file of the kind its name ends in: .svg, .html, or .json (plotly's JSON with every point
    /// and every digit). The file is written whole or not at all.
    /// </summary>
    /// <returns>This figure, so that a cell can go on with it.</returns>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    public Figure Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var content = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".SVG" => ToSvg(),
            ".HTML" or ".HTM" => Page.Of(this),
            ".JSON" => FigureDrawing.Json(this, exact: true),
            var other => throw new ArgumentException(
                $"A figure is saved as .svg, .html or .json, but \"{path}\" ends in \"{other}\": change the "
                    + "file's name.", nameof(path)),
        };
        AtomicFile.Write(path, content);
        return this;
    }

    private static Panel SinglePanel(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure.Body switch
        {
            PlotBody { Panels: [Panel only] } => only,
            SurfaceBody surface => surface.Panel,
            _ =>
                throw new ArgumentException(
                    "Only plots with one pair of axes can be drawn over one another. Put others side by side with "
                        + "Figure.SmallMultiples(…)."),
        };
    }

    private static Axis Refined(Axis axis, string? title, bool? log, double? min, double? max,
        IEnumerable<string>? labels)
    {
        var refined = axis with
        {
            Title = title ?? axis.Title,
            Log = log ?? axis.Log,
            Min = min ?? axis.Min,
            Max = max ?? axis.Max,
            Labels = labels is null ? axis.Labels : [.. labels],
        };
        if (refined.Min is double.NaN or double.PositiveInfinity or double.NegativeInfinity
            || refined.Max is double.NaN or double.PositiveInfinity or double.NegativeInfinity
            || refined.Min >= refined.Max)
            throw new ArgumentException(
                $"An axis runs from a smaller to a larger finite number, but was given {refined.Min} to "
                    + $"{refined.Max}.");
        if (refined.Log && (refined.Min <= 0 || refined.Max <= 0))
            throw new ArgumentException(
                $"A logarithmic axis has positive limits, but was given {refined.Min} to {refined.Max}.");
        return refined;
    }

    private static Axis Completed(Axis axis, Axis other) => axis with
    {
        Title = axis.Title ?? other.Title,
        Log = axis.Log || other.Log,
        Min = axis.Min ?? other.Min,
        Max = axis.Max ?? other.Max,
        Labels = axis.Labels ?? other.Labels,
    };

    private Figure ChangeAxes(Func<Panel, Panel> change) => Change(figure => figure.Body = Body switch
    {
        PlotBody plot => plot with { Panels = [.. plot.Panels.Select(change)] },
        SurfaceBody surface => new SurfaceBody(change(surface.Panel)),
        _ => throw new InvalidOperationException("This figure has no axes to change."),
    });

    private Figure Change(Action<Figure> change)
    {
        var copy = (Figure)MemberwiseClone();
        change(copy);
        return copy;
    }
}
