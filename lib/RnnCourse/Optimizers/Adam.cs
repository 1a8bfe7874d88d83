namespace RnnCourse.Optimizers;

/// <summary>Adam (Kingma and Ba 2015): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η · m̂ / (√v̂ + ε) with m̂ = m /
/// (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ).</summary>
/// <param name="beta1">β₁.</param>
/// <param name="beta2">β₂.</param>
public class Adam<T>(
    IParameters<T> model, double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    : Optimizer<T>(model, learningRate) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly (double β1, double β2) _shares = (Expect.Share(beta1), Expect.Share(beta2));
    private readonly T _epsilon = Expect.Positive<T>(epsilon);
    private readonly Mat<T>[] _m = Zeros(model);
    private readonly Mat<T>[] _v = Zeros(model);

    public override IReadOnlyList<Parameter<T>> Moments => [.. Named("m", _m), .. Named("v", _v)];

    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, m, v) = (weights.Operand, gradient.Operand, _m[i].Operand, _v[i].Operand);
        var (beta1, beta2) = _shares;
        var (β1, β2, ε) = (Scalar<T>.Of(beta1), Scalar<T>.Of(beta2), _epsilon);
        var (rest1, rest2) = (Scalar<T>.Of(1 - beta1), Scalar<T>.Of(1 - beta2));
        var η = Scalar<T>.Of(LearningRate / (1 - Math.Pow(beta1, Steps)));
        var correction = Scalar<T>.Of(1 / Math.Sqrt(1 - Math.Pow(beta2, Steps)));
        Fused(
            m.To(β1 * m + rest1 * g),
            v.To(β2 * v + rest2 * (g % g)),
            w.To(w - η * (m / (correction * Sqrt(v) + ε))));
    }
}

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019): w ← w − ηλw, then Adam's step.</summary>
/// <param name="weightDecay">λ.</param>
public sealed class AdamW<T>(
    IParameters<T> model, double learningRate = 0.001, double weightDecay = 0.01, double beta1 = 0.9,
    double beta2 = 0.999, double epsilon = 1e-8)
    : Adam<T>(model, learningRate, beta1, beta2, epsilon) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _decay = Expect.Within(
        weightDecay, 0, double.PositiveInfinity, "it must be 0 or more, and finite");

    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var (w, ηλ) = (weights.Operand, Scalar<T>.Of(LearningRate * _decay));
        w.Set(w - ηλ * w);
        base.Update(i, weights, gradient);
    }
}
