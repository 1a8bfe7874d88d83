using System.Diagnostics;

namespace RnnCourse.Notebooks.Machine;

/// <summary>What a process and all it started use together. On Linux; elsewhere the process alone is seen.</summary>
internal static class ProcessTree
{
    private const int TicksPerSecond = 100;

    /// <summary>The processor time they have used, ended children included, and the bytes of memory they hold; zero
    /// when they are gone.</summary>
    internal static (TimeSpan Processor, long Memory) Usage(Process process)
    {
        try
        {
            if (OperatingSystem.IsLinux()) return Usage(process.Id, 0);
            process.Refresh();
            return (process.TotalProcessorTime, process.WorkingSet64);
        }
        catch (InvalidOperationException)
        {
            return default;
        }
    }

    private static (TimeSpan Processor, long Memory) Usage(int id, int depth)
    {
        var (time, memory) = Own(id);
        // Processes come and go while they are counted; a chain this long is one that a fork bomb made.
        if (depth < 100)
            foreach (var child in Children(id))
            {
                var (its, holds) = Usage(child, depth + 1);
                (time, memory) = (time + its, memory + holds);
            }

        return (time, memory);
    }

    private static (TimeSpan Processor, long Memory) Own(int id)
    {
        // The name of the program, in parentheses, may hold anything.
        var text = Read($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 22) return default;
        long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
        return (TimeSpan.FromSeconds((Field(14) + Field(15) + Field(16) + Field(17)) / (double)TicksPerSecond),
            Field(24) * Environment.SystemPageSize);
    }

    private static IEnumerable<int> Children(int id)
    {
        string[] threads;
        try
        {
            threads = Directory.GetDirectories($"/proc/{id}/task");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        return threads
            .SelectMany(thread => Read(thread + "/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
