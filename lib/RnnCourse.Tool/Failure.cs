using RnnCourse.Notebooks.Execution.Session;

namespace RnnCourse.Tool;

/// <summary>What ends a command, told to its user.</summary>
internal static class Failure
{
    /// <summary>Whether an exception is about what the user gave or the machine refused: its message says
    /// all.</summary>
    internal static bool IsExpected(Exception e) =>
        e is IOException or UnauthorizedAccessException or FormatException or CourseException or WorkerStartException;

    /// <summary>A sentence for what was expected; for anything else, all there is to know of it.</summary>
    internal static string Describe(Exception e) => IsExpected(e) ? e.Message
        : $"This is a fault of the course tool itself; please report it with what you did. {e}";

    /// <summary>Runs a command; whatever it throws becomes a message on the error output and an exit code.</summary>
    internal static async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Interrupted.");
            return ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // The last place where it can be told.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(Describe(e));
            return ExitCode.BadFile;
        }
    }
}
