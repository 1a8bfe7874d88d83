using RnnCourse.Lessons.Checks;
using RnnCourse.Lessons.Exercises;
using RnnCourse.Notebooks.Homework.Doing;

namespace RnnCourse.Tool;

/// <summary><c>course homework watch</c></summary>
internal static class HomeworkWatchVerb
{
    internal static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "Your notebook (.dib or .ipynb)." };
        var once =
            new Option<bool>("--once") { Description = "Check once and end. Exit code 0: all done; 1: not yet." };
        var watch = new Command("watch", """
            For students: checks your answers each time you save the notebook, in any editor. While it runs, type
              hint ID     the next of three hints
              reset ID    the exercise as it was at first; what you had is kept in a file
              quit
            """) { file, once };
        watch.SetAction((parsed, cancellation) => HomeworkArguments.GuardedAsync(async () =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such notebook.");
            await using var homework = new HomeworkWatch(path);
            if (parsed.GetValue(once))
                return await ShowAsync(homework, path, cancellation) ? ExitCode.Success : ExitCode.Failed;
            return await LoopAsync(homework, path, cancellation);
        }));
        return watch;
    }

    /// <summary>How long a file has not been written when it is looked at.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);

    private static async Task<int> LoopAsync(HomeworkWatch homework, string path, CancellationToken cancellation)
    {
        var hints = new Dictionary<string, int>();
        var saved = DateTime.MinValue;
        var line = Task.Run(Console.In.ReadLine, cancellation);
        while (!cancellation.IsCancellationRequested)
        {
            // An editor may replace the file, or write it in several goes: for a moment it is not there, cannot be
            // read, or is half a notebook.
            if (File.GetLastWriteTimeUtc(path) is var time && time != saved
                && (DateTime.UtcNow - time).Duration() > Quiet && CanRead(path))
            {
                saved = time;
                await TryShowAsync(homework, path, cancellation);
                Console.WriteLine("Save the notebook to check again; or type hint ID, reset ID, quit.");
            }

            await Task.WhenAny(line, Task.Delay(300, cancellation));
            if (!line.IsCompleted) continue;
            var words = (await line)?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["quit" or "q"]) return ExitCode.Success;
            if (words is not null) Obey(homework, words, hints);
            // Without a terminal there is nobody to type: it goes on watching.
            line = words is null
                ? Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => (string?)null, TaskScheduler.Default)
                : Task.Run(Console.In.ReadLine, cancellation);
        }

        return ExitCode.Cancelled;
    }

    private static bool CanRead(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Obey(HomeworkWatch homework, string[] words, Dictionary<string, int> hints)
    {
        try
        {
            switch (words)
            {
                case ["hint", var id]:
                    var asked = hints.GetValueOrDefault(id) + 1;
                    Console.WriteLine(
                        $"{homework.Hint(id, Math.Min(asked, 3))}{(asked >= 3 ? " (This is the last hint.)" : "")}");
                    hints[id] = asked;
                    break;
                case ["reset", var id]:
                    Console.WriteLine($"{id} is as it was at first."
                        + (homework.Reset(id) is { Length: > 0 } kept ? $" What you had is in {kept}." : ""));
                    break;
                case []:
                    break;
                default:
                    Console.WriteLine(
                        "Type hint ID, reset ID or quit; an ID is, for example, the name at the left of the "
                            + "table.");
                    break;
            }
        }
        catch (ArgumentException e)
        {
            Console.WriteLine(e.Message.Split(" (Parameter")[0]);
        }
        catch (Exception e) when (Failure.IsExpected(e))
        {
            Console.Error.WriteLine(e.Message);
        }
    }

    /// <summary>Shows how the notebook stands, or why it cannot be said; the next time it is saved it is looked at
    /// again.</summary>
    private static async Task TryShowAsync(HomeworkWatch homework, string path, CancellationToken cancellation)
    {
        try
        {
            await ShowAsync(homework, path, cancellation);
        }
        catch (Exception e) when (Failure.IsExpected(e))
        {
            Console.Error.WriteLine(e.Message);
        }
    }

    private static async Task<bool> ShowAsync(HomeworkWatch homework, string path, CancellationToken cancellation)
    {
        Console.WriteLine();
        Console.WriteLine($"Checking {Path.GetFileName(path)} …");
        var result = await homework.CheckAsync(cancellation);
        Console.WriteLine($"{Path.GetFileName(path)}: {result.Done} of {result.Exercises.Count} done  "
            + $"{new string('█', result.Done)}{new string('░', result.Exercises.Count - result.Done)}");
        foreach (var (id, begun, check) in result.Exercises)
        {
            if (check is null)
                Console.WriteLine(
                    $"{(begun ? "✓" : "○")} {id}: {(begun ? "written; a person reads it." : "not begun.")}");
            else
                Console.WriteLine(Text(check, id));
        }

        foreach (var problem in result.Problems) Console.WriteLine($"! {problem}");
        return result.Done == result.Exercises.Count && result.Problems.Count == 0;
    }

    private static string Text(CheckResult check, string id) => check.State == ExerciseState.Wrong
        ? (check with { NextHint = check.NextHint is null ? null : $"type hint {id}" }).ToString() : check.ToString();
}
