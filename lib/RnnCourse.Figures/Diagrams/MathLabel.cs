namespace RnnCourse.Figures.Diagrams;

/// <summary>A short formula: <c>h_{t−1}</c> and <c>W_xh</c> have subscripts, <c>x^2</c> has a superscript.</summary>
internal static class MathLabel
{
    /// <summary>The parts of a label and how they are set: −1 below, 0 on, +1 above the line.</summary>
    public static IEnumerable<(string Text, int Level)> Parts(string label)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < label.Length; i++)
        {
            if (label[i] is not ('_' or '^') || i + 1 == label.Length)
            {
                plain.Append(label[i]);
                continue;
            }
            if (plain.Length > 0) yield return (plain.ToString(), 0);
            plain.Clear();
            int level = label[i] == '_' ? -1 : 1, from = i + 1, to;
            if (label[from] == '{' && label.IndexOf('}', from) is > 0 and int close)
                (from, to, i) = (from + 1, close, close);
            else
            {
                to = from;
                while (to < label.Length && char.IsLetterOrDigit(label[to])) to++;
                if (to == from) to++;
                i = to - 1;
            }
            yield return (label[from..to], level);
        }
        if (plain.Length > 0) yield return (plain.ToString(), 0);
    }

    /// <summary>The label without its marks, for alt text.</summary>
    public static string Spoken(string label) => string.Concat(Parts(label).Select(part => part.Text));

    public static double Width(string label, double size) =>
        Parts(label).Sum(part => TextMeasure.Width(part.Text, part.Level == 0 ? size : size * 0.75));

    /// <summary>The label as SVG's spans of text.</summary>
    public static string Svg(string label, double size)
    {
        var svg = new StringBuilder();
        double shift = 0;
        foreach ((var text, var level) in Parts(label))
        {
            var wanted = level * -0.3 * size;
            var dy =
                wanted == shift ? "" : string.Create(CultureInfo.InvariantCulture, $" dy=\"{wanted - shift:0.#}\"");
            var smaller =
                level == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" font-size=\"{size * 0.75:0.#}\"");
            shift = wanted;
            svg.Append("<tspan").Append(dy).Append(smaller).Append('>').Append(SvgWriter.Escape(text))
                .Append("</tspan>");
        }
        return svg.ToString();
    }

    /// <summary>The label in plotly's small dialect of HTML.</summary>
    public static string Plotly(string label) => string.Concat(Parts(label).Select(part => part.Level switch
    {
        < 0 => $"<sub>{PlotlyJson.Label(part.Text)}</sub>",
        > 0 => $"<sup>{PlotlyJson.Label(part.Text)}</sup>",
        _ => PlotlyJson.Label(part.Text),
    }));
}
