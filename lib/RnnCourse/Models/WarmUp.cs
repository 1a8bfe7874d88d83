using System.Numerics;
using RnnCourse.Losses;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;

namespace RnnCourse.Models;

/// <summary>
/// Lets another processor compile the code of a training step's second half (loss, backward products, norm, update) while the
/// first half runs for the first time. It computes on numbers of its own, so no result depends on it.
/// </summary>
internal static class WarmUp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int s_begun;

    /// <summary>Begins at the first call; later calls do nothing.</summary>
    public static void Begin()
    {
        if (Environment.ProcessorCount < 2 || Interlocked.Exchange(ref s_begun, 1) != 0) return;
        new Thread(Compile) { IsBackground = true, Name = "RnnCourse warm-up" }.Start();
    }

    private static void Compile()
    {
        const int n = 32; // rows and columns: enough to use every kind of tile
        var layer = new Linear<T>(n, n);
        var (h, dWhy, dby, dH) = (new Mat<T>(n, n), new Mat<T>(n, n), new Mat<T>(1, n), new Mat<T>(n, n));
        var o = new Steps<T>(1, n, n);
        var dO = new SoftmaxCrossEntropy<T>(Reduction.Mean).Evaluate(o, new Cells.Sequence<T>(1, n)).dO;
        layer.Backward(h, dO.All, dWhy, dby, dH);
        Clip.ByNorm(layer, 1);
        new Adam<T>(layer).Step(layer);
    }
}
