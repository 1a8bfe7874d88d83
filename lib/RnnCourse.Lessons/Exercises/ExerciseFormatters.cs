using RnnCourse.Figures.Display;
using RnnCourse.Figures.Drawing;

namespace RnnCourse.Lessons.Exercises;

/// <summary>How an <see cref="Exercise"/> is shown in a notebook. .NET Interactive finds it by the attribute on that
/// class.</summary>
public sealed class ExerciseFormatters
{
    private readonly DisplayFormatter[] _formatters =
    [
        new("text/html", exercise => Html((Exercise)exercise)),
        new("text/plain", exercise => exercise.ToString()!),
    ];

    /// <summary>The formatters, one a MIME type.</summary>
    public IEnumerable<object> CreateTypeFormatters() => _formatters;

    private static string Html(Exercise exercise)
    {
        var sign = exercise.State switch { ExerciseState.Right => "✓", ExerciseState.Wrong => "✗", _ => "○" };
        return "<p class=\"rnncourse-exercise\" style=\"border:1px solid;border-radius:6px;padding:.4em "
            + $".8em\"><strong>{sign} Exercise {SvgWriter.Escape(exercise.Id)}</strong> "
            + $"{SvgWriter.Escape(exercise.Message)}</p>";
    }
}
