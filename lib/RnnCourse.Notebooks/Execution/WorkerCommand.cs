namespace RnnCourse.Notebooks.Execution;

/// <summary>The program that becomes a worker when the worker's verb is added to its arguments.</summary>
public sealed record WorkerCommand(string File, IReadOnlyList<string> Arguments)
{
    /// <summary>The <c>course</c> program in a folder, started with the .NET this process runs on.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static WorkerCommand In(string folder)
    {
        var program = Path.Combine(folder, "RnnCourse.Tool.dll");
        return System.IO.File.Exists(program)
            ? new WorkerCommand(DotNet.Host, [program])
            : throw new FileNotFoundException(
                $"Notebooks run in a process of the course tool, but there is no {program}. Build "
                    + "lib/RnnCourse.Tool, or say where it is.", program);
    }

    /// <summary>The <c>course</c> program beside this library.</summary>
    /// <exception cref="FileNotFoundException">There is no such program.</exception>
    public static WorkerCommand Default => In(AppContext.BaseDirectory);
}
