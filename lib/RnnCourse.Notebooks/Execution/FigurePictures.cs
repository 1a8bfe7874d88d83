using System.Security.Cryptography;
using RnnCourse.Figures.Display;
using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Notebooks.Execution;

/// <summary>Pictures of the figures in a Jupyter notebook's outputs, for the places that take a notebook's HTML apart:
/// GitHub, and Jupyter before the reader trusts the notebook, drop a drawing that stands inside HTML, and show an
/// output of its own.</summary>
public static partial class FigurePictures
{
    /// <summary>Makes figures interactive, and draws charts that have no drawing of their own; the version the figures
    /// are tested with.</summary>
    public static readonly NpmPackage Plotly = new("plotly.js-dist-min", Upgrade.PlotlyVersion,
        "sha512-VSmS9KVNun16S8qFYYp9LlL/XBby4ueeGqB+K9AqRCVsup8dSpGULap4UyR1f2mz4pV3qjWp1sR5chwLgIKPoQ==");

    /// <summary>As many pictures as a page of the browser draws.</summary>
    private const int AtOnce = 200;

    private const string Html = "text/html", Svg = "image/svg+xml", Png = "image/png";

    /// <summary>Adds to each output whose HTML is a drawn figure the same drawing as <c>image/svg+xml</c>.</summary>
    internal static JsonObject WithSvg(JsonObject output)
    {
        if (output["data"] is JsonObject data && data[Html] is { } html && !data.ContainsKey(Svg)
            && Drawing().Match(MultilineText.Join(html)) is { Success: true } figure)
            data[Svg] = MultilineText.Split(figure.Groups[1].Value);
        return output;
    }

    /// <summary>Adds to each output that has a drawing the same as <c>image/png</c>, made by the machine's browser.
    /// Where there is none, nothing is added. The HTML has it as well, for a Jupyter that does not trust the notebook:
    /// it prefers HTML, takes drawing and style sheet out of it, and shows the picture that the latter hides.</summary>
    /// <exception cref="CourseException">The browser drew nothing.</exception>
    public static async Task AddPngAsync(IEnumerable<JsonObject> outputs, CancellationToken cancellation = default)
    {
        var drawn = outputs
            .Where(output =>
                output["data"] is JsonObject data && data.ContainsKey(Svg) && !data.ContainsKey(Png))
            .Select(output => (Output: output, Svg: MultilineText.Join(output["data"]![Svg]),
                Chart: Chart().Match(MultilineText.Join(output["data"]![Html]))))
            .ToList();
        if (drawn.Count == 0 || Browser.Find() is null) return;
        var plotly = drawn.Any(figure => figure.Chart.Success) ? await PlotlyAsync(cancellation) : null;
        if (plotly is null) drawn.RemoveAll(figure => figure.Chart.Success);
        var pictures = await PicturesAsync(
            [.. drawn.Select(figure => figure.Chart.Success ? figure.Chart.Groups["json"].Value : Source(figure.Svg))],
            plotly, cancellation);
        foreach (var ((output, svg, chart), picture) in drawn.Zip(pictures))
        {
            output["data"]![Png] = picture + "\n";
            var html = chart.Success ? WithPicture(chart, picture) : MultilineText.Join(output["data"]![Html]);
            if (chart.Success) output["data"]!.AsObject().Remove(Svg);
            // It has twice as many dots each way as the figure has units: sharp where the screen is.
            if (Size().Match(svg) is { Success: true } size)
            {
                var (width, height) = (Number(size.Groups[1]), Number(size.Groups[2]));
                output["metadata"]![Png] = new JsonObject { ["width"] = width, ["height"] = height };
                html = html.Insert(html.IndexOf('>', StringComparison.Ordinal) + 1, string.Create(
                    CultureInfo.InvariantCulture, $"<style>.rc-picture{{display:none}}</style><img "
                        + $"class=\"rc-picture\" alt=\"\" width=\"{width}\" height=\"{height}\" "
                        + $"src=\"data:image/png;base64,{picture}\">"));
            }
            output["data"]![Html] = MultilineText.Split(html);
        }

        static string Source(string svg) => JsonSerializer.Serialize(
            "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)));

        static double Number(Group digits) => double.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The runs with a picture in each chart that has no drawing, for print and for pages without plotly.js: made by
    /// the machine's browser. Where there is none, or npm has no plotly.js, the words stay.
    /// </summary>
    public static async Task<IReadOnlyList<NotebookResult>> WithChartsDrawnAsync(IReadOnlyList<NotebookResult> runs,
        CancellationToken cancellation = default)
    {
        var charts = runs.SelectMany(run => run.Cells).SelectMany(cell => cell.Events)
            .Select(shown => shown[Html] is { } html ? Chart().Match(html) : Match.Empty)
            .Where(chart => chart.Success).DistinctBy(chart => chart.Value)
                .ToList();
        if (charts.Count == 0 || Browser.Find() is null
            || await PlotlyAsync(cancellation) is not { } plotly) return runs;
        var pictures = await PicturesAsync([.. charts.Select(chart => chart.Groups["json"].Value)], plotly,
            cancellation);
        var drawn = charts.Zip(pictures).ToDictionary(pair => pair.First.Value, pair =>
            WithPicture(pair.First, pair.Second));
        return
        [
            .. runs.Select(run => run with
            {
                Cells = [.. run.Cells.Select(cell => cell with { Events = [.. cell.Events.Select(Drawn)] })],
            }),
        ];

        CellEvent Drawn(CellEvent shown) => shown with
        {
            Values = [.. shown.Values.Select(
                value => value.MimeType == Html && drawn.TryGetValue(value.Value, out var html)
                ? value with { Value = html } : value)],
        };
    }

    /// <summary>The chart's HTML with the picture in the place of its words.</summary>
    private static string WithPicture(Match chart, string picture) =>
        $"{chart.Groups["head"].Value}<image width=\"{chart.Groups["width"].Value}\" "
            + $"height=\"{chart.Groups["height"].Value}\" href=\"data:image/png;base64,{picture}\"/>"
            + chart.Groups["tail"].Value;

    private static async Task<string?> PlotlyAsync(CancellationToken cancellation)
    {
        try
        {
            return Encoding.UTF8.GetString((await Plotly.FilesAsync(cancellation))["plotly.min.js"]);
        }
        catch (NpmException)
        {
            return null;
        }
    }

    /// <summary>Leaves of a drawn figure one picture and its words: what every viewer of notebooks shows. Tables and
    /// claims stay HTML.</summary>
    public static void KeepPictures(IEnumerable<JsonObject> outputs)
    {
        foreach (var data in outputs.Select(output => output["data"]).OfType<JsonObject>()
            .Where(data => data.ContainsKey(Svg) || data.ContainsKey(Png)))
        {
            data.Remove(Html);
            if (data.ContainsKey(Png)) data.Remove(Svg);
        }
    }

    /// <summary>The PNGs, base64, of sources as <see cref="RasteriseAsync"/> takes them. Each is kept for the next
    /// time.</summary>
    private static async Task<IReadOnlyList<string>> PicturesAsync(IReadOnlyList<string> sources, string? plotly,
        CancellationToken cancellation)
    {
        var pictures = sources.Select(source => CacheFile.Read(KeptIn(source), source) is { } kept
            ? Encoding.ASCII.GetString(kept) : null).ToArray();
        int[] missing = [.. Enumerable.Range(0, pictures.Length).Where(i => pictures[i] is null)];
        // It takes longer to load plotly.js than to draw the charts: one page does. The drawings are divided.
        int[] charts = [.. missing.Where(i => IsChart(sources[i]))], drawings = [.. missing.Except(charts)];
        var share = (drawings.Length + System.Environment.ProcessorCount - 1) / System.Environment.ProcessorCount;
        await Parallel.ForEachAsync(charts.Chunk(AtOnce).Concat(drawings.Chunk(Math.Clamp(share, 1, AtOnce))),
            cancellation, async (some, stop) =>
            {
                var made = await RasteriseAsync([.. some.Select(i => sources[i])],
                    IsChart(sources[some[0]]) ? plotly : null, stop);
                foreach (var (i, picture) in some.Zip(made))
                    CacheFile.Write(KeptIn(sources[i]), sources[i], Encoding.ASCII.GetBytes(pictures[i] = picture));
            });
        return pictures!;

        static bool IsChart(string source) => source.StartsWith('{');

        static string KeptIn(string source) => Path.Combine(UserCache.Folder("pictures"), Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"{typeof(FigurePictures).Module.ModuleVersionId}\n{source}"))));
    }

    /// <summary>A page that draws each picture twice as large on white and logs the PNGs, base64, which takes less
    /// time than to leave them in the page for <c>--dump-dom</c> to print.</summary>
    /// <param name="sources">Of each a literal of JavaScript: the address of a drawing, or a chart in plotly's
    /// JSON.</param>
    private static async Task<IReadOnlyList<string>> RasteriseAsync(IReadOnlyList<string> sources, string? plotly,
        CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("rnncourse-pictures-").FullName;
        try
        {
            var page = Path.Combine(folder, "pictures.html");
            // The page itself is printed in the end: what it runs stands in files beside it.
            await File.WriteAllTextAsync(page, """
                <!DOCTYPE html><meta charset="utf-8"><body>
                <script src="plotly.js"></script><script src="pictures.js"></script>
                """, cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "plotly.js"), plotly ?? "", cancellation);
            await File.WriteAllTextAsync(Path.Combine(folder, "pictures.js"), $$"""
                const plot = ({data, layout}) => Plotly.toImage({data, layout}, {
                  format: 'png', width: layout.width ?? 700, height: layout.height, scale: 2,
                }).then(url => url.split(',')[1]);
                const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
                const draw = source => typeof source === 'object' ? plot(source) : new Promise((done, failed) => {
                  const image = new Image();
                  image.onload = () => {
                    [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
                    pen.fillStyle = '#fff';
                    pen.fillRect(0, 0, canvas.width, canvas.height);
                    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
                    done(canvas.toDataURL('image/png').split(',')[1]);
                  };
                  image.onerror = failed;
                  image.src = source;
                });
                [{{string.Join(',', sources)}}].map(draw).forEach((drawn, place) => drawn.then(picture => {
                  console.log(`picture ${place}: ${picture}.`);
                }));
                """, cancellation);
            var log = await Browser.LogAsync(
            [
                "--host-resolver-rules=MAP * ~NOTFOUND", "--blink-settings=preferredColorScheme=1",
                string.Create(CultureInfo.InvariantCulture, $"--virtual-time-budget={10_000 + 1000 * sources.Count}"),
                "--dump-dom", new Uri(page).AbsoluteUri,
            ], cancellation);
            string[] pictures = [.. Made().Matches(log)
                .OrderBy(made => int.Parse(made.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
                .Select(made => made.Groups[2].Value)];
            return pictures.Length == sources.Count ? pictures : throw new CourseException(
                $"{Browser.Require()} drew {pictures.Length} of {sources.Count} figures.");
        }
        finally
        {
            FolderRemoval.TryDelete(folder);
        }
    }

    /// <summary>The drawing of a figure: what the library writes. Other libraries' HTML may hold pictures that are only
    /// parts of it.</summary>
    [GeneratedRegex("""^\s*<div class="rnncourse-figure rc-theme(?: rc-(?:two|one))?(?: rc-explore)?"[^>]*>(?:<p [^>]*>[^\n]*?</p>)?(<svg\b.*?</svg>)""",
        RegexOptions.Singleline)]
    private static partial Regex Drawing();

    /// <summary>A chart that has words for a drawing: its head as far as the words, and what follows them.</summary>
    [GeneratedRegex(
        """^\s*(?<head><div class="rnncourse-figure rc-theme"[^>]*><svg [^>]*rc-words"[^>]* """
            + """width="(?<width>[0-9.]+)" height="(?<height>[0-9.]+)"[^>]*>.*?)<text .*(?<tail></svg>"""
            + """<script type="application/vnd\.plotly\.v1\+json">(?<json>.*?)</script>.*)$""",
        RegexOptions.Singleline)]
    private static partial Regex Chart();

    [GeneratedRegex("""^<svg\b[^>]* width="([0-9.]+)" height="([0-9.]+)[^>]*>""")]
    private static partial Regex Size();

    [GeneratedRegex("picture ([0-9]+): ([A-Za-z0-9+/=]+)\\.")]
    private static partial Regex Made();
}
