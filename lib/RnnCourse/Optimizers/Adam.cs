namespace RnnCourse.Optimizers;

/// <summary>Adam (Kingma and Ba 2015): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η · m̂ / (√v̂ + ε) with m̂ = m /
/// (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ).</summary>
/// <param name="beta1">β₁.</param>
/// <param name="beta2">β₂.</param>
public sealed class Adam<T>(
    IParameters<T> model, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : Optimizer<T>(model, learningRate) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Mat<T>[] _m = Moments(model);
    private readonly Mat<T>[] _v = Moments(model);

    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, m, v) = (weights.Operand, gradient.Operand, _m[i].Operand, _v[i].Operand);
        var (β1, β2, ε) = (Number(beta1), Number(beta2), Number(epsilon));
        var (rest1, rest2) = (Number(1 - beta1), Number(1 - beta2));
        var η = Number(LearningRate / (1 - Math.Pow(beta1, Steps)));
        var correction = Number(1 / Math.Sqrt(1 - Math.Pow(beta2, Steps)));
        Fused(
            m.To(β1 * m + rest1 * g),
            v.To(β2 * v + rest2 * (g % g)),
            w.To(w - η * (m / (correction * Sqrt(v) + ε))));
    }
}
