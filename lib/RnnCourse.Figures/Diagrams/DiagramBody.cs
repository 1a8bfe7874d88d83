namespace RnnCourse.Figures.Diagrams;

/// <summary>Boxes, arrows and labels. Drawn in its own size, shrunk to the figure's width where it is wider.</summary>
internal sealed record DiagramBody(IReadOnlyList<Shape> Shapes, double Width, double OwnHeight, string Words) : Body
{
    public override bool Interactive => false;

    // Without the room around it, a small diagram is drawn larger.
    public override (Body Body, double Width, double? Height)? Narrow(double? wanted) =>
        Width < Figure.DefaultWidth - 100 ? (this, Math.Max(Figure.NarrowWidth, Width), wanted) : null;

    public override double Height(double width, double? wanted) => OwnHeight * Scale(width);

    public override double Scale(double width) => Math.Min(1, width / Width);

    public override void Draw(SvgWriter svg, double top, double width, double height)
    {
        double scale = Scale(width), left = Math.Max(0, (width - Width * scale) / 2);
        svg.Group($"class=\"rc-trace\" transform=\"translate({Numbers.Pixel(left)} {Numbers.Pixel(top)}) "
            + $"scale({scale.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)})\"");
        foreach (var shape in Shapes) shape.Draw(svg);
        svg.End();
    }

    public override (JsonArray Data, JsonObject Layout) ToPlotly(double top, double width, double height, double total,
        bool exact)
    {
        var shapes = new JsonArray();
        var annotations = new JsonArray();
        foreach (var shape in Shapes) shape.AddTo(shapes, annotations);
        JsonObject Hidden(double from, double to) =>
            new() { ["visible"] = false, ["range"] = new JsonArray(from, to), ["fixedrange"] = true };
        return ([], new JsonObject
        {
            ["margin"] = new JsonObject { ["l"] = 0.0, ["r"] = 0.0, ["t"] = top, ["b"] = 0.0 },
            ["xaxis"] = Hidden(0, Width),
            ["yaxis"] = Hidden(OwnHeight, 0),
            ["shapes"] = shapes,
            ["annotations"] = annotations,
        });
    }

    public override IEnumerable<string> Describe() => [Words];

    public override string ToText() => Words;
}

/// <summary>Collects the shapes of a diagram.</summary>
internal sealed class Sketch
{
    private readonly List<Shape> _arrows = [], _boxes = [];

    public void Box(double x, double y, double width, double height, string label, int series = -1, double size = 15) =>
        _boxes.Add(new BoxShape(x, y, width, height, label, Size: size) { Series = series });

    public void Circle(double x, double y, double radius, string label, int series = -1) =>
        _boxes.Add(new BoxShape(x, y, 2 * radius, 2 * radius, label, Round: true) { Series = series });

    public void Arrow(params (double X, double Y)[] points) => _arrows.Add(new ArrowShape(points));

    public void Arrow(int series, bool dashed, params (double X, double Y)[] points) =>
        _arrows.Add(new ArrowShape(points) { Series = series, Dashed = dashed });

    public void Line(params (double X, double Y)[] points) => _arrows.Add(new ArrowShape(points, Head: false));

    public void GridLine((double X, double Y) from, (double X, double Y) to) =>
        _boxes.Add(new ArrowShape([from, to], Head: false));

    public void Text(double x, double y, string text, string anchor = "middle", double size = 15, bool muted = false) =>
        _boxes.Add(new LabelShape(x, y, text, anchor, size, muted));

    /// <summary>Arrows lie under boxes.</summary>
    public Figure ToFigure(double width, double height, string words) =>
        new(new DiagramBody([.. _arrows, .. _boxes], width, height, words));
}
