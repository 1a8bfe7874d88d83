using RnnCourse.Figures.Display;

namespace RnnCourse.Lessons.Experiments;

/// <summary>How an <see cref="ExperimentResult"/> is shown in a notebook: as the table of its cases.</summary>
public sealed class ExperimentResultFormatters
{
    private readonly DisplayFormatter[] _formatters =
    [
        new("text/html", result => ((ExperimentResult)result).Summary().ToHtml()),
        new("text/plain", result => ((ExperimentResult)result).ToString()),
    ];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;
}
