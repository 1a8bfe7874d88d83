using RnnCourse.Notebooks.Execution.Protocol;

namespace RnnCourse.Notebooks.Execution.Worker;

/// <summary>The process that runs a notebook's cells. It speaks with the tool over a pipe of its own, so that nothing
/// code writes to the console can be taken for an answer. When the tool is gone, however it went, the pipe ends and so
/// does the worker, with every process its cells had started.</summary>
public static class NotebookWorker
{
    /// <summary>The hidden verb that starts a worker: <c>course __notebook-worker PIPE LANGUAGE-VERSION</c>.</summary>
    public const string Verb = "__notebook-worker";

    /// <summary>Serves one tool until the pipe ends.</summary>
    public static int Run(ReadOnlySpan<string> args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("This verb starts a notebook's process; it is not for people.");
            return 2;
        }
        // Memory that nothing touches. The pinned heap, where matrices lie, may grow by a share of its size before the
        // collector goes through every object, the compiler's too (some 10 ms): so it does that less often.
        var ballast = GC.AllocateUninitializedArray<byte>(16 << 20, pinned: true);
        ProcessGroup.Lead();
        // CP949 and its like, as in any kernel.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var channel = WorkerPipe.Connect(args[0]);
        var sink = new OutputSink(channel);
        using var runner = new CellRunner(sink, args[1]);
        CellRunner.WarmUp();
        channel.Write(FrameKind.Ready, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            while (channel.Read() is { } frame)
                switch (frame.Kind)
                {
                    case FrameKind.Run:
                        runner.Start(CellRequest.From(frame));
                        break;
                    case FrameKind.Cancel:
                        runner.Cancel();
                        break;
                    default:
                        break;
                }
        }
        catch (IOException)
        {
            // The tool is gone.
        }
        GC.KeepAlive(ballast);
        ProcessGroup.KillSelf();
        return 0;
    }
}

/// <summary>A cell to run, as the tool asks for it.</summary>
/// <param name="Index">Its place in the notebook, from 0.</param>
/// <param name="Ordinal">Its place among the cells that run, from 0.</param>
/// <param name="Notebook">The notebook's file name, for messages.</param>
/// <param name="OutputLimit">How many characters it may output.</param>
/// <param name="Mark">What to write to the process's own output and error streams when it has ended.</param>
internal sealed record CellRequest(int Index, int Ordinal, string Kernel, string Source, string Notebook, int FirstLine,
    long OutputLimit, string Mark)
{
    internal string[] ToFields() =>
    [
        Index.ToString(CultureInfo.InvariantCulture), Ordinal.ToString(CultureInfo.InvariantCulture), Kernel, Source,
        Notebook, FirstLine.ToString(CultureInfo.InvariantCulture),
        OutputLimit.ToString(CultureInfo.InvariantCulture), Mark,
    ];

    internal static CellRequest From(Frame frame) => new(
        int.Parse(frame.Fields[0], CultureInfo.InvariantCulture),
        int.Parse(frame.Fields[1], CultureInfo.InvariantCulture),
        frame.Fields[2], frame.Fields[3], frame.Fields[4], int.Parse(frame.Fields[5], CultureInfo.InvariantCulture),
        long.Parse(frame.Fields[6], CultureInfo.InvariantCulture), frame.Fields[7]);
}
