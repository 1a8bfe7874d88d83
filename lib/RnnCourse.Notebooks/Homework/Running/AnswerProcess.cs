using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Execution.Protocol;
using RnnCourse.Notebooks.Execution.Session;

namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>Thrown when a process that compiles or runs answers is lost; the message says why, for the
/// student.</summary>
/// <param name="fromOutside">Whether something else than the answer may have ended it: it was killed, or stood still.
/// It deserves another try.</param>
internal sealed class AnswerLostException(string message, bool fromOutside = false) : Exception(message)
{
    /// <summary>Whether something else than the answer may have ended it.</summary>
    internal bool FromOutside => fromOutside;
}

/// <summary>A process that compiles or runs answers, seen from the grader. Nothing it sends is trusted.</summary>
internal sealed class AnswerProcess : IAsyncDisposable
{
    private const int MaxAnswer = 32 << 20;

    /// <summary>The longest message taken from a process that runs answers.</summary>
    internal const int MaxMessage = MaxAnswer + (1 << 20);

    /// <summary>The longest text taken from one, in characters: a reason, a name.</summary>
    private const int MaxText = 400;

    /// <summary>The most errors of a compilation that are looked at.</summary>
    private const int MaxErrors = 200;

    /// <summary>How many times its limit, by the clock, a process may stand still before it is given up.</summary>
    private const int IdleTurns = 3;

    /// <summary>The same for one that goes on, but slowly, for the machine is busy.</summary>
    private const int BusyTurns = 45;

    private readonly WorkerProcess _worker;

    private AnswerProcess(WorkerProcess worker) => _worker = worker;

    /// <summary>Starts a process; on a machine that is short of something for a moment, at the second or third
    /// try.</summary>
    /// <exception cref="AnswerLostException">It does not start.</exception>
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
            catch (WorkerStartException e)
            {
                throw new AnswerLostException($"no process for it could be started: {e.Message}", fromOutside: true);
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
            cancellation);
        return answer switch
        {
            ["compiled", var image, var symbols] =>
                new(Convert.FromBase64String(image), Convert.FromBase64String(symbols), []),
            ["errors", .. var errors] when errors.Length % 3 == 0 => new([], [], [.. errors.Chunk(3).Take(MaxErrors)
                .Select(e => Error(e[0], e[1], e[2]))]),
            _ => throw new AnswerLostException("the compiler gave no answer"),
        };
    }

    /// <summary>Why a text cannot stand inside a method's braces, or null.</summary>
    /// <exception cref="AnswerLostException">The compiler did not end in time, or died.</exception>
    internal async Task<CodeError?> BodyErrorAsync(string id, string body, TimeSpan limit,
        CancellationToken cancellation) =>
        await AskAsync(["body", id, body], limit, cancellation) switch
        {
            ["fine"] => null,
            ["errors", var file, var line, var message] => Error(file, line, message),
            _ => throw new AnswerLostException("the compiler gave no answer"),
        };

    /// <summary>What a student declares outside the answers, cell by cell.</summary>
    /// <exception cref="AnswerLostException">The compiler did not end in time, or died.</exception>
    internal async Task<StudentCode> DeclaredAsync(IReadOnlyList<string> cells, TimeSpan limit,
        CancellationToken cancellation) =>
        await AskAsync(["declared", .. cells], limit, cancellation) is ["declared", var json]
            && StudentCode.FromJson(json) is { } code ? code
            : throw new AnswerLostException("the compiler gave no answer");

    /// <summary>The body of the last method of a name in the first of the cells that has one, or null.</summary>
    /// <exception cref="AnswerLostException">The compiler did not end in time, or died.</exception>
    internal async Task<(int Cell, string Body)?> BodyOfAsync(string method, IReadOnlyList<string> cells,
        TimeSpan limit, CancellationToken cancellation) =>
        await AskAsync(["method", method, .. cells], limit, cancellation) switch
        {
            ["none"] => null,
            ["method", var cell, var body] when int.TryParse(cell, CultureInfo.InvariantCulture, out var at)
                && at >= 0 && at < cells.Count => (at, body),
            _ => throw new AnswerLostException("the compiler gave no answer"),
        };

    /// <summary>Texts as hashes of their tokens; what a student names has one name.</summary>
    /// <exception cref="AnswerLostException">The compiler did not end in time, or died.</exception>
    internal async Task<IReadOnlyList<int>> TokensAsync(string text, TimeSpan limit, CancellationToken cancellation) =>
        [.. (await AskAsync(["tokens", text], limit, cancellation)).Skip(1)
            .Select(t => int.TryParse(t, CultureInfo.InvariantCulture, out var token) ? token : 0)];

    private static CodeError Error(string file, string line, string message) =>
        new(Short(file), int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : 1, Short(message));

    /// <summary>A text from a process as it may stand in a report: of bounded length, without letters that are not
    /// seen.</summary>
    internal static string Short(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().TakeWhile(_ => clean.Length < MaxText))
            clean.Append(Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator ? " " : rune.ToString());
        return clean.Length < MaxText ? clean.ToString() : clean + "…";
    }

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
        var answer = await AskAsync(["call", method, AnswerFrame.Class, arguments.ToJsonString()], limit, cancellation);
        try
        {
            if (answer is ["outcome", { Length: < MaxAnswer } json] && JsonNode.Parse(json) is JsonObject outcome)
                return Outcome.FromJson(outcome, type) switch
                {
                    { Kind: null, Value: null } => new Outcome(null, "it gave no result", "no value"),
                    var got => got with
                    {
                        Problem = got.Problem is { } problem ? Short(problem) : null,
                        Kind = got.Kind is { } kind ? Short(kind) : null,
                        Changed = got.Changed is { } changed ? Short(changed) : null
                    },
                };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever is wrong with it, it is not an outcome.
        }

        throw new AnswerLostException("its process sent what no answer sends");
    }

    private async Task<string[]> AskAsync(string[] request, TimeSpan limit, CancellationToken cancellation)
    {
        var before = _worker.ProcessorTime;
        var asked = Task.Run(() => _worker.TrySend(FrameKind.Run, request), cancellation);
        var reading = _worker.ReadAsync();
        Frame? frame;
        try
        {
            await asked.WaitAsync(limit, cancellation);
            // Processor time counts: on a busy machine an answer waits its turn.
            var used = new List<TimeSpan> { before };
            while (true)
                try
                {
                    frame = await reading.WaitAsync(limit, cancellation);
                    break;
                }
                catch (TimeoutException)
                {
                    used.Add(_worker.ProcessorTime);
                    if (used[^1] - before >= limit)
                        throw Ended(FormattableString.Invariant(
                            $"it did not end within {limit.TotalSeconds:0.#} s: a loop without end?"), false);
                    if (used.Count > IdleTurns && used[^1] - used[^(IdleTurns + 1)] < limit / 20)
                        throw Ended(FormattableString.Invariant(
                            $"it stood still for {IdleTurns * limit.TotalSeconds:0.#} s: does it wait for something?"),
                            true);
                    if (used.Count > BusyTurns)
                        throw Ended("this machine is too busy to run it", true);
                }
        }
        catch (TimeoutException)
        {
            throw Ended(FormattableString.Invariant($"it took no question for {limit.TotalSeconds:0.#} s"), true);
        }

        if (frame is { Kind: FrameKind.Done }) return [.. frame.Fields];
        throw await WhyAsync();
    }

    private AnswerLostException Ended(string why, bool fromOutside)
    {
        _worker.Kill("time");
        return new(why, fromOutside);
    }

    private async Task<AnswerLostException> WhyAsync()
    {
        var code = await _worker.WaitForExitAsync();
        if (_worker.KilledFor is { } reason) return new(reason);
        if (code == HomeworkWorker.OutputExitCode) return new("it printed more than the limit");
        await _worker.DisposeAsync();
        var words = await _worker.Error.TakeAllAsync();
        if (words.Contains("Stack overflow", StringComparison.Ordinal))
            return new("it ended its process with a stack overflow: a recursion without end?");
        var said = Death.Describe(code, words).Replace("The cell's process", "its process", StringComparison.Ordinal)
            .Replace("The cell ", "it ", StringComparison.Ordinal)
            .Replace("that a cell had started", "that it had started", StringComparison.Ordinal);
        return new(Short(said.Split('\n')[0].TrimEnd('.')), fromOutside: code is null || Killed.Contains(code.Value));
    }

    // Hang-up, Ctrl-C, kill and termination come from outside; what is wrong in a program has other signals.
    private static readonly int[] Killed = [128 + 1, 128 + 2, 128 + 9, 128 + 15];

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
