using RnnCourse.Notebooks.Execution.Worker;

namespace RnnCourse.Notebooks.Execution.Session;

/// <summary>What a notebook's process may use: the seam at which hostile code is kept in.</summary>
public sealed record SessionOptions
{
    /// <summary>The working directory.</summary>
    public required string Folder { get; init; }

    /// <summary>All of its environment (what .NET needs to start is added); null hands down this process's
    /// own.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Bytes of memory.</summary>
    public long MemoryLimit { get; init; } = 4L << 30;

    /// <summary>Characters of output a cell.</summary>
    public long OutputLimit { get; init; } = 10_000_000;

    /// <summary>Takes the network away, where <see cref="Namespaces.Prefix"/> says the system can.</summary>
    public bool IsolateNetwork { get; init; }

    /// <summary>The C# version of cells.</summary>
    public string LanguageVersion { get; init; } = "latest";

    /// <summary><c>RNNCOURSE_SEED</c>, or null.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether <c>RNNCOURSE_FULL</c> is set.</summary>
    public bool Full { get; init; }

    /// <summary>How the worker is started; null finds it.</summary>
    public WorkerCommand? Worker { get; init; }

    /// <summary>Which of the tool's workers it is.</summary>
    internal string Verb { get; init; } = NotebookWorker.Verb;

    /// <summary>The longest message taken from the process, in bytes.</summary>
    internal int MessageLimit { get; init; } = Protocol.FrameStream.MaxLength;

    /// <summary>Keeps the process in; it is given the socket over which the worker is reached.</summary>
    internal Func<string, Confined>? Confine { get; init; }
}
