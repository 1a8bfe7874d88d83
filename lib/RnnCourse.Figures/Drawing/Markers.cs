namespace RnnCourse.Figures.Drawing;

/// <summary>The shapes that tell series apart without colour, in SVG and in plotly's names.</summary>
internal static class Markers
{
    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "x", "triangle-down"];

    private static readonly (string Plotly, string Svg)[] Dashes =
        [("solid", ""), ("dash", "7 4"), ("dot", "2 3"), ("dashdot", "8 3 2 3")];

    /// <summary>Plotly's name of a series' marker.</summary>
    public static string Symbol(int series) => Symbols[Math.Max(0, series) % Symbols.Length];

    /// <summary>Plotly's name of a dash.</summary>
    public static string Plotly(Dash dash) => Dashes[(int)dash].Plotly;

    /// <summary>The SVG attribute of a dash, empty for a solid line.</summary>
    public static string Svg(Dash dash) => dash == Dash.Solid ? "" : $"stroke-dasharray=\"{Dashes[(int)dash].Svg}\"";

    /// <summary>A series' marker as path data around a point.</summary>
    public static string Path(int series, double x, double y, double r) => Symbol(series) switch
    {
        "circle" =>
            F($"M{x - r:0.#} {y:0.#}a{r:0.#} {r:0.#} 0 1 0 {2 * r:0.#} 0a{r:0.#} {r:0.#} 0 1 0 {-2 * r:0.#} 0z"),
        "square" => F($"M{x - r:0.#} {y - r:0.#}h{2 * r:0.#}v{2 * r:0.#}h{-2 * r:0.#}z"),
        "diamond" =>
            F($"M{x:0.#} {y - 1.3 * r:0.#}l{1.3 * r:0.#} {1.3 * r:0.#}l{-1.3 * r:0.#} ")
                + F($"{1.3 * r:0.#}l{-1.3 * r:0.#} {-1.3 * r:0.#}z"),
        "triangle-up" => F($"M{x:0.#} {y - 1.2 * r:0.#}l{1.2 * r:0.#} {2 * r:0.#}h{-2.4 * r:0.#}z"),
        "triangle-down" => F($"M{x:0.#} {y + 1.2 * r:0.#}l{1.2 * r:0.#} {-2 * r:0.#}h{-2.4 * r:0.#}z"),
        _ => F($"M{x - r:0.#} {y - r:0.#}l{2 * r:0.#} {2 * r:0.#}m0 {-2 * r:0.#}l{-2 * r:0.#} {2 * r:0.#}"),
    };

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
