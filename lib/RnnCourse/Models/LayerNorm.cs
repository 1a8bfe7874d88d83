namespace RnnCourse.Models;

/// <summary>
/// Layer normalisation (Ba, Kiros and Hinton 2016): n = (x − μ)/√(σ² + ε) with the mean μ and the variance σ² of the
/// numbers of one x[t], then h = γ ⊙ n + β.
/// </summary>
public sealed class LayerNorm<T> : Layer<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with γ = 1 and β = 0.</summary>
    /// <param name="size">N, the size of x[t] and h[t].</param>
    /// <param name="epsilon">ε, added to the variance.</param>
    public LayerNorm(int size, double epsilon = 1e-5)
        : base(size, size)
    {
        Epsilon = Expect.Within(epsilon, double.Epsilon, double.PositiveInfinity, "it must be above 0, and finite");
        (γ, β) = (new(1, size), new(1, size));
        γ.Fill(T.One);
        Parameters = [new(nameof(γ), γ), new(nameof(β), β)];
    }

    /// <summary>ε.</summary>
    public double Epsilon { get; }

    /// <summary>[1, N].</summary>
    public Mat<T> γ { get; }

    /// <summary>[1, N].</summary>
    public Mat<T> β { get; }
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    private protected override LayerRun<T> NewRun(Sequence<T> x) => new LayerNormRun<T>(this, x);

    private protected override void Forward(LayerRun<T> run)
    {
        var (own, all) = ((LayerNormRun<T>)run, Vectors(run.X));
        var (count, ε) = (Scalar<T>.Of(Outputs), Scalar<T>.Of(Epsilon));
        for (var row = 0; row < all.Rows; row++)
        {
            var x = all.RowSpan(row);
            var n = own.N.All.RowSpan(row);
            var h = run.H.All.RowSpan(row);
            var (μ, variance) = (T.Zero, T.Zero);
            foreach (var number in x) μ += number / count;
            foreach (var number in x) variance += (number - μ) * (number - μ) / count;
            var σ = own.Deviation[row] = T.Sqrt(variance + ε);
            for (var i = 0; i < n.Length; i++)
            {
                n[i] = (x[i] - μ) / σ;
                h[i] = (γ[i] * n[i]) + β[i];
            }
        }
    }

    private protected override void Backward(LayerRun<T> run, LayerGradient<T> grad)
    {
        var own = (LayerNormRun<T>)run;
        var (dγ, dβ, count) = (grad.Parameters[0].Value, grad.Parameters[1].Value, Scalar<T>.Of(Outputs));
        dγ.Clear();
        dβ.SetSumOfRows(grad.RealDH);                                           // dβ = Σ dh
        for (var row = 0; row < grad.RealDH.Rows; row++)
        {
            var dh = grad.RealDH.RowSpan(row);
            var n = own.N.All.RowSpan(row);
            var (mean, along) = (T.Zero, T.Zero);
            for (var i = 0; i < n.Length; i++)
            {
                dγ[i] += dh[i] * n[i];                                          // dγ = Σ dh ⊙ n
                mean += γ[i] * dh[i] / count;
                along += γ[i] * dh[i] * n[i] / count;
            }

            if (grad.InputOrNull is not { } dX) continue;
            var dx = dX.All.RowSpan(row);
            for (var i = 0; i < n.Length; i++)                                  // dn = γ ⊙ dh
                dx[i] = ((γ[i] * dh[i]) - mean - (n[i] * along)) / own.Deviation[row];
        }
    }
}

/// <summary>A <see cref="LayerNorm{T}"/> unrolled over a sequence.</summary>
public sealed class LayerNormRun<T> : LayerRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal LayerNormRun(LayerNorm<T> layer, Sequence<T> x)
        : base(layer, x) => (N, Deviation) = (new(Count, Batch, layer.Outputs), new T[Count * Batch]);

    /// <summary>n[t], T × [B, N].</summary>
    public Steps<T> N { get; }

    /// <summary>√(σ² + ε) of every x[t], T·B.</summary>
    internal T[] Deviation { get; }
}
