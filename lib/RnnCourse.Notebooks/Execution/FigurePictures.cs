using RnnCourse.Notebooks.Ipynb;

namespace RnnCourse.Notebooks.Execution;

/// <summary>Pictures of the figures in a Jupyter notebook's outputs, for the places that take a notebook's HTML apart:
/// GitHub, and Jupyter before the reader trusts the notebook, drop a drawing that stands inside HTML, and show an
/// output of its own.</summary>
public static partial class FigurePictures
{
    private const string Html = "text/html", Svg = "image/svg+xml", Png = "image/png";

    /// <summary>Adds to each output whose HTML is a drawn figure the same drawing as <c>image/svg+xml</c>.</summary>
    internal static JsonObject WithSvg(JsonObject output)
    {
        if (output["data"] is JsonObject data && data[Html] is { } html && !data.ContainsKey(Svg)
            && Drawing().Match(MultilineText.Join(html)) is { Success: true } figure)
            data[Svg] = MultilineText.Split(figure.Groups[1].Value);
        return output;
    }

    /// <summary>Adds to each output that has a drawing the same as <c>image/png</c>, made by the machine's browser, all
    /// at once.</summary>
    /// <exception cref="CourseException">There is no browser, or it drew nothing.</exception>
    public static async Task AddPngAsync(IEnumerable<JsonObject> outputs, CancellationToken cancellation = default)
    {
        var drawn = outputs
            .Where(output =>
                output["data"] is JsonObject data && data.ContainsKey(Svg) && !data.ContainsKey(Png))
            .Select(output => (Output: output, Svg: MultilineText.Join(output["data"]![Svg]))).ToList();
        if (drawn.Count == 0) return;
        var pictures = await RasteriseAsync([.. drawn.Select(figure => figure.Svg)], cancellation);
        foreach (var ((output, svg), picture) in drawn.Zip(pictures))
        {
            output["data"]![Png] = picture + "\n";
            // It has twice as many dots each way as the figure has units: sharp where the screen is.
            if (Size().Match(svg) is { Success: true } size)
                output["metadata"]![Png] =
                    new JsonObject { ["width"] = Number(size.Groups[1]), ["height"] = Number(size.Groups[2]) };
        }

        static double Number(Group digits) => double.Parse(digits.ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Leaves of a drawn figure one picture and its words: what every viewer of notebooks shows. Tables and
    /// claims stay HTML.</summary>
    public static void KeepPictures(IEnumerable<JsonObject> outputs)
    {
        foreach (var data in outputs.Select(output => output["data"]).OfType<JsonObject>()
            .Where(data => data.ContainsKey(Svg)))
        {
            data.Remove(Html);
            if (data.ContainsKey(Png)) data.Remove(Svg);
        }
    }

    /// <summary>A page that draws each picture twice as large on white and leaves the PNGs, base64, as its
    /// text.</summary>
    private static async Task<IReadOnlyList<string>> RasteriseAsync(IReadOnlyList<string> drawings,
        CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("rnncourse-pictures-").FullName;
        try
        {
            var page = Path.Combine(folder, "pictures.html");
            var sources = drawings.Select(svg =>
                "data:image/svg+xml;base64," + Convert.ToBase64String(Encoding.UTF8.GetBytes(svg)));
            await File.WriteAllTextAsync(page, $$"""
                <!DOCTYPE html><meta charset="utf-8"><pre id="made">[]</pre>
                <script>
                const draw = source => new Promise((done, failed) => {
                  const image = new Image();
                  image.onload = () => {
                    const canvas = document.createElement('canvas'), pen = canvas.getContext('2d');
                    [canvas.width, canvas.height] = [2 * image.width, 2 * image.height];
                    pen.fillStyle = '#fff';
                    pen.fillRect(0, 0, canvas.width, canvas.height);
                    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
                    done(canvas.toDataURL('image/png').split(',')[1]);
                  };
                  image.onerror = failed;
                  image.src = source;
                });
                Promise.all({{JsonSerializer.Serialize(sources)}}.map(draw)).then(made => {
                  document.getElementById('made').textContent = JSON.stringify(made);
                });
                </script>
                """, cancellation);
            var shown = await Browser.ReadAsync(
            [
                "--host-resolver-rules=MAP * ~NOTFOUND", "--blink-settings=preferredColorScheme=1",
                string.Create(CultureInfo.InvariantCulture, $"--virtual-time-budget={1000 + 200 * drawings.Count}"),
                "--dump-dom", new Uri(page).AbsoluteUri,
            ], cancellation);
            var pictures = Made().Match(shown) is { Success: true } made
                ? JsonSerializer.Deserialize<string[]>(made.Groups[1].Value)! : [];
            return pictures.Length == drawings.Count ? pictures : throw new CourseException(
                $"{Browser.Require()} drew {pictures.Length} of {drawings.Count} figures.");
        }
        finally
        {
            FolderRemoval.TryDelete(folder);
        }
    }

    /// <summary>The drawing of a figure: what the library writes. Other libraries' HTML may hold pictures that are only
    /// parts of it.</summary>
    [GeneratedRegex("""^\s*<div class="rnncourse-figure rc-theme"[^>]*>(<svg\b.*?</svg>)""", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("""^<svg\b[^>]* width="([0-9.]+)" height="([0-9.]+)[^>]*>""")]
    private static partial Regex Size();

    [GeneratedRegex("""<pre id="made">(\[.*?\])</pre>""", RegexOptions.Singleline)]
    private static partial Regex Made();
}
