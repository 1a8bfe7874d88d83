using System.Diagnostics;
using System.Globalization;
using RnnCourse.Numerics;

namespace RnnCourse.Benchmarks;

/// <summary>The milliseconds of many steps, from several rounds.</summary>
internal sealed class Times
{
    private readonly List<double> _ms = [];

    public double Min => _ms.Count == 0 ? double.NaN : _ms.Min();

    public double Median => _ms.Count == 0 ? double.NaN : _ms.Order().ElementAt(_ms.Count / 2);

    public void Add(IEnumerable<double> ms) => _ms.AddRange(ms);
}

/// <summary>One case: C# and its peers on one and two threads, measured in turns.</summary>
internal sealed class Measurement(TrainingCase c, IReadOnlyList<Peer> peers, int threads)
{
    private readonly Action[] _steps = [.. Enumerable.Range(1, threads).Select(n => Prepared(c, n))];
    private readonly Dictionary<(string Who, int Threads), Times> _times = [];

    public TrainingCase Case { get; } = c;

    /// <summary>Bytes a step of C# allocates on the calling thread.</summary>
    public long Bytes { get; private set; }

    /// <summary>What a program took on so many threads; nothing if it was not measured.</summary>
    public Times Of(string who, int threads) => _times.GetValueOrDefault((who, threads)) ?? new Times();

    public Times CSharp(int threads) => Of("C#", threads);

    /// <summary>C#, peer, C#, peer, …: what disturbs one disturbs the other.</summary>
    public void Round(double seconds, bool cpu)
    {
        for (var n = 1; n <= _steps.Length; n++)
        {
            Compute.Threads = n;
            var step = _steps[n - 1];
            Record("C#", n, Run(step, seconds, cpu));
            if (n == 1)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                step();
                Bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            foreach (var peer in peers)
                if (peer.Takes(Case)) Record(peer.Name, n, peer.Measure(Case, n, seconds, cpu));
        }

        Compute.Threads = 1;
    }

    public string Json()
    {
        var others = string.Concat(peers.Select(p =>
            $", \"{p.Name}\": {Number(Of(p.Name, 1).Min)}, \"{p.Name} 2\": {Number(Of(p.Name, 2).Min)}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"{{\"case\": \"{Case.Name}\", \"min\": {CSharp(1).Min:F4}, \"median\": {CSharp(1).Median:F4}, "
                + $"\"min2\": {Number(CSharp(2).Min)}, \"median2\": {Number(CSharp(2).Median)}, "
                + $"\"bytes\": {Bytes}{others}}}");
    }

    private void Record(string who, int threads, IEnumerable<double> ms)
    {
        if (!_times.TryGetValue((who, threads), out var times)) _times[(who, threads)] = times = new Times();
        times.Add(ms);
    }

    private static string Number(double x) => double.IsNaN(x) ? "null" : x.ToString("F4", CultureInfo.InvariantCulture);

    private static Action Prepared(TrainingCase c, int threads)
    {
        Compute.Threads = threads;
        var step = c.Prepare();
        for (var i = 0; i < 3; i++) step();
        return step;
    }

    private static List<double> Run(Action step, double seconds, bool cpu)
    {
        var (ms, all, watch) = (new List<double>(), Stopwatch.StartNew(), new Stopwatch());
        while (cpu && (ms.Count == 0 || all.Elapsed.TotalSeconds < seconds))
        {
            // The clock of processor time is slow to read: some milliseconds of steps at a time.
            var (before, steps) = (Environment.CpuUsage.TotalTime, 0);
            watch.Restart();
            for (; steps == 0 || watch.ElapsedMilliseconds < 20; steps++) step();
            ms.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / steps);
        }

        while (ms.Count == 0 || all.Elapsed.TotalSeconds < seconds)
        {
            watch.Restart();
            step();
            ms.Add(watch.Elapsed.TotalMilliseconds);
        }

        return ms;
    }
}
