using System.Diagnostics;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Formatting;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>Runs one cell after the other, each on a thread of its own, and reports what it shows and how it
/// ends.</summary>
internal sealed class CellRunner : IDisposable
{
    private readonly OutputSink _sink;
    private readonly IDisposable _mending;

    /// <summary>Made while the compiler warms up.</summary>
    private readonly Task<NotebookKernel> _kernel;
    private readonly Stream _rawOut = Console.OpenStandardOutput(), _rawError = Console.OpenStandardError();
    private readonly CellConsole _out, _error;
    private readonly CSharpSession _csharp;
    private readonly SourceMap _sources = new();
    private readonly ExecutionContext _clean = ExecutionContext.Capture()!;
    private CancellationTokenSource? _stop;

    internal CellRunner(OutputSink sink, string languageVersion)
    {
        _sink = sink;
        (_out, _error) = (new CellConsole(sink, EventKind.Stdout), new CellConsole(sink, EventKind.Stderr));
        // For good: what a cell's end puts back is this console as well.
        Console.SetOut(_out);
        Console.SetError(_error);
        _mending = DisplayMending.Begin(sink.Drop);
        var version = LanguageVersionFacts.TryParse(languageVersion, out var named) ? named : LanguageVersion.Latest;
        _csharp = new CSharpSession(version, _sources);
        _kernel = Task.Run(() => NotebookKernel.StartAsync(_csharp, _sources, sink));
    }

    /// <summary>Has the compiler and the formatters do what every cell asks of them, so that the first cell's time is
    /// its own. The compiler's part is done when this returns; the formatters go on meanwhile.</summary>
    internal static void WarmUp()
    {
        ThreadPool.UnsafeQueueUserWorkItem(
            static _ => FormattedValue.CreateManyFromObject(Enumerable.Range(1, 1)), null);
        new CSharpSession(LanguageVersion.Latest, new SourceMap())
            .RunAsync("var x = 1; x", "warm-up", CancellationToken.None)
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
        _mending.Dispose();
        if (_kernel.IsCompletedSuccessfully) _kernel.Result.Dispose();
        _stop?.Dispose();
        _out.Dispose();
        _error.Dispose();
    }

    private async Task RunAsync(CellRequest cell, CancellationToken stop)
    {
        var path = _sources.Add(cell.Notebook, cell.Index + 1, cell.FirstLine, cell.Source);
        var (command, packages) = NotebookKernel.Read(cell.Kernel, cell.Source);
        var context = KernelInvocationContext.GetOrCreateAmbientContext(command);
        _sink.Begin(context, cell);
        // Again for every cell: the context has a console of its own, and an earlier cell may have put another there.
        Console.SetOut(_out);
        Console.SetError(_error);
        Exception? failure;
        using (context.KernelEvents.Subscribe(_sink))
        using (stop.Register(() => KernelInternals.Cancel(context)))
            try
            {
                failure = await (await _kernel).RunAsync(command, packages, path, stop);
            }
#pragma warning disable CA1031 // Whatever a cell throws is that cell's failure.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
        var reason = "";
        if (failure is not null)
        {
            var report = ErrorReport.From(failure, _sources, stop.IsCancellationRequested);
            _sink.Report(context, EventKind.Error, new(Mime.Text, report.Text), new(Mime.Error, report.ToJson()));
            reason = report.Summary;
        }
        else if (_sink.LimitReached) reason = new OutputLimitException(cell.OutputLimit).Message;
        Mark(_rawOut, cell.Mark);
        Mark(_rawError, cell.Mark);
        var (paths, unknown) = _csharp.TakeInputs();
        _sink.End(reason.Length == 0 ? "ok" : stop.IsCancellationRequested ? "cancelled" : "failed", reason, paths,
            unknown);
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
