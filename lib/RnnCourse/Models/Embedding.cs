namespace RnnCourse.Models;

/// <summary>
/// A vector for every token, h[t] = E[x[t]]: row v of E is what the model knows of token v (Bengio et al. 2003). Of
/// vectors x[t] it is x[t]·E, which says the same of a one-hot x.
/// </summary>
public sealed class Embedding<T> : Layer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Vectors of 0, or drawn from U(−1/√D, 1/√D) if a generator is given.</summary>
    /// <param name="vocabulary">V, the number of tokens.</param>
    /// <param name="size">D, the size of a vector.</param>
    public Embedding(int vocabulary, int size, Random? random = null)
        : base(vocabulary, size)
    {
        E = new(vocabulary, size);
        Parameters = [new(nameof(E), E)];
        this.FillUniform(random, 1 / Math.Sqrt(size));
    }

    /// <summary>The vectors, [V, D].</summary>
    public Mat<T> E { get; }
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    private protected override LayerRun<T> NewRun(Sequence<T> x) => new(this, x);

    private protected override void Forward(LayerRun<T> run)
    {
        if (run.X.IsTokens) run.H.All.Gather(E, run.X.Tokens);                                      // h[t] = E[x[t]]
        else run.H.All.Operand.Set(Vectors(run.X).Operand * run.Packed.Plain(E, run.H.All.Rows));   // h[t] = x[t]·E
    }

    private protected override void Backward(LayerRun<T> run, LayerGradient<T> grad)
    {
        var (dE, dH) = (grad.Parameters[0].Value, grad.RealDH);
        if (run.X.IsTokens)
        {
            dE.Clear();
            dE.ScatterAdd(dH, run.X.Tokens);                                            // dE[x[t]] += dh[t]
            return;
        }

        dE.Operand.Set(Vectors(run.X).Operand.Transposed * dH.Operand);                 // Σ_t x[t]ᵀ·dh[t]
        grad.InputOrNull?.All.Operand.Set(dH.Operand * grad.Packed.Transposed(E, dH.Rows));
    }
}
