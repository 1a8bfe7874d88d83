using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;
using static RnnCourse.Numerics.ElementwiseOperators;

namespace RnnCourse.Optimizers;

/// <summary>RMSprop (Hinton, lecture 6e): s ← ρs + (1−ρ)g², w ← w − η · g / (√s + ε).</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="model">Whose parameters to change.</param>
/// <param name="learningRate">η.</param>
/// <param name="decay">ρ.</param>
/// <param name="epsilon">ε.</param>
public sealed class RmsProp<T>(IParameters<T> model, double learningRate = 0.01, double decay = 0.99, double epsilon = 1e-8)
    : Optimizer<T>(model, learningRate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mat<T>[] _s = Moments(model);

    internal override void Update(int i, Mat<T> w, Mat<T> g)
    {
        var (s, η, ρ, ε) = (_s[i], Number(LearningRate), Number(decay), Number(epsilon));
        var one = T.One;
        OnePass(s.Becomes(ρ * s + (one - ρ) * (g % g)), w.Becomes(w - η * (g / (Sqrt(s) + ε))));
    }
}
