using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Execution.Protocol;
using RnnCourse.Notebooks.Execution.Session;

namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>Thrown when a process that compiles or runs answers is lost; the message says why, for the
/// student.</summary>
internal sealed class AnswerLostException(string message) : Exception(message);

/// <summary>A process that compiles or runs answers, seen from the grader. Nothing it sends is trusted.</summary>
internal sealed class AnswerProcess : IAsyncDisposable
{
    private const int MaxAnswer = 64 << 20;

    /// <summary>How many times its limit of processor time the compiler may take by the clock: on a busy machine it
    /// waits its turn.</summary>
    private const int CompilerTurns = 15;

    /// <summary>The same for an answer: an endless loop ends by its processor time, an endless wait by this.</summary>
    private const int AnswerTurns = 3;

    private readonly WorkerProcess _worker;

    private AnswerProcess(WorkerProcess worker) => _worker = worker;

    /// <summary>Starts a process; on a machine that is short of something for a moment, at the second or third
    /// try.</summary>
    /// <exception cref="WorkerStartException">It does not start.</exception>
    internal static async Task<AnswerProcess> StartAsync(SessionOptions options, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
            try
            {
                return new(await WorkerProcess.StartAsync(options with { Verb = HomeworkWorker.Verb }, cancellation));
            }
            catch (WorkerStartException) when (tries < 3)
            {
                await Task.Delay(TimeSpan.FromSeconds(tries), cancellation);
            }
    }

    /// <summary>Compiles files; what is wrong with them is in the result.</summary>
    /// <param name="limit">Of processor time: on a busy machine the compiler waits its turn, and that is not the
    /// answer's fault.</param>
    /// <exception cref="AnswerLostException">The compiler did not end in time, or died.</exception>
    internal async Task<CompiledCode> CompileAsync(IReadOnlyList<CodeFile> files, TimeSpan limit,
        CancellationToken cancellation)
    {
        var answer = await AskAsync(["compile", .. files.SelectMany(f => new[] { f.Name, f.Text })], limit,
            cancellation, CompilerTurns);
        return answer switch
        {
            ["compiled", var image, var symbols] =>
                new(Convert.FromBase64String(image), Convert.FromBase64String(symbols), []),
            ["errors", .. var errors] =>
                new([], [],
                    [.. errors.Chunk(3)
                        .Select(e => new CodeError(e[0], int.Parse(e[1], CultureInfo.InvariantCulture), e[2]))]),
            _ => throw new AnswerLostException("the compiler gave no answer"),
        };
    }

    /// <summary>Why a text cannot stand inside a method's braces, or null.</summary>
    /// <exception cref="AnswerLostException">The compiler did not end in time, or died.</exception>
    internal async Task<CodeError?> BodyErrorAsync(string id, string body, TimeSpan limit,
        CancellationToken cancellation) =>
        await AskAsync(["body", id, body], limit, cancellation, CompilerTurns) switch
        {
            ["fine"] => null,
            ["errors", var file, var line, var message] =>
                new(file, int.Parse(line, CultureInfo.InvariantCulture), message),
            _ => throw new AnswerLostException("the compiler gave no answer"),
        };

    /// <summary>Loads compiled answers.</summary>
    internal async Task LoadAsync(CompiledCode code, GradingLimits limits, CancellationToken cancellation)
    {
        if (await AskAsync(["load", Convert.ToBase64String(code.Image), Convert.ToBase64String(code.Symbols),
            limits.Output.ToString(CultureInfo.InvariantCulture)],
            limits.Time, cancellation) is not ["loaded"])
            throw new AnswerLostException("your code could not be loaded");
    }

    /// <summary>Calls an answer.</summary>
    /// <param name="limit">Of processor time: what else the machine does is not the answer's fault.</param>
    /// <exception cref="AnswerLostException">It did not come back.</exception>
    internal async Task<Outcome> CallAsync(string method, JsonArray arguments, Type type, TimeSpan limit,
        CancellationToken cancellation)
    {
        var answer = await AskAsync(["call", method, AnswerFrame.Class, arguments.ToJsonString()], limit, cancellation,
            AnswerTurns);
        try
        {
            if (answer is ["outcome", { Length: < MaxAnswer } json] && JsonNode.Parse(json) is JsonObject outcome)
                return Outcome.FromJson(outcome, type) is { Kind: null, Value: null }
                    ? new Outcome(null, "it gave no result", "no value") : Outcome.FromJson(outcome, type);
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            // Falls through: it is no outcome.
        }

        throw new AnswerLostException("its process sent what no answer sends");
    }

    private async Task<string[]> AskAsync(string[] request, TimeSpan limit, CancellationToken cancellation,
        int turns = 1)
    {
        var before = _worker.ProcessorTime;
        var asked = Task.Run(() => _worker.TrySend(FrameKind.Run, request), cancellation);
        var reading = _worker.ReadAsync();
        Frame? frame;
        try
        {
            await asked.WaitAsync(limit, cancellation);
            for (var turn = 1; ; turn++)
                try
                {
                    frame = await reading.WaitAsync(limit, cancellation);
                    break;
                }
                catch (TimeoutException) when (turn < turns && _worker.ProcessorTime - before < limit)
                {
                    // It had less than its time so far.
                }
        }
        catch (TimeoutException)
        {
            _worker.Kill("time");
            throw new AnswerLostException(string.Create(CultureInfo.InvariantCulture,
                $"it did not end within {limit.TotalSeconds:0.#} s: a loop without end?"));
        }

        if (frame is { Kind: FrameKind.Done }) return [.. frame.Fields];
        throw new AnswerLostException(await WhyAsync());
    }

    private async Task<string> WhyAsync()
    {
        var code = await _worker.WaitForExitAsync();
        if (_worker.KilledFor is { } reason) return reason;
        if (code == HomeworkWorker.OutputExitCode) return "it printed more than the limit";
        await _worker.DisposeAsync();
        var words = await _worker.Error.TakeAllAsync();
        if (words.Contains("Stack overflow", StringComparison.Ordinal))
            return "it ended its process with a stack overflow: a recursion without end?";
        var said = Death.Describe(code, words).Replace("The cell's process", "its process", StringComparison.Ordinal)
            .Replace("The cell ", "it ", StringComparison.Ordinal)
            .Replace("that a cell had started", "that it had started", StringComparison.Ordinal);
        return said.Split('\n')[0].TrimEnd('.');
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();
}

/// <summary>What an answer may use.</summary>
public sealed record GradingLimits
{
    /// <summary>How long one call of an answer may take.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Bytes of memory.</summary>
    public long Memory { get; init; } = 256 << 20;

    /// <summary>Characters it may print.</summary>
    public long Output { get; init; } = 1_000_000;
}
