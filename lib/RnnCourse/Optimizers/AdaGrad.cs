using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Numerics;
using static RnnCourse.Numerics.ElementwiseOperators;

namespace RnnCourse.Optimizers;

/// <summary>AdaGrad (Duchi et al. 2011): s ← s + g², w ← w − η · g / (√s + ε).</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="model">Whose parameters to change.</param>
/// <param name="learningRate">η.</param>
/// <param name="epsilon">ε.</param>
public sealed class AdaGrad<T>(IParameters<T> model, double learningRate = 0.01, double epsilon = 1e-10)
    : Optimizer<T>(model, learningRate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mat<T>[] _s = Moments(model);

    internal override void Update(int i, Mat<T> w, Mat<T> g)
    {
        var (s, η, ε) = (_s[i], Number(LearningRate), Number(epsilon));
        OnePass(s.Becomes(s + g % g), w.Becomes(w - η * (g / (Sqrt(s) + ε))));
    }
}
