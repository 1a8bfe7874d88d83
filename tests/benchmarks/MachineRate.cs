using System.Diagnostics;
using RnnCourse.Numerics;

namespace RnnCourse.Benchmarks;

/// <summary>What this machine can do with the library's own product, on one thread: the measure of a step.</summary>
internal static class MachineRate
{
    private const int Size = 1024;

    /// <summary>GFLOP/s of large products, the best of several.</summary>
    public static double LargeProduct()
    {
        Compute.Threads = 1;
        var random = new Random(1);
        var a = Mat<float>.Dense(Size, Size, (_, _) => random.NextSingle());
        var b = Mat<float>.Dense(Size, Size, (_, _) => random.NextSingle());
        var best = double.PositiveInfinity;
        for (var i = 0; i < 12; i++)
        {
            var watch = Stopwatch.StartNew();
            GC.KeepAlive(a * b);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        return 2.0 * Size * Size * Size / best / 1e9;
    }
}
