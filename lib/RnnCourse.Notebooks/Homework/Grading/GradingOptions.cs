using RnnCourse.Notebooks.Homework.Running;

namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>How homework is graded.</summary>
public sealed record GradingOptions
{
    /// <summary>What an answer may use.</summary>
    public GradingLimits Limits { get; init; } = new();

    /// <summary>Where the checks' arguments begin.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether every student gets arguments of their own.</summary>
    public bool PerStudent { get; init; }

    /// <summary>Submissions graded side by side.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Where results are kept by content; null keeps none.</summary>
    public string? Cache { get; init; }

    /// <summary>Folders that no answer may see: the authors' files, the submissions, the grades.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>How answers are kept in.</summary>
    public AnswerIsolation Isolation { get; init; }

    /// <summary>How the tool is started for its workers; null finds it.</summary>
    public WorkerCommand? Worker { get; init; }
}

/// <summary>How answers are kept in while they run.</summary>
public enum AnswerIsolation
{
    /// <summary>In a sandbox of the system's (bubblewrap); without one nothing is graded.</summary>
    Sandbox,

    /// <summary>In a container that holds the grading alone: as another user, under limits; the container is the
    /// boundary.</summary>
    Container,

    /// <summary>Not at all: answers can do what whoever grades can do.</summary>
    None,
}
