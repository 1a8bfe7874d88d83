namespace RnnCourse.Notebooks.Machine;

/// <summary>What a process that runs somebody else's code may read, beside the system's own programs.</summary>
/// <param name="Socket">The socket over which it is reached.</param>
/// <param name="Readable">The folders of its program.</param>
/// <param name="Hidden">Folders that it must not see, even where they lie inside those.</param>
internal sealed record Confinement(string Socket, IReadOnlyList<string> Readable, IReadOnlyList<string> Hidden);

/// <summary>A process that is kept in: how it is started, and how all that it started is ended.</summary>
/// <param name="Prefix">What to put before its command.</param>
/// <param name="Folder">Its own empty folder, as it sees it.</param>
/// <param name="End">Called when the process is gone.</param>
internal sealed record Confined(IReadOnlyList<string> Prefix, string Folder, Action End)
{
    /// <summary>Asked again and again while it runs: what it has too much of, or null.</summary>
    internal Func<string?> Excess { get; init; } = () => null;
}
