namespace RnnCourse.Lessons.Exercises;

/// <summary>How an <see cref="Exercise"/> is shown in a notebook.</summary>
public sealed class ExerciseFormatters() : Formatters<Exercise>(Html)
{
    private static string Html(Exercise exercise)
    {
        var sign = exercise.State switch { ExerciseState.Right => "✓", ExerciseState.Wrong => "✗", _ => "○" };
        return "<p class=\"rnncourse-exercise\" style=\"border:1px solid;border-radius:6px;padding:.4em "
            + $".8em\"><strong>{sign} Exercise {SvgWriter.Escape(exercise.Id)}</strong> "
            + SvgWriter.Escape(exercise.Message).Replace(Exercise.ToDo,
                $"<span class=\"rnncourse-todo\">{Exercise.ToDo}</span>", StringComparison.Ordinal) + "</p>";
    }
}
