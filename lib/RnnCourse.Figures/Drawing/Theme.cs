namespace RnnCourse.Figures.Drawing;

/// <summary>The colours of every figure, in a light and a dark theme. The six series colours differ for readers with
/// any kind of colour vision, and each has a contrast of at least 3 : 1 against the paper (text: 4.5 : 1); the tests
/// measure both.</summary>
internal sealed record Theme(string Paper, string InkColor, string MutedColor, string GridColor, string AxisColor,
    string[] Series)
{
    public static readonly Theme Light = new("#ffffff", "#1f2328", "#57606a", "#e3e6ea", "#6e7781",
        ["#1857b6", "#d1480f", "#21956b", "#a0529a", "#749a4f", "#2b2f36"]);

    public static readonly Theme Dark = new("#16181d", "#e6e8eb", "#a4acb6", "#31353c", "#8b939d",
        ["#6cb2ff", "#ff8f52", "#66f6b6", "#af79af", "#ffee68", "#bfcedf"]);

    /// <summary>The colour of a series; after the last comes the first again, with another marker or dash.</summary>
    public string this[int series] => series < 0 ? MutedColor : Series[series % Series.Length];

    public static string Ink => $"class=\"rc-ink\" fill=\"{Light.InkColor}\"";

    /// <summary>Ink with paper around it, for words that lie on data.</summary>
    public static string InkOnData => $"class=\"rc-ink rc-halo\" fill=\"{Light.InkColor}\" paint-order=\"stroke\" "
        + $"stroke=\"{Light.Paper}\" stroke-width=\"4\" stroke-linejoin=\"round\"";

    public static string Muted => $"class=\"rc-muted\" fill=\"{Light.MutedColor}\"";

    public static string PaperFill => $"class=\"rc-paper\" fill=\"{Light.Paper}\"";

    public static string Grid => $"class=\"rc-grid\" stroke=\"{Light.GridColor}\" fill=\"none\"";

    public static string Axis => $"class=\"rc-axis\" stroke=\"{Light.AxisColor}\" fill=\"none\"";

    public static string InkStroke => $"class=\"rc-inkline\" stroke=\"{Light.InkColor}\"";

    public static string Stroke(int series) => series < 0
        ? $"class=\"rc-axis\" stroke=\"{Light.AxisColor}\""
        : $"class=\"rc-l{series % Light.Series.Length}\" stroke=\"{Light[series]}\"";

    public static string Fill(int series) => $"class=\"rc-f{series % Light.Series.Length}\" fill=\"{Light[series]}\"";

    /// <summary>Filled and outlined in the series' colour.</summary>
    public static string Marker(int series)
    {
        var k = Math.Max(0, series) % Light.Series.Length;
        return $"class=\"rc-f{k} rc-l{k}\" fill=\"{Light[k]}\" stroke=\"{Light[k]}\" stroke-width=\"1.5\"";
    }

    /// <summary>The style sheet inside each drawing. It is light unless the page says that it is dark: data-theme on
    /// the html element (the book; "auto" leaves it to the system), VS Code's and JupyterLab's marks on the body. A
    /// drawing that stands alone follows the system. Paper is always white.</summary>
    public static string StyleSheet { get; } = Sheet();

    private static string Sheet()
    {
        const string printed = "html .rc-theme.rc-theme.rc-theme";
        var css = new StringBuilder();
        css.Append($".rc-theme{{{Variables(Light)}background:var(--rc-paper);color:var(--rc-ink)}}");
        css.Append("@media(prefers-color-scheme:dark){svg.rc-theme:root,html[data-theme=auto] "
            + $".rc-theme{{{Variables(Dark)}}}}}");
        css.Append("html[data-theme=dark] .rc-theme,body.vscode-dark .rc-theme,body[data-jp-theme-light=false] "
            + $".rc-theme{{{Variables(Dark)}}}");
        css.Append($"@media print{{{printed}{{{Variables(Light)}}}}}");
        css.Append("svg.rc-theme{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"Noto "
            + "Sans\",sans-serif;max-width:100%;height:auto}");
        css.Append(".rc-upgraded>svg{display:none}@media "
            + "print{.rc-upgraded>svg:not(.rc-narrow){display:block}.rnncourse-plotly{display:none}}");
        // A narrow page shows the drawing that was made for it.
        var narrow = Numbers.Pixel(Figure.RoomForWide - 1);
        css.Append($".rc-two{{container-type:inline-size}}@container (max-width:{narrow}px)"
                + "{.rc-two>svg:not(.rc-narrow),.rc-two>.rnncourse-plotly{display:none}"
                + ".rc-two>svg.rc-narrow{display:block;width:100%;max-width:430px}}");
        css.Append($".rc-one{{container-type:inline-size}}@container (max-width:{narrow}px)"
                + "{.rc-one .rc-heading{display:none}.rc-one>.rc-title{display:block;position:sticky;left:0;"
                + "margin:0 0 -12px;color:var(--rc-ink);font:600 16px/1.25 system-ui,sans-serif}}");
        css.Append(".rc-ink{fill:var(--rc-ink)}.rc-muted{fill:var(--rc-muted)}.rc-paper{fill:var(--rc-paper)}");
        css.Append(".rc-halo{stroke:var(--rc-paper)}.rnncourse-plotly .annotation-text{paint-order:stroke;"
            + "stroke:var(--rc-paper);stroke-width:4px;stroke-linejoin:round}");
        css.Append(".rc-grid{stroke:var(--rc-grid)}.rc-axis{stroke:var(--rc-axis)}.rc-inkline{stroke:var(--rc-ink)}");
        for (var k = 0; k < Light.Series.Length; k++)
            css.Append(CultureInfo.InvariantCulture, $".rc-l{k}{{stroke:var(--rc-{k})}}.rc-f{k}{{fill:var(--rc-{k})}}");
        return css.ToString();
    }

    private static string Variables(Theme theme)
    {
        var css = new StringBuilder();
        css.Append(
            $"--rc-paper:{theme.Paper};--rc-ink:{theme.InkColor};--rc-muted:{theme.MutedColor};"
                + $"--rc-grid:{theme.GridColor};--rc-axis:{theme.AxisColor};");
        for (var k = 0; k < theme.Series.Length; k++)
            css.Append(CultureInfo.InvariantCulture, $"--rc-{k}:{theme.Series[k]};");
        return css.ToString();
    }
}
