using System.IO.Pipes;

namespace RnnCourse.Notebooks.Execution.Protocol;

/// <summary>The pipe between the tool and one worker.</summary>
internal static class WorkerPipe
{
    /// <summary>Opens the tool's end. On Unix it is a socket in a folder that no other user may enter: the worker may
    /// be another user, to whom the socket alone is given.</summary>
    internal static (NamedPipeServerStream Pipe, string Name) Open()
    {
        var windows = OperatingSystem.IsWindows();
        var name = windows ? "rnncourse-" + Guid.NewGuid().ToString("N")[..16]
            : Path.Combine(Scratch.NewFolder(), "socket");
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | (windows ? PipeOptions.CurrentUserOnly : 0));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(name, (UnixFileMode)0b110_110_110);
        return (pipe, name);
    }

    /// <summary>Connects a worker to the tool that started it.</summary>
    internal static FrameStream Connect(string name)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut,
            OperatingSystem.IsWindows() ? PipeOptions.CurrentUserOnly : PipeOptions.None);
        pipe.Connect(TimeSpan.FromSeconds(10));
        return new FrameStream(pipe);
    }
}
