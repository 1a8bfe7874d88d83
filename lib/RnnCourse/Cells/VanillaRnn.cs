namespace RnnCourse.Cells;

/// <summary>The plain recurrent cell: h[t] = φ(Wxh·x[t] + Whh·h[t−1] + bh). Derived in notebook 04, where the numbered
/// equations are. A batch has one example per row: a[t] = x[t]·Wxhᵀ + h[t−1]·Whhᵀ + bh.</summary>
public sealed class VanillaRnn<T> : GatedCell<T, RnnRun<T>, RnnGradient<T>>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell whose weights are 0, or drawn from U(−1/√H, 1/√H) if a generator is given.</summary>
    /// <param name="activation">φ.</param>
    public VanillaRnn(int inputs, int hidden, Activation activation = Activation.Tanh, Random? random = null)
        : this(new RnnWeights<T>(inputs, hidden), activation, random)
    {
    }

    private VanillaRnn(RnnWeights<T> w, Activation activation, Random? random)
        : base(w, random) => (W, Activation) = (w, activation);

    public Activation Activation { get; }
    public RnnWeights<T> W { get; }

    internal override RnnRun<T> NewRun(Sequence<T> x) => new(this, x);

    internal override RnnGradient<T> NewGradient(RnnRun<T> run, bool inputGradient) => new(run, inputGradient);

    internal override void Forward(RnnRun<T> run, RowPart rows)
    {
        var WhhT = run.WhT[0];
        for (var t = 0; t < run.Count; t++)
        {
            var (a, h, hPrev) = (run.A[t, rows], run.H[t, rows], run.H[t - 1, rows]);
            a += hPrev * WhhT;                      // (4.1)
            Activation.Apply(a, h);                 // (4.2)
            run.KeepPadding(t, rows);
        }
    }

    internal override void Backward(RnnRun<T> run, RnnGradient<T> grad, RowPart rows)
    {
        var Whh = grad.Wh[0];
        for (var t = run.Count - 1; t >= 0; t--)
        {
            grad.HidePadding(run, t, rows);
            var (h, dh, da, dhPrev) = (run.H[t, rows], grad.dH[t, rows], grad.dA[t, rows], grad.dH[t - 1, rows]);
            Activation.ApplySlope(h, dh, da);       // (4.10)
            dhPrev += da * Whh;                     // (4.9), and (4.15) at t = 0
            grad.PassPadding(run, t, rows);
        }
    }
}

/// <summary>The weights of a <see cref="VanillaRnn{T}"/>, or their gradient.</summary>
public sealed class RnnWeights<T> : GateWeights<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal RnnWeights(int inputs, int hidden)
        : base("h", inputs, hidden)
    {
    }

    /// <summary>Input weights, [H, I].</summary>
    public Mat<T> Wxh => Wx[0];

    /// <summary>Recurrent weights, [H, H].</summary>
    public Mat<T> Whh => Wh[0];

    /// <summary>Bias, [1, H].</summary>
    public Mat<T> bh => b[0];
}

/// <summary>A <see cref="VanillaRnn{T}"/> unrolled over a sequence.</summary>
public sealed class RnnRun<T> : GatedRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal RnnRun(VanillaRnn<T> cell, Sequence<T> x)
        : base(cell, x, gates: 1)
    {
    }

    /// <summary>a[t], T × [B, H].</summary>
    public Steps<T> A => Gates[0];
}

/// <summary>The gradient of a <see cref="VanillaRnn{T}"/>.</summary>
public sealed class RnnGradient<T> : GatedGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal RnnGradient(RnnRun<T> run, bool inputGradient)
        : base(run, new RnnWeights<T>(run.Cell.Inputs, run.Cell.Hidden), inputGradient)
    {
    }

    /// <summary>dE/dW.</summary>
    public RnnWeights<T> W => (RnnWeights<T>)Weights;

    /// <summary>δ[t] = dE/da[t], T × [B, H].</summary>
    public new Steps<T> dA => base.dA[0];
}
