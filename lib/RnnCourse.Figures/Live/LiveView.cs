using RnnCourse.Figures.Display;

namespace RnnCourse.Figures.Live;

/// <summary>A moment of a running training, as a notebook shows it: a light drawing without script, since it is drawn
/// again and again.</summary>
[TypeFormatterSource(typeof(LiveViewFormatters), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class LiveView
{
    internal LiveView(string html, string text) => (Html, Text) = (html, text);

    /// <summary>Bar and curve.</summary>
    public string Html { get; }

    /// <summary>The same on one line.</summary>
    public string Text { get; }

    public override string ToString() => Text;
}

/// <summary>How a <see cref="LiveView"/> is shown in a notebook.</summary>
public sealed class LiveViewFormatters
{
    private readonly DisplayFormatter[] _formatters =
        [new("text/html", view => ((LiveView)view).Html), new("text/plain", view => ((LiveView)view).Text)];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;
}
