using RnnCourse.Notebooks.Homework;
using RnnCourse.Notebooks.Homework.Grading;
using RnnCourse.Notebooks.Machine;
using RnnCourse.Notebooks.Tests.Execution;
using RnnCourse.Notebooks.Tests.Verbs;

namespace RnnCourse.Notebooks.Tests.Homework;

/// <summary>The course's own homeworks, and how tests grade them.</summary>
internal static class Homeworks
{
    internal static readonly string Folder = Path.Combine(CourseTool.Root, "notebooks", "homework");

    internal static HomeworkSource Load(string name) => HomeworkSource.Load(HomeworkSource.Find(Folder, name));

    internal static GradingOptions Options { get; } = new()
    {
        Worker = Run.Worker,
        Isolation = Bubblewrap.Here is null ? AnswerIsolation.None : AnswerIsolation.Sandbox,
    };

    /// <summary>A student's notebook with answers; an exercise that is not named keeps its starting code.</summary>
    internal static string Text(HomeworkSource homework, Func<HomeworkExercise, string?> answer)
    {
        var text = StudentNotebook.Of(homework).ToText();
        foreach (var exercise in homework.Exercises)
            if (answer(exercise) is { } given)
            {
                var head = text.IndexOf($"//| exercise: {exercise.Id} ", StringComparison.Ordinal);
                var begin = text.IndexOf(StudentNotebook.BeginAnswer, head, StringComparison.Ordinal)
                    + StudentNotebook.BeginAnswer.Length + 1;
                var end = text.LastIndexOf('\n',
                    text.IndexOf(StudentNotebook.EndAnswer, begin, StringComparison.Ordinal)) + 1;
                text = text[..begin] + given + "\n" + text[end..];
            }

        return text;
    }
}
