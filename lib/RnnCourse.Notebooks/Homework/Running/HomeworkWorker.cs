using System.Reflection;
using RnnCourse.Lessons.Checks;
using RnnCourse.Notebooks.Execution.Protocol;

namespace RnnCourse.Notebooks.Homework.Running;

/// <summary>The process that compiles answers, or the one that runs a student's answer. It knows no expected value and
/// no check: it is given arguments and gives back what the answer did with them.</summary>
public static class HomeworkWorker
{
    /// <summary>The hidden verb that starts it.</summary>
    public const string Verb = "__homework-worker";

    private const int StackSize = 16 << 20;
    private static Assembly? _answers;

    /// <summary>Serves one grader until the pipe ends.</summary>
    public static int Run(ReadOnlySpan<string> args)
    {
        if (args.Length < 1)
        {
            Console.Error.WriteLine("This verb starts a process of the grader; it is not for people.");
            return 2;
        }

        ProcessGroup.Lead();
        using var channel = WorkerPipe.Connect(args[0]);
        channel.Write(FrameKind.Ready, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            while (channel.Read() is { Kind: FrameKind.Run } frame)
                channel.Write(FrameKind.Done, Answer(frame.Fields));
        }
        catch (IOException)
        {
            // The grader is gone.
        }

        ProcessGroup.KillSelf();
        return 0;
    }

    private static string[] Answer(IReadOnlyList<string> request)
    {
        switch (request[0])
        {
            case "compile":
                return Compile(request);
            case "body":
                return AnswerCompiler.BodyError(request[1], request[2]) is { } e
                    ? ["errors", e.File, e.Line.ToString(CultureInfo.InvariantCulture), e.Message] : ["fine"];
            case "declared":
                return ["declared", StudentCode.Of([.. request.Skip(1)]).ToJson()];
            case "method":
                return StudentCode.BodyOf(request[1], [.. request.Skip(2)]) is var (cell, body)
                    ? ["method", cell.ToString(CultureInfo.InvariantCulture), body] : ["none"];
            case "tokens":
                return ["tokens", .. StudentCode.Tokens(request[1])
                    .Select(t => t.ToString(CultureInfo.InvariantCulture))];
            case "load":
                NoMemoryFiles.Restrict();
                _answers = Assembly.Load(Convert.FromBase64String(request[1]), Convert.FromBase64String(request[2]));
                Quiet(long.Parse(request[3], CultureInfo.InvariantCulture));
                return ["loaded"];
            case "call":
                string[] answer = [];
                var thread = new Thread(() =>
                    answer = Call(request[1], request[2], JsonNode.Parse(request[3])!.AsArray()), StackSize);
                thread.Start();
                thread.Join();
                return answer;
            default:
                return ["unknown"];
        }
    }

    private static string[] Compile(IReadOnlyList<string> request)
    {
        var files = Enumerable.Range(0, (request.Count - 1) / 2)
            .Select(i => new CodeFile(request[1 + 2 * i], request[2 + 2 * i])).ToList();
        var code = AnswerCompiler.Compile(files);
        return code.Errors.Count == 0
            ? ["compiled", Convert.ToBase64String(code.Image), Convert.ToBase64String(code.Symbols)]
            : ["errors",
                .. code.Errors.SelectMany(e =>
                    new[] { e.File, e.Line.ToString(CultureInfo.InvariantCulture), e.Message })];
    }

    private static string[] Call(string name, string type, JsonArray arguments)
    {
        var method = _answers!.GetType(type, throwOnError: true)!.GetMethod(name,
            BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!;
        var parameters = method.GetParameters();
        var outcome = Outcome.Of(arguments, [.. parameters.Select(p => p.ParameterType)],
            [.. parameters.Select(p => p.Name!)], method.ReturnType, given =>
        {
            try
            {
                return method.Invoke(null, given);
            }
            catch (TargetInvocationException e) when (e.InnerException is { } inner)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
                throw;
            }
        });
        return ["outcome", outcome.ToJson(method.ReturnType).ToJsonString()];
    }

    /// <summary>What the answer prints is read by nobody: it is counted, and too much of it ends the process.</summary>
    private static void Quiet(long limit)
    {
        var writer = TextWriter.Synchronized(new CountingWriter(limit));
        Console.SetOut(writer);
        Console.SetError(writer);
        Console.SetIn(TextReader.Null);
    }

    private sealed class CountingWriter(long limit) : TextWriter
    {
        private long _count;

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => Count(1);

        public override void Write(char[] buffer, int index, int count) => Count(count);

        public override void Write(ReadOnlySpan<char> buffer) => Count(buffer.Length);

        public override void Write(string? value) => Count(value?.Length ?? 0);

        private void Count(long more)
        {
            if (Interlocked.Add(ref _count, more) > limit) Environment.Exit(OutputExitCode);
        }
    }

    /// <summary>The exit code of a process whose answer printed too much.</summary>
    internal const int OutputExitCode = 77;
}
