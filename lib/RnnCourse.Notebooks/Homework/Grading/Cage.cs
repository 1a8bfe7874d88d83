namespace RnnCourse.Notebooks.Homework.Grading;

/// <summary>Keeps answers in, the way that was chosen.</summary>
internal sealed class Cage
{
    private readonly Sandbox? _sandbox;
    private readonly IReadOnlyList<string> _readable;
    private readonly IReadOnlyList<string> _hidden;

    /// <summary>Prepares the chosen way.</summary>
    /// <param name="hidden">Folders that no answer may see.</param>
    /// <param name="worker">The program that runs answers.</param>
    /// <exception cref="CourseException">This system does not let us; the message says the ways on.</exception>
    internal Cage(AnswerIsolation isolation, IEnumerable<string> hidden, WorkerCommand worker)
    {
        _hidden = [.. hidden.Select(Path.GetFullPath).Where(Directory.Exists).Distinct()];
        Worker = worker;
        if (isolation == AnswerIsolation.Sandbox && (_sandbox = Bubblewrap.Here) is null)
        {
            if (!OtherUser.InContainer || !OtherUser.Works) throw new CourseException(NoSandbox);
            isolation = AnswerIsolation.Container;
        }

        if (isolation == AnswerIsolation.Container)
        {
            if (!OtherUser.Works)
                throw new CourseException("In a container answers run as another user, and only root can start them "
                    + "so: start the container as root, with setpriv and prlimit (package util-linux) in it.");
            if (OtherUser.Open(_hidden) is { } open)
                throw new CourseException("In a container files are hidden by their permissions, but answers could "
                    + $"look into {open}. Run 'chmod 700 {open}', or mount it below /root.");
            _sandbox = new OtherUser();
            Worker = WorkerCommand.In(OtherUser.PublicCopy(Program(worker)));
            Note = "answers run as another user of this container, under limits; what the container can reach, an "
                + "answer can.";
        }

        if (isolation == AnswerIsolation.None)
            Note = ClassGrading.NotKeptIn;
        _readable = [Program(Worker), DotNet.Root];
    }

    /// <summary>What whoever grades should know of how answers are kept in; null when they are in a
    /// sandbox.</summary>
    internal string? Note { get; }

    private static string Program(WorkerCommand worker) =>
        Path.GetDirectoryName(Path.GetFullPath(worker.Arguments is [var program, ..] ? program : worker.File))!;

    /// <summary>The program that runs answers, where they can read it.</summary>
    internal WorkerCommand Worker { get; }

    /// <summary>What is put around a worker; null for nothing.</summary>
    internal Func<string, Confined>? Confine => _sandbox is null ? null
        : socket => _sandbox.Confine(new(socket, _readable, _hidden));

    private const string NoSandbox = """
        Answers are students' programs, and nothing here keeps them from your files and the network. Nothing was graded. Ways on:
          Linux: install bubblewrap (apt install bubblewrap, dnf install bubblewrap). Where a system forbids it to users (Ubuntu 24.04), grade as root: sudo.
          a container that holds nothing else, started as root: --in-container. The README of lib/RnnCourse.Notebooks has the command for Docker.
          only for answers you trust as your own: --no-sandbox.
        """;
}
