namespace RnnCourse.Notebooks.Execution;

/// <summary>How notebooks are run.</summary>
public sealed record RunOptions
{
    /// <summary>The longest one cell may run. It is asked to stop, and killed when it does not.</summary>
    public TimeSpan CellTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest a notebook may run, the rebuilding of lost state included.</summary>
    public TimeSpan NotebookTimeout { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How much memory a notebook's process may use, in bytes.</summary>
    public long MemoryLimit { get; init; } = 4L << 30;

    /// <summary>How many characters one cell may output. Updates of a display count a twentieth.</summary>
    public long OutputLimit { get; init; } = 10_000_000;

    /// <summary>Ends a notebook's run at its first failed cell. The real kernel's run-all goes on, and so does this one
    /// otherwise.</summary>
    public bool StopOnError { get; init; }

    /// <summary>How many notebooks run side by side.</summary>
    public int Parallelism { get; init; } = System.Environment.ProcessorCount;

    /// <summary>The seed everything random in the notebook begins from: <c>RNNCOURSE_SEED</c> in its environment. Null
    /// leaves the notebook its own.</summary>
    public int? Seed { get; init; }

    /// <summary>Runs the long versions: <c>RNNCOURSE_FULL=1</c> in the notebook's environment.</summary>
    public bool Full { get; init; }

    /// <summary>The C# version of cells: latest, or 12.0 to allow only what older kernels run.</summary>
    public string LanguageVersion { get; init; } = "latest";

    /// <summary>The environment of the notebook's process; null hands down this process's own.</summary>
    public IReadOnlyDictionary<string, string>? WorkerEnvironment { get; init; }

    /// <summary>Takes the network away from the notebook's process, where the system can.</summary>
    public bool IsolateNetwork { get; init; }

    /// <summary>Reuses results of earlier runs whose inputs were the same, and keeps this run's.</summary>
    public bool UseCache { get; init; }

    /// <summary>Where results are kept; null is <c>.cache/notebooks</c> in the notebook's repository.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>How a worker is started; null finds the <c>course</c> program beside this library.</summary>
    public WorkerCommand? Worker { get; init; }

    /// <summary>How often the state a dead worker lost is rebuilt in a fresh one, by running the earlier cells
    /// again.</summary>
    public int Rebuilds { get; init; } = 3;
}
