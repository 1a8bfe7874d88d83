namespace RnnCourse.Figures.Texts;

/// <summary>The style of figures that are text. The colours under tokens are such that the theme's ink can be read on
/// the deepest of them (4.5 : 1, tested).</summary>
internal static class TextStyle
{
    public const string LightPositive = "#f08a74", LightNegative = "#7fb0f5", DarkPositive = "#9c3322",
        DarkNegative = "#2458a8";

    public static string Sheet { get; } =
        $".rc-theme{{--rc-pos:{LightPositive};--rc-neg:{LightNegative}}}"
        + $"@media(prefers-color-scheme:dark){{svg.rc-theme:root,html[data-theme=auto] .rc-theme{{{Dark}}}}}"
        + "html[data-theme=dark] .rc-theme,body.vscode-dark .rc-theme,body[data-jp-theme-light=false] "
        + $".rc-theme{{{Dark}}}"
        + $"@media print{{html .rc-theme.rc-theme.rc-theme{{--rc-pos:{LightPositive};--rc-neg:{LightNegative}}}}}"
        + ".rc-posfill{fill:var(--rc-pos)}.rc-negfill{fill:var(--rc-neg)}"
        + ".rc-text :is(.rc-tokens,.rc-scale,.rc-notes){max-width:700px}"
        + ".rnncourse-figure.rc-text{overflow-x:auto;font-family:system-ui,-apple-system,"
        + "\"Segoe UI\",Roboto,\"Noto Sans\",sans-serif}"
        + ".rc-text :is(.rc-title,.rc-notes){position:sticky;left:0}"
        + ".rc-text .rc-title{font-size:16px;font-weight:600;margin:0 0 6px}.rc-text "
        + ":is(.rc-scale,.rc-notes){font-size:13px;color:var(--rc-muted);margin:6px 0 0}"
        + ".rc-tokens{font:15px/1.9 "
        + "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere;"
        + "margin:0;unicode-bidi:plaintext}"
        + ".rc-text .rc-pos{background:color-mix(in srgb,var(--rc-pos) "
        + "calc(var(--v)*100%),transparent);border-bottom:1px solid}"
        + ".rc-text .rc-neg{background:color-mix(in srgb,var(--rc-neg) "
        + "calc(var(--v)*100%),transparent);border-bottom:1px dashed}"
        + ".rc-text .rc-scale :is(.rc-pos,.rc-neg){color:var(--rc-ink);padding:0 4px}"
        + ".rc-text table{border-collapse:collapse;font-size:14px;color:var(--rc-ink);background:var(--rc-paper)}"
        // A notebook editor aligns the cells of tables by a rule of its own: this one is more specific.
        + ".rc-text.rc-text.rc-text :is(th,td){border-bottom:1px solid var(--rc-grid);padding:4px 12px 4px "
        + "0;text-align:left;vertical-align:top;white-space:pre-wrap;background:var(--rc-paper);color:var(--rc-ink)}"
        + ".rc-text table code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}"
        + ".rc-text thead th{border-bottom:2px solid var(--rc-axis)}.rc-text.rc-text.rc-text "
        + ".rc-num{text-align:right;font-variant-numeric:tabular-nums}.rc-text " + Long;

    /// <summary>A cell that holds a sentence keeps room for a few words a line, on a phone too: the table
    /// scrolls.</summary>
    public const string Long = ".rc-mid{min-width:7em}.rc-long{min-width:12em}.rc-long.rc-longer{min-width:20em}";

    /// <summary>The attribute of a cell, by the number of its characters.</summary>
    public static string Class(int length) =>
        length > 160 ? " class=\"rc-long rc-longer\"" : length > 24 ? " class=\"rc-long\""
        : length > 12 ? " class=\"rc-mid\"" : "";

    /// <summary>A short text with numbers, a bound or an interval, on one line, or on two after a comma.</summary>
    public static string Unbroken(string text) => text.Length > 24 || !text.Any(char.IsAsciiDigit) ? text
        : text.Replace(' ', '\u00A0').Replace(",\u00A0", ", ", StringComparison.Ordinal);

    private static string Dark => $"--rc-pos:{DarkPositive};--rc-neg:{DarkNegative}";
}
