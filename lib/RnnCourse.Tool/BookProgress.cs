using Spectre.Console;

namespace RnnCourse.Tool;

/// <summary>Shows on the error stream how far a run of several notebooks is: notebooks, cells, claims, time
/// left.</summary>
internal static class BookProgress
{
    public static async Task<TResult> ShowAsync<TResult>(IReadOnlyList<NotebookSource> notebooks,
        Func<IProgress<RunProgress>, Task<TResult>> run)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Console.Error),
            ColorSystem = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
                ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        var count = new Count(notebooks);
        if (!console.Profile.Capabilities.Interactive || Console.IsErrorRedirected)
        {
            count.NotebookDone += line => Console.Error.WriteLine(line);
            return await run(count);
        }

        return await console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async live =>
            {
                var task = live.AddTask("running", maxValue: count.Cells);
                count.Changed += () =>
                {
                    task.Value = count.CellsDone;
                    task.Description = Markup.Escape(count.Summary);
                };
                return await run(count);
            });
    }

    /// <summary>Counts what a run reports. Reports come from any thread.</summary>
    private sealed class Count(IReadOnlyList<NotebookSource> notebooks) : IProgress<RunProgress>
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, int> _left = notebooks.ToDictionary(notebook => notebook.Path, CodeCells);
        private int _claims, _failures;

        public event Action? Changed;

        public event Action<string>? NotebookDone;

        public int Cells { get; } = Math.Max(1, notebooks.Sum(CodeCells));
        public int CellsDone { get; private set; }

        public string Summary =>
            $"notebooks {_left.Values.Count(left => left == 0)}/{notebooks.Count}, cells {CellsDone}/{Cells}, "
                + $"claims {_claims}{(_failures > 0 ? $", failures {_failures}" : "")}";

        public void Report(RunProgress value)
        {
            if (value.Result is not { Kernel: not "markdown" } result) return;
            lock (_lock)
            {
                CellsDone++;
                _claims += result.Events.Count(shown =>
                    shown[Mime.Claim] != null && shown.Kind is EventKind.Display or EventKind.Return);
                if (result.Status == CellStatus.Failed) _failures++;
                if (--_left[value.Notebook.Path] == 0) NotebookDone?.Invoke($"{value.Notebook.Name}: done ({Summary})");
                Changed?.Invoke();
            }
        }

        private static int CodeCells(NotebookSource notebook) => notebook.Cells.Count(cell => !cell.IsMarkdown);
    }
}
