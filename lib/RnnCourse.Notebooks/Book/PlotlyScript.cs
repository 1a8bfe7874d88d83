using RnnCourse.Figures.Display;

namespace RnnCourse.Notebooks.Book;

/// <summary>Where the pages find plotly.js: one copy in the site where npm can fetch it, else a CDN.</summary>
/// <param name="Source">What a script element's <c>src</c> says.</param>
/// <param name="Integrity">The script's hash, for one that is not the site's own; else empty.</param>
/// <param name="Description">Says in a sentence how figures are shown, for the build's summary.</param>
/// <param name="Own">The script among the site's assets, where it is the site's own; else null.</param>
public sealed record PlotlyScript(string Source, string Integrity, string Description, byte[]? Own)
{
    /// <summary>The site's own copy where npm can fetch it, else the CDN's.</summary>
    public static async Task<PlotlyScript> ChooseAsync(CancellationToken cancellation = default)
    {
        var version = FigurePictures.Plotly.Version;
        try
        {
            var files = await FigurePictures.Plotly.FilesAsync(cancellation);
            return new("assets/plotly.min.js", "", $"drawn as SVG, interactive with the site's own plotly.js {version}",
                files["plotly.min.js"]);
        }
        catch (NpmException reason)
        {
            return new(Upgrade.PlotlyAddress, Upgrade.PlotlyIntegrity,
                $"drawn as SVG, interactive with plotly.js {version} from a CDN ({reason.Message.TrimEnd('.')})", null);
        }
    }

    /// <summary>What the site's assets need of it.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Assets() => Own is null ? [] : [("plotly.min.js", Own)];
}
