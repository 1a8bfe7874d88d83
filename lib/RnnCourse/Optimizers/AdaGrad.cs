namespace RnnCourse.Optimizers;

/// <summary>AdaGrad (Duchi et al. 2011): s ← s + g², w ← w − η · g / (√s + ε).</summary>
public sealed class AdaGrad<T>(IParameters<T> model, double learningRate = 0.01, double epsilon = 1e-10)
    : Optimizer<T>(model, learningRate) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mat<T>[] _s = Moments(model);

    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, s) = (weights.Operand, gradient.Operand, _s[i].Operand);
        var (η, ε) = (Number(LearningRate), Number(epsilon));
        Fused(s.To(s + g % g), w.To(w - η * (g / (Sqrt(s) + ε))));
    }
}
