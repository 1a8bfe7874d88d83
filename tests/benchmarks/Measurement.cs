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

/// <summary>One case: C# on one and two threads, and its peers, measured in turns.</summary>
internal sealed class Measurement(TrainingCase c)
{
    private readonly Action _one = Prepared(c, 1);
    private readonly Action _two = Prepared(c, 2);

    public TrainingCase Case { get; } = c;

    public Times CSharp { get; } = new();

    public Times CSharp2 { get; } = new();

    public Times Peer1 { get; } = new();

    public Times Peer2 { get; } = new();

    /// <summary>Bytes a step of C# allocates on the calling thread.</summary>
    public long Bytes { get; private set; }

    /// <summary>The peer's better time: PyTorch with 1 or 2 threads, or NumPy.</summary>
    public double PeerMin => Best(Peer1.Min, Peer2.Min);

    public double PeerMedian => Best(Peer1.Median, Peer2.Median);

    /// <summary>C#, peer, C#, peer, …: what disturbs one disturbs the other.</summary>
    public void Round(Peer? peer, double seconds, bool cpu)
    {
        Compute.Threads = 1;
        CSharp.Add(Run(_one, seconds, cpu));
        var before = GC.GetAllocatedBytesForCurrentThread();
        _one();
        Bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        if (peer is not null && (peer.HasTorch || Case.Cell == "minchar"))
            Peer1.Add(peer.Measure(Case, 1, seconds, cpu));
        if (cpu) return; // several threads share the time, so only one is fair
        Compute.Threads = 2;
        CSharp2.Add(Run(_two, seconds, cpu));
        if (peer is { HasTorch: true } && Case.Cell != "minchar") Peer2.Add(peer.Measure(Case, 2, seconds, cpu));
        Compute.Threads = 1;
    }

    public string Json() => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"case\": \"{Case.Name}\", \"min\": {CSharp.Min:F4}, \"median\": {CSharp.Median:F4}, \"min2\": "
            + $"{Number(CSharp2.Min)}, \"median2\": {Number(CSharp2.Median)}, \"peerMin\": {Number(PeerMin)}, "
            + $"\"peerMedian\": {Number(PeerMedian)}, \"bytes\": {Bytes}}}");

    private static string Number(double x) => double.IsNaN(x) ? "null" : x.ToString("F4", CultureInfo.InvariantCulture);

    private static double Best(double a, double b) => double.IsNaN(b) ? a : Math.Min(a, b);

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
