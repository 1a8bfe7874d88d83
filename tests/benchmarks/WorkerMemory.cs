using System.Globalization;

namespace RnnCourse.Benchmarks;

/// <summary>
/// Looks at the workers of a clone until it is disposed: the most memory that any of them had in use at once. It reads
/// <c>/proc</c>; elsewhere it sees nothing.
/// </summary>
internal sealed class WorkerMemory : IDisposable
{
    private readonly string _clone;
    private readonly Timer? _timer;

    public WorkerMemory(string clone)
    {
        _clone = clone;
        if (Directory.Exists("/proc/self"))
            _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    /// <summary>Megabytes; NaN where it cannot be seen.</summary>
    public double LargestMegabytes { get; private set; } = double.NaN;

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        foreach (var process in Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
            try
            {
                var command = File.ReadAllText(Path.Combine(process, "cmdline"));
                if (!command.Contains(_clone, StringComparison.Ordinal)
                    || !command.Contains("\0__", StringComparison.Ordinal)) continue;
                var peak = File.ReadLines(Path.Combine(process, "status"))
                    .First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                var megabytes = double.Parse(peak["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) / 1024;
                if (!(megabytes <= LargestMegabytes)) LargestMegabytes = megabytes;
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException
                or InvalidOperationException)
            {
                // It ended while it was looked at.
            }
    }
}
