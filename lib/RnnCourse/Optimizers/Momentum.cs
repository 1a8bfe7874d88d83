using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;
using static RnnCourse.Numerics.ElementwiseOperators;

namespace RnnCourse.Optimizers;

/// <summary>Gradient descent with momentum: v ← μv + g, w ← w − η v; with Nesterov's look-ahead w ← w − η (g + μv).</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="model">Whose parameters to change.</param>
/// <param name="learningRate">η.</param>
/// <param name="momentum">μ.</param>
/// <param name="nesterov">Whether to look ahead (Sutskever et al. 2013).</param>
public sealed class Momentum<T>(IParameters<T> model, double learningRate, double momentum = 0.9, bool nesterov = false)
    : Optimizer<T>(model, learningRate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mat<T>[] _v = Moments(model);

    internal override void Update(int i, Mat<T> w, Mat<T> g)
    {
        var (v, η, μ) = (_v[i], Number(LearningRate), Number(momentum));
        if (nesterov) OnePass(v.Becomes(μ * v + g), w.Becomes(w - η * (g + μ * v)));
        else OnePass(v.Becomes(μ * v + g), w.Becomes(w - η * v));
    }
}
