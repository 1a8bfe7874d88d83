namespace RnnCourse.Notebooks.Execution.Protocol;

/// <summary>What a message between the tool and a worker says.</summary>
internal enum FrameKind : byte
{
    /// <summary>To the worker: the fields of a <see cref="Worker.CellRequest"/>.</summary>
    Run = 1,

    /// <summary>To the worker: the running cell shall stop.</summary>
    Cancel,

    /// <summary>From the worker: it is ready for cells.</summary>
    Ready,

    /// <summary>From the worker: cell, event kind, display id, then MIME type and value in turn.</summary>
    Event,

    /// <summary>From the worker: cell, status, reason, characters dropped.</summary>
    Done,
}

/// <summary>A message between the tool and a worker: a kind and some text.</summary>
internal sealed record Frame(FrameKind Kind, IReadOnlyList<string> Fields);
