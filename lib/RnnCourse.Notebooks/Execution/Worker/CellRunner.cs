using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Runs one cell after the other, each on a thread of its own, and reports what it shows and how it
/// ends.</summary>
internal sealed class CellRunner : IDisposable
{
    private readonly OutputSink _sink;
    private readonly CSharpSession _csharp;
    private readonly Stream _rawOut = Console.OpenStandardOutput(), _rawError = Console.OpenStandardError();
    private readonly CellConsole _out, _error;
    private readonly SourceMap _sources = new();
    private readonly NotebookState _state = new();
    private readonly ExecutionContext _clean = ExecutionContext.Capture()!;
    private readonly IDisposable _displays = Displays.Subscribe();
    private CancellationTokenSource? _stop;

    internal CellRunner(OutputSink sink, string languageVersion)
    {
        _sink = sink;
        (_out, _error) = (new CellConsole(sink, EventKind.Stdout), new CellConsole(sink, EventKind.Stderr));
        _csharp = new CSharpSession(LanguageVersionFacts.TryParse(languageVersion, out var version) ? version
            : LanguageVersion.Latest);
    }

    /// <summary>Has the compiler and the formatters do what every cell asks of them, so that the first cell's time is
    /// its own. The compiler's part is done when this returns; the formatters go on meanwhile.</summary>
    internal static void WarmUp()
    {
        ThreadPool.UnsafeQueueUserWorkItem(static _ => Displays.Format(Enumerable.Range(1, 1)), null);
        new CSharpSession(LanguageVersion.Latest).RunAsync("var x = 1; x", "warm-up", CancellationToken.None)
            .GetAwaiter().GetResult();
    }

    /// <summary>Starts a cell and returns at once. A culture or other ambient setting of earlier cells is not seen by
    /// it.</summary>
    internal void Start(CellRequest cell)
    {
        _stop?.Dispose();
        _stop = new CancellationTokenSource();
        var stop = _stop.Token;
        ExecutionContext.Run(_clean, _ => Task.Factory.StartNew(
            () => RunAsync(cell, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            null);
    }

    internal void Cancel() => _stop?.Cancel();

    public void Dispose()
    {
        _displays.Dispose();
        _stop?.Dispose();
        _out.Dispose();
        _error.Dispose();
    }

    private async Task RunAsync(CellRequest cell, CancellationToken stop)
    {
        var context = new KernelInvocationContext(cell.Ordinal, _sink, stop);
        KernelInvocationContext.Current = context;
        _sink.Begin(context, cell.OutputLimit);
        // Again for every cell: an earlier one may have put something else there.
        Console.SetOut(_out);
        Console.SetError(_error);
        string reason;
        try
        {
            await new CellExecution(cell, context, _sink, _csharp, _state, _sources, stop).RunAsync();
            reason = _sink.LimitReached ? new OutputLimitException(cell.OutputLimit).Message : "";
        }
#pragma warning disable CA1031 // Whatever a cell throws is that cell's failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var report = ErrorReport.From(e, _sources, stop.IsCancellationRequested);
            _sink.Report(context, EventKind.Error, new(Mime.Text, report.Text), new(Mime.Error, report.ToJson()));
            reason = report.Summary;
        }
        Mark(_rawOut, cell.Mark);
        Mark(_rawError, cell.Mark);
        _sink.End(context, reason.Length == 0 ? "ok" : stop.IsCancellationRequested ? "cancelled" : "failed", reason);
    }

    /// <summary>Native code and child processes write past the console; the mark tells the tool where this cell's text
    /// ends.</summary>
    private static void Mark(Stream raw, string mark)
    {
        try
        {
            raw.Write(Encoding.UTF8.GetBytes(mark));
            raw.Flush();
        }
        catch (IOException)
        {
            Debug.WriteLine("The cell closed its output.");
        }
    }
}
