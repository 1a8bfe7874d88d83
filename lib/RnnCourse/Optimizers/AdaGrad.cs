namespace RnnCourse.Optimizers;

/// <summary>Where ε stands in the denominator.</summary>
public enum Epsilon
{
    /// <summary>√s + ε, as in PyTorch.</summary>
    OutsideRoot,

    /// <summary>√(s + ε), as in min-char-rnn (Karpathy 2015).</summary>
    InsideRoot,
}

/// <summary>AdaGrad (Duchi et al. 2011): s ← s + g², w ← w − η · g / (√s + ε).</summary>
/// <param name="epsilonAt">Whether ε is added to the root or to s.</param>
public sealed class AdaGrad<T>(
    IParameters<T> model, double learningRate = 0.01, double epsilon = 1e-10, Epsilon epsilonAt = Epsilon.OutsideRoot)
    : Optimizer<T>(model, learningRate) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _epsilon = Expect.Positive<T>(epsilon);
    private readonly Mat<T>[] _s = Zeros(model);

    public override IReadOnlyList<Parameter<T>> Moments => [.. Named("s", _s)];

    protected internal override void Update(int i, Mat<T> weights, Mat<T> gradient)
    {
        var (w, g, s) = (weights.Operand, gradient.Operand, _s[i].Operand);
        var (η, ε) = (Scalar<T>.Of(LearningRate), _epsilon);
        if (epsilonAt == Epsilon.OutsideRoot) Fused(s.To(s + g % g), w.To(w - η * (g / (Sqrt(s) + ε))));
        else Fused(s.To(s + g % g), w.To(w - η * (g / Sqrt(s + ε))));
    }
}
