namespace RnnCourse.Figures.Display;

/// <summary>A page with nothing but a figure.</summary>
internal static class Page
{
    public static string Of(Figure figure) => $"""
        <!doctype html>
        <html lang="en" data-theme="auto">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{SvgWriter.Escape(figure.Title ?? "Figure")}</title>
        <style>body{"{"}margin:24px auto;max-width:{Numbers.Pixel(figure.Width)}px;padding:0 12px{"}"}@media(prefers-color-scheme:dark){"{"}body{"{"}background:{Theme.Dark.Paper}{"}"}{"}"}</style>
        </head>
        <body>
        <main>{figure.ToHtml()}</main>
        </body>
        </html>

        """;
}
