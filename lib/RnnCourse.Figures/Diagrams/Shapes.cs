namespace RnnCourse.Figures.Diagrams;

/// <summary>A part of a diagram, drawn in SVG and said in plotly's vocabulary of shapes and annotations.</summary>
internal abstract record Shape
{
    /// <summary>The colour of the theme, or −1 for the ink's.</summary>
    public int Series { get; init; } = -1;
    public bool Dashed { get; init; }

    public abstract void Draw(SvgWriter svg);

    public abstract void AddTo(JsonArray shapes, JsonArray annotations);

    protected string Stroke =>
        (Series < 0 ? Theme.InkStroke : Theme.Stroke(Series)) + " stroke-width=\"1.6\""
            + (Dashed ? " stroke-dasharray=\"5 4\"" : "");

    protected JsonObject PlotlyLine => new()
    {
        ["color"] = Series < 0 ? Theme.Light.InkColor : Theme.Light[Series],
        ["width"] = 1.6,
        ["dash"] = Dashed ? "dash" : "solid",
    };

    protected static string Clear(Rgb color) =>
        string.Create(CultureInfo.InvariantCulture, $"rgba({color.R},{color.G},{color.B},0.16)");
}

/// <summary>A rectangle around its centre, with a label in it; <paramref name="Round"/> makes an ellipse.</summary>
internal sealed record BoxShape(double X, double Y, double Width, double Height, string Label, bool Round = false,
    double Size = 15) : Shape
{
    public override void Draw(SvgWriter svg)
    {
        double left = X - Width / 2, top = Y - Height / 2, corner = Round ? Math.Min(Width, Height) / 2 : 4;
        var rx = $" rx=\"{Numbers.Pixel(corner)}\"";
        svg.Rect(left, top, Width, Height, Theme.PaperFill + rx);
        var fill = Series < 0 ? "fill=\"none\"" : $"fill=\"{Theme.Light[Series]}\" fill-opacity=\"0.16\"";
        var stroke = Series < 0 ? Stroke
            : Stroke.Replace("class=\"", $"class=\"rc-f{Series % Theme.Light.Series.Length} ",
                StringComparison.Ordinal);
        svg.Rect(left, top, Width, Height, $"{stroke} {fill}{rx}");
        new LabelShape(X, Y + Size * 0.35, Label, "middle", Size).Draw(svg);
    }

    public override void AddTo(JsonArray shapes, JsonArray annotations)
    {
        shapes.Add((JsonNode)new JsonObject
        {
            ["type"] = Round ? "circle" : "rect",
            ["x0"] = X - Width / 2,
            ["x1"] = X + Width / 2,
            ["y0"] = Y - Height / 2,
            ["y1"] = Y + Height / 2,
            ["line"] = PlotlyLine,
            ["fillcolor"] = Series < 0 ? "rgba(0,0,0,0)" : Clear(Rgb.Parse(Theme.Light[Series])),
        });
        new LabelShape(X, Y + Size * 0.35, Label, "middle", Size).AddTo(shapes, annotations);
    }
}

/// <summary>A line through points, with a head at its end unless it is a mere line.</summary>
internal sealed record ArrowShape((double X, double Y)[] Points, bool Head = true) : Shape
{
    public override void Draw(SvgWriter svg)
    {
        var path = new PathData();
        foreach ((var x, var y) in Points) path.To(x, y);
        svg.Path(path.ToString(), $"fill=\"none\" {Stroke} stroke-linejoin=\"round\"");
        if (!Head) return;
        (double X, double Y) a = Points[^2], b = Points[^1];
        var length = Math.Max(1e-9, Math.Sqrt((b.X - a.X) * (b.X - a.X) + (b.Y - a.Y) * (b.Y - a.Y)));
        (var ux, var uy) = ((b.X - a.X) / length, (b.Y - a.Y) / length);
        string P(double along, double across) =>
            $"{Numbers.Pixel(b.X - along * ux - across * uy)} {Numbers.Pixel(b.Y - along * uy + across * ux)}";
        var fill = Series < 0 ? Theme.Ink : Theme.Fill(Series);
        svg.Path($"M{P(0, 0)}L{P(9, 4)}L{P(9, -4)}z", fill);
    }

    public override void AddTo(JsonArray shapes, JsonArray annotations)
    {
        for (var i = 0; i + 1 < Points.Length - (Head ? 1 : 0); i++)
            shapes.Add((JsonNode)new JsonObject
            {
                ["type"] = "line",
                ["x0"] = Points[i].X,
                ["y0"] = Points[i].Y,
                ["x1"] = Points[i + 1].X,
                ["y1"] = Points[i + 1].Y,
                ["line"] = PlotlyLine,
            });
        if (!Head) return;
        annotations.Add((JsonNode)new JsonObject
        {
            ["text"] = "",
            ["x"] = Points[^1].X,
            ["y"] = Points[^1].Y,
            ["ax"] = Points[^2].X,
            ["ay"] = Points[^2].Y,
            ["axref"] = "x",
            ["ayref"] = "y",
            ["showarrow"] = true,
            ["arrowhead"] = 2,
            ["arrowwidth"] = 1.6,
            ["arrowcolor"] = Series < 0 ? Theme.Light.InkColor : Theme.Light[Series],
        });
    }
}

/// <summary>A short formula or words; the point is on the base line.</summary>
internal sealed record LabelShape(double X, double Y, string Text, string Anchor = "middle", double Size = 15,
    bool Muted = false) : Shape
{
    public override void Draw(SvgWriter svg)
    {
        var anchor = Anchor == "start" ? "" : $" text-anchor=\"{Anchor}\"";
        svg.Label($"<text x=\"{Numbers.Pixel(X)}\" y=\"{Numbers.Pixel(Y)}\" "
            + $"font-size=\"{Numbers.Pixel(Size)}\"{anchor} "
            + $"{(Muted ? Theme.Muted : Theme.Ink)}>{MathLabel.Svg(Text, Size)}</text>");
    }

    public override void AddTo(JsonArray shapes, JsonArray annotations) => annotations.Add((JsonNode)new JsonObject
    {
        ["text"] = MathLabel.Plotly(Text),
        ["x"] = X,
        ["y"] = Y - Size * 0.35,
        ["xanchor"] = Anchor switch { "start" => "left", "end" => "right", _ => "center" },
        ["yanchor"] = "middle",
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = Size },
    });
}
