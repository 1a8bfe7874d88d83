using System.Text.RegularExpressions;

namespace RnnCourse.Figures.Display;

/// <summary>The script that puts an interactive plot in the place of the drawing. README.md beside this file has the
/// contract.</summary>
public static class Upgrade
{
    /// <summary>The version of plotly.js the figures are tested with: the npm package
    /// <c>plotly.js-dist-min</c>.</summary>
    public const string PlotlyVersion = "4.1.2";

    /// <summary>Where a page that brings no plotly of its own loads it from.</summary>
    public const string PlotlyAddress =
        "https://cdn.jsdelivr.net/npm/plotly.js-dist-min@" + PlotlyVersion + "/plotly.min.js";

    /// <summary>The hash of that file, as a script element's <c>integrity</c> attribute wants it.</summary>
    public const string PlotlyIntegrity = "sha384-hHv6D3tTUUBpp4tVv6t2Dc3oGuRhphmWOTKUR8jWyN0Pnon1g3iebKCNDNmKmxo8";

    private static readonly string Script = Read("upgrade.js"), Slider = Read("slider.js");

    /// <summary>The script for all figures of a page, for a site that keeps its scripts in files.</summary>
    public static string ForPage => "document.querySelectorAll('.rnncourse-figure[id]').forEach(figure => "
        + $"{Script}(figure.id,\"{PlotlyAddress}\",\"{PlotlyIntegrity}\"));\n"
        + $"document.querySelectorAll('.rc-explore[id]').forEach(figure => {Slider}(figure.id));\n";

    /// <summary>A figure's HTML without the script of its own, for a page that has <see cref="ForPage"/>.</summary>
    public static string WithoutCall(string html) => OwnCall.Replace(html, "");

    private static Regex OwnCall { get; } =
        new($"<script>({Regex.Escape(Script)}|{Regex.Escape(Slider)})\\([^<]*\\);</script>");

    /// <summary>The statement that upgrades the figures with an id.</summary>
    internal static string Call(string id) => $"{Script}(\"{id}\",\"{PlotlyAddress}\",\"{PlotlyIntegrity}\");";

    /// <summary>The statement that gives a figure of frames its slider.</summary>
    internal static string SliderCall(string id) => $"{Slider}(\"{id}\");";

    private static string Read(string name)
    {
        using var stream = typeof(Upgrade).Assembly.GetManifestResourceStream("RnnCourse.Figures.Display." + name)!;
        using var reader = new StreamReader(stream);
        // Comments and indentation stay in the source; they would be repeated in every figure of a page.
        return string.Join('\n',
            reader.ReadToEnd().Split('\n').Select(line => line.Trim())
                .Where(line => line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)));
    }
}
