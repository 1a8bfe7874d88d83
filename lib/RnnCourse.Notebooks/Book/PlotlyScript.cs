using RnnCourse.Figures.Display;

namespace RnnCourse.Notebooks.Book;

/// <summary>Where the pages find plotly.js: one copy in the site where npm can fetch it, else a CDN.</summary>
/// <param name="Source">What a script element's <c>src</c> says.</param>
/// <param name="Integrity">The script's hash, for one that is not the site's own; else empty.</param>
/// <param name="Description">Says in a sentence how figures are shown, for the build's summary.</param>
/// <param name="File">The file to copy into the site's assets, or null.</param>
public sealed record PlotlyScript(string Source, string Integrity, string Description, string? File)
{
    /// <summary>Makes figures interactive; the version the library's figures are tested with.</summary>
    public static readonly NpmPackage Package = new("plotly.js-dist-min", Upgrade.PlotlyVersion,
        "sha512-VSmS9KVNun16S8qFYYp9LlL/XBby4ueeGqB+K9AqRCVsup8dSpGULap4UyR1f2mz4pV3qjWp1sR5chwLgIKPoQ==");

    /// <summary>The site's own copy where npm can fetch it, else the CDN's.</summary>
    public static async Task<PlotlyScript> ChooseAsync(CancellationToken cancellation = default)
    {
        var version = Package.Version;
        try
        {
            var folder = await Package.FolderAsync(cancellation);
            return new("assets/plotly.min.js", "", $"drawn as SVG, interactive with the site's own plotly.js {version}",
                Path.Combine(folder, "plotly.min.js"));
        }
        catch (NpmException reason)
        {
            return new(Upgrade.PlotlyAddress, Upgrade.PlotlyIntegrity,
                $"drawn as SVG, interactive with plotly.js {version} from a CDN ({reason.Message.TrimEnd('.')})", null);
        }
    }

    /// <summary>Copies the script into the site's asset folder, where it is the site's own.</summary>
    public void WriteAssets(string folder)
    {
        if (File != null) System.IO.File.Copy(File, Path.Combine(folder, "plotly.min.js"), overwrite: true);
    }
}
