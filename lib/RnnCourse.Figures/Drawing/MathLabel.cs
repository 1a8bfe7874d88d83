using System.Text.RegularExpressions;

namespace RnnCourse.Figures.Drawing;

/// <summary>A short formula: <c>h_{t−1}</c> and <c>W_xh</c> have subscripts, <c>x^2</c> has a superscript. Text that
/// names symbols has subscripts only, and only after a single letter: <c>gain of W_hh</c>, not
/// <c>hidden_size</c>.</summary>
internal static partial class MathLabel
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
        < 0 => $"<sub>{PlotlyJson.Escape(part.Text)}</sub>",
        > 0 => $"<sup>{PlotlyJson.Escape(part.Text)}</sup>",
        _ => PlotlyJson.Escape(part.Text),
    }));

    /// <summary>Text that names symbols, as spans of SVG's text.</summary>
    public static string SvgOf(string text)
    {
        var escaped = SvgWriter.Escape(text);
        // What follows a mark is moved back up.
        return Symbol().Replace(escaped,
                "$1<tspan dy=\".25em\" font-size=\"80%\">$2$3</tspan><tspan dy=\"-.2em\">")
            + string.Concat(Enumerable.Repeat("</tspan>", Symbol().Count(escaped)));
    }

    /// <summary>Text that names symbols, in HTML.</summary>
    public static string HtmlOf(string text) => Symbol().Replace(SvgWriter.Escape(text), "$1<sub>$2$3</sub>");

    /// <summary>Text that names symbols, as a screen reader says it.</summary>
    public static string SpokenOf(string text) => Symbol().Replace(text, "$1$2$3");

    // One letter, perhaps after d for a derivative; then a mark in braces, or up to three letters or digits.
    [GeneratedRegex(@"(?<![\p{L}\p{N}_&])(d?\p{L}\p{M}?)_"
        + @"(?:\{([^{}_]{1,12})\}|([\p{L}\p{N}]{1,3})(?![\p{L}\p{N}_({]))", RegexOptions.CultureInvariant)]
    internal static partial Regex Symbol();
}
