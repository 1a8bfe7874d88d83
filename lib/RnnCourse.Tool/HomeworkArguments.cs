using RnnCourse.Notebooks.Homework;

namespace RnnCourse.Tool;

/// <summary>What the verbs of <c>course homework</c> share.</summary>
internal static class HomeworkArguments
{
    internal static readonly Option<string?> Source = new("--source")
    {
        Description = "The folder of the authors' notebooks. Default: the course's notebooks/homework; "
            + "outside a course, this folder.",
        HelpName = "DIR"
    };

    internal static Argument<string> Name() =>
        new("HOMEWORK") { Description = "Its short name, such as H2, or the authors' notebook." };

    /// <summary>The authors' folder.</summary>
    internal static string Folder(ParseResult parsed) =>
        parsed.GetValue(Source)
        ?? (CourseFolder.TryFind() is { } course ? Path.Combine(course.Notebooks, "homework") : ".");

    internal static HomeworkSource Load(ParseResult parsed, string name) =>
        HomeworkSource.Load(HomeworkSource.Find(File.Exists(name) ? "." : Folder(parsed), name));

    /// <summary>Runs an action; what is wrong with its input is said on the error output, with exit code 2.</summary>
    internal static async Task<int> GuardedAsync(Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
        catch (Exception e) when (Failure.IsExpected(e))
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.BadFile;
        }
    }
}
