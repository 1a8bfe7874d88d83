namespace RnnCourse.Optimizers;

/// <summary>RMSprop (Hinton, lecture 6e): s ← ρs + (1−ρ)g², w ← w − η · g / (√s + ε).</summary>
/// <param name="decay">ρ.</param>
public sealed class RmsProp<T>(
    IParameters<T> model, double learningRate = 0.01, double decay = 0.99, double epsilon = 1e-8)
    : Optimizer<T>(model, learningRate) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _epsilon = Expect.Positive<T>(epsilon);
    private readonly T _decay = Scalar<T>.Of(Expect.Share(decay));
    private readonly Mat<T>[] _s = Zeros(model);

    public override IReadOnlyList<Parameter<T>> Moments => [.. Named("s", _s)];

    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, s, one) = (weights.Operand, gradient.Operand, _s[i].Operand, T.One);
        var (η, ρ, ε) = (Scalar<T>.Of(LearningRate), _decay, _epsilon);
        Fused(s.To(ρ * s + (one - ρ) * (g % g)), w.To(w - η * (g / (Sqrt(s) + ε))));
    }
}
