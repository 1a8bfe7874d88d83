using System.Diagnostics;
using RnnCourse.Benchmarks;
using RnnCourse.Numerics;

Compute.Threads = 1;
foreach (var name in args)
{
    var c = TrainingCase.Parse(name);
    var watch = Stopwatch.StartNew();
    var step = c.Prepare(); step();
    var first = watch.Elapsed.TotalMilliseconds;
    var times = new List<double>();
    var all = Stopwatch.StartNew();
    while (all.Elapsed.TotalSeconds < 1.5 || times.Count < 3) { watch.Restart(); step(); times.Add(watch.Elapsed.TotalMilliseconds); }
    var before = GC.GetAllocatedBytesForCurrentThread(); step(); var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
    times.Sort();
    Console.WriteLine($"{c.Name} first {first:F0} min {times[0]:F3} median {times[times.Count / 2]:F3} bytes {bytes} {Compute.Simd}");
}
