using System.Diagnostics;
using RnnCourse.Models;
using RnnCourse.Numerics;

namespace RnnCourse.Benchmarks;

/// <summary>What this machine can do with the library's own product: the measure of a step, and of a second
/// thread.</summary>
internal static class MachineRate
{
    private const int Rows = 2048, Size = 1024;

    /// <summary>GFLOP/s of large products, the best of several.</summary>
    public static double LargeProduct(int threads)
    {
        Compute.Threads = threads;
        var random = new Random(1);
        var layer = new Linear<float>(Size, Size, random);
        var (h, o) = (Mat<float>.Dense(Rows, Size, (_, _) => random.NextSingle()), new Mat<float>(Rows, Size));
        var best = double.PositiveInfinity;
        for (var i = 0; i < 6; i++)
        {
            var watch = Stopwatch.StartNew();
            layer.Forward(h, o);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }

        Compute.Threads = 1;
        return 2.0 * Rows * Size * Size / best / 1e9;
    }
}
