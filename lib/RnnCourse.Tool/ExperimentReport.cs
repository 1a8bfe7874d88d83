using RnnCourse.Lessons.Experiments;

namespace RnnCourse.Tool;

/// <summary>Tells on the error output how far an experiment is: on a terminal one line that changes, otherwise a line
/// now and then.</summary>
internal sealed class ExperimentReport : IProgress<ExperimentProgress>, IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(10);

    private readonly bool _live = !Console.IsErrorRedirected;
    private TimeSpan _next = TimeSpan.Zero;
    private bool _shown;

    public void Report(ExperimentProgress value)
    {
        var run = value.Run;
        var line = string.Create(CultureInfo.InvariantCulture,
            $"{value.Done} of {Counted.Of(value.Total, "run")}, {Time(value.Elapsed)} so far, about "
                + $"{Time(value.Remaining)} to go. Last: {run.Case}, seed {run.Seed}: {Ending(run)} after "
                + $"{run.Steps}, {run.Measure:G3}");
        if (_live)
            Console.Error.Write($"\r\u001b[K{Cut(line)}");
        else if (value.Elapsed >= _next || value.Done == value.Total)
        {
            Console.Error.WriteLine(line);
            _next = value.Elapsed + Between;
        }

        _shown = true;
    }

    /// <summary>Leaves the line that changes.</summary>
    public void End()
    {
        if (_live && _shown) Console.Error.WriteLine();
        _shown = false;
    }

    public void Dispose() => End();

    private static string Cut(string line) =>
        Console.WindowWidth > 20 && line.Length >= Console.WindowWidth ? line[..(Console.WindowWidth - 1)] : line;

    private static string Ending(ExperimentRun run) => run.Ending switch
    {
        RunEnding.Solved => "solved",
        RunEnding.Diverged => "diverged",
        _ => "not solved",
    };

    private static string Time(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");
}
