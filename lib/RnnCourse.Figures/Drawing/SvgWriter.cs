namespace RnnCourse.Figures.Drawing;

/// <summary>Writes SVG elements. Every colour is written twice: as a class that follows the theme, and as an attribute
/// with the light theme's value, which is what remains where a host strips style sheets.</summary>
internal sealed class SvgWriter(string id)
{
    private readonly StringBuilder _text = new();
    private string _separator = "";
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);

    /// <summary>The figure's id: the prefix of every id in the drawing.</summary>
    public string Id { get; } = id;

    /// <summary>What has been written.</summary>
    public override string ToString() => _text.ToString();

    /// <summary>Writes a definition the first time it is asked for and returns its id in this drawing.</summary>
    public string Define(string name, Func<string, string> write)
    {
        var full = $"{Id}-{name}";
        if (_defined.Add(name)) Raw($"<defs>{write(full)}</defs>");
        return full;
    }

    /// <summary>Writes markup as it is.</summary>
    public SvgWriter Raw(string markup)
    {
        _text.Append(markup);
        return this;
    }

    /// <summary>Between the elements of a drawing, text is not drawn. It is what a page shows that takes the elements
    /// away: with this the labels are then the end of a sentence.</summary>
    public SvgWriter BeginLabels()
    {
        _separator = " In the drawing: ";
        return this;
    }

    /// <summary>Ends that sentence.</summary>
    public SvgWriter EndLabels() => _separator == ", " ? Raw(".") : this;

    /// <summary>Writes <c>&lt;g …&gt;</c>; close it with <see cref="End"/>.</summary>
    public SvgWriter Group(string attributes = "") => Raw(attributes.Length == 0 ? "<g>" : $"<g {attributes}>");

    /// <summary>Closes the innermost group.</summary>
    public SvgWriter End() => Raw("</g>");

    public SvgWriter Line(double x1, double y1, double x2, double y2, string attributes = "") =>
        Path(new PathData().To(x1, y1).To(x2, y2).ToString(), attributes);

    public SvgWriter Rect(double x, double y, double width, double height, string attributes = "",
        string? title = null) =>
        Element("rect",
            $"x=\"{P(x)}\" y=\"{P(y)}\" width=\"{P(Math.Max(0, width))}\" height=\"{P(Math.Max(0, height))}\"",
            attributes, title);

    public SvgWriter Path(string d, string attributes = "", string? title = null) =>
        Element("path", $"d=\"{d}\"", attributes, title);

    /// <summary>Text at a point; <paramref name="anchor"/> is start, middle or end.</summary>
    public SvgWriter Text(double x, double y, string content, double size, string anchor = "start",
        string attributes = "", double rotate = 0)
    {
        var turned = rotate == 0 ? "" : $" transform=\"rotate({P(rotate)} {P(x)} {P(y)})\"";
        var anchored = anchor == "start" ? "" : $" text-anchor=\"{anchor}\"";
        var ink = attributes.Contains("class=", StringComparison.Ordinal) ? "" : " " + Theme.Ink;
        return Label($"<text x=\"{P(x)}\" y=\"{P(y)}\" "
            + $"font-size=\"{P(size)}\"{anchored}{turned}{ink}{Space(attributes)}>{MathLabel.SvgOf(content)}</text>");
    }

    /// <summary>Writes a text element.</summary>
    public SvgWriter Label(string markup)
    {
        var before = _separator;
        if (before.Length > 0) _separator = ", ";
        return Raw(before + markup);
    }

    /// <summary>Text for an XML document: markup escaped, characters XML forbids replaced by �.</summary>
    public static string Escape(string content)
    {
        var safe = new StringBuilder(content.Length);
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            if (char.IsHighSurrogate(c) && i + 1 < content.Length && char.IsLowSurrogate(content[i + 1]))
            {
                safe.Append(c).Append(content[++i]);
                continue;
            }
            safe.Append(c switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => " ",
                < ' ' or '\uFFFE' or '\uFFFF' => "\uFFFD",
                _ when char.IsSurrogate(c) => "\uFFFD",
                _ => c.ToString(),
            });
        }
        return safe.ToString();
    }

    private SvgWriter Element(string name, string geometry, string attributes, string? title) => title is null
        ? Raw($"<{name} {geometry}{Space(attributes)}/>")
        : Raw($"<{name} {geometry}{Space(attributes)}><title>{Escape(title)}</title></{name}>");

    private static string Space(string attributes) => attributes.Length == 0 ? "" : " " + attributes;

    private static string P(double value) => Numbers.Pixel(value);
}
