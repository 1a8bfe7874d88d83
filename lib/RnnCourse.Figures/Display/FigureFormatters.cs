namespace RnnCourse.Figures.Display;

/// <summary>How a <see cref="Figure"/> is shown in a notebook. .NET Interactive finds it by the attribute on that
/// class.</summary>
public sealed class FigureFormatters
{
    /// <summary>The MIME type of plotly's JSON.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    // How often each figure was shown: the second time it gets an id of its own.
    private readonly Dictionary<string, int> _shown = new(StringComparer.Ordinal);

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new DisplayFormatter("text/html", figure => Html((Figure)figure)),
        new DisplayFormatter("text/plain", figure => ((Figure)figure).ToString()),
        new DisplayFormatter("image/svg+xml", figure => ((Figure)figure).ToSvg()),
        new DisplayFormatter(PlotlyMimeType, figure => ((Figure)figure).ToPlotlyJson()),
    ];

    private string Html(Figure figure)
    {
        var html = figure.ToHtml();
        var id = FigureDrawing.IdOf(html);
        lock (_shown) _shown[id] = _shown.GetValueOrDefault(id) + 1;
        return _shown[id] == 1 ? html
            : figure.ToHtml(string.Create(CultureInfo.InvariantCulture, $"{id}-{_shown[id]}"));
    }
}
