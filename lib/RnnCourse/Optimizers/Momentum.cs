namespace RnnCourse.Optimizers;

/// <summary>Gradient descent with momentum: v ← μv + g, w ← w − η v; with Nesterov's look-ahead w ← w − η (g +
/// μv).</summary>
/// <param name="momentum">μ.</param>
/// <param name="nesterov">Whether to look ahead (Sutskever et al. 2013).</param>
public sealed class Momentum<T>(IParameters<T> model, double learningRate, double momentum = 0.9, bool nesterov = false)
    : Optimizer<T>(model, learningRate) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _momentum = Scalar<T>.Of(Expect.Share(momentum));
    private readonly Mat<T>[] _v = Zeros(model);

    public override IReadOnlyList<Parameter<T>> Moments => [.. Named("v", _v)];

    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, v) = (weights.Operand, gradient.Operand, _v[i].Operand);
        var (η, μ) = (Scalar<T>.Of(LearningRate), _momentum);
        if (nesterov) Fused(v.To(μ * v + g), w.To(w - η * (g + μ * v)));
        else Fused(v.To(μ * v + g), w.To(w - η * v));
    }
}
