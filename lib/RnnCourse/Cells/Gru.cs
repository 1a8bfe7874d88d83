namespace RnnCourse.Cells;

/// <summary>Where the GRU's reset gate acts, and which part of the mix z keeps: there are two common
/// conventions.</summary>
public enum GruVariant
{
    /// <summary>Cho et al. 2014 as in the course's notes: h̃ = tanh(Wxh·x + Whh·(r ⊙ h[t−1]) + bh), h = (1 − z) ⊙
    /// h[t−1] + z ⊙ h̃. The reset comes before the product.</summary>
    ResetBefore,

    /// <summary>PyTorch and cuDNN: h̃ = tanh(Wxh·x + bh + r ⊙ (Whh·h[t−1] + bhh)), h = (1 − z) ⊙ h̃ + z ⊙ h[t−1]. The
    /// reset comes after the product, the product has a bias of its own, and z keeps the old state.</summary>
    ResetAfter,
}

/// <summary>Gated recurrent unit, in both common variants. Derived in notebook 11, where the numbered equations are.
/// The order of the gates, everywhere, is z (update), r (reset), h (candidate h̃).</summary>
public sealed class Gru<T> : GatedCell<T, GruRun<T>, GruGradient<T>> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell whose weights are 0, or drawn from U(−1/√H, 1/√H) if a generator is given.</summary>
    /// <param name="variant">Reset before or after the product.</param>
    public Gru(int inputs, int hidden, Random? random = null, GruVariant variant = GruVariant.ResetBefore)
        : this(new GruWeights<T>(inputs, hidden, variant), random)
    {
    }

    private Gru(GruWeights<T> w, Random? random)
        : base(w, random) => W = w;

    public GruVariant Variant => W.Variant;
    public GruWeights<T> W { get; }

    internal override GruRun<T> NewRun(Sequence<T> x) => new(this, x);

    internal override GruGradient<T> NewGradient(GruRun<T> run, bool inputGradient) => new(run, inputGradient);

    internal override void Forward(GruRun<T> run, RowPart rows)
    {
        var (WhzT, WhrT, WhhT, one) = (run.WhT[0], run.WhT[1], run.WhT[2], Scalar<T>.One);
        for (var t = 0; t < run.Count; t++)
        {
            var (h, hPrev, q) = (run.H[t, rows], run.H[t - 1, rows], run.Q[t, rows]);
            var (z, r, hNew) = (run.Z[t, rows], run.R[t, rows], run.Candidate[t, rows]);
            z += hPrev * WhzT;
            r += hPrev * WhrT;
            z.Set(Sigmoid(z));                              // (11.1)
            r.Set(Sigmoid(r));                              // (11.2)
            if (Variant == GruVariant.ResetBefore)
            {
                q.Set(r % hPrev);
                hNew += q * WhhT;
                hNew.Set(Tanh(hNew));                       // (11.3)
                h.Set((one - z) % hPrev + z % hNew);        // (11.4)
            }
            else
            {
                q.SetRows(W.bhh);
                q += hPrev * WhhT;
                hNew.Set(Tanh(hNew + r % q));               // (11.5)
                h.Set((one - z) % hNew + z % hPrev);        // (11.6)
            }
            run.KeepPadding(t, rows);
        }
    }

    internal override void Backward(GruRun<T> run, GruGradient<T> grad, RowPart rows)
    {
        var (Whz, Whr, Whh, one) = (grad.Wh[0], grad.Wh[1], grad.Wh[2], Scalar<T>.One);
        for (var t = run.Count - 1; t >= 0; t--)
        {
            grad.HidePadding(run, t, rows);
            var (hPrev, z, r) = (run.H[t - 1, rows], run.Z[t, rows], run.R[t, rows]);
            var (hNew, q) = (run.Candidate[t, rows], run.Q[t, rows]);
            var (dh, dhPrev, dq) = (grad.dH[t, rows], grad.dH[t - 1, rows], grad.dQ[t, rows]);
            var (daz, dar, dah) = (grad.dAz[t, rows], grad.dAr[t, rows], grad.dAh[t, rows]);
            if (Variant == GruVariant.ResetBefore)
            {
                daz.Set(z % (one - z) % ((hNew - hPrev) % dh));         // (11.7)
                dah.Set((one - hNew % hNew) % (z % dh));                // (11.8)
                dq.Set(dah * Whh);                                      // (11.9)
                dar.Set(r % (one - r) % (hPrev % dq));                  // (11.10)
                dhPrev.Set(dhPrev + (one - z) % dh + r % dq);           // (11.11)
            }
            else
            {
                daz.Set(z % (one - z) % ((hPrev - hNew) % dh));         // (11.12)
                dah.Set((one - hNew % hNew) % ((one - z) % dh));        // (11.13)
                dar.Set(r % (one - r) % (q % dah));                     // (11.14)
                dq.Set(r % dah);
                dhPrev.Set(dhPrev + z % dh);                            // (11.15)
                dhPrev += dq * Whh;
            }

            dhPrev += daz * Whz;
            dhPrev += dar * Whr;
            grad.PassPadding(run, t, rows);
        }
    }

    internal override void RecurrentWeights(GruRun<T> run, GruGradient<T> grad)
    {
        var (h, q) = (run.H.AllPrevious.Operand, run.Q.All.Operand);
        var (daz, dar, dah, dq) =
            (grad.dAz.All.Operand, grad.dAr.All.Operand, grad.dAh.All.Operand, grad.dQ.All.Operand);
        var (dWhz, dWhr, dWhh) = (grad.W.Whz.Operand, grad.W.Whr.Operand, grad.W.Whh.Operand);
        dWhz.Set(daz.Transposed * h);                               // (11.16)
        dWhr.Set(dar.Transposed * h);
        if (Variant == GruVariant.ResetBefore)
        {
            dWhh.Set(dah.Transposed * q);                           // Σ δʰ (r ⊙ h[t−1])ᵀ
        }
        else
        {
            dWhh.Set(dq.Transposed * h);
            grad.W.bhh.SetSumOfRows(grad.dQ.All);
        }
    }
}

/// <summary>The weights of a <see cref="Gru{T}"/>, or their gradient: Wx• [H, I], Wh• [H, H], b• [1, H].</summary>
public sealed class GruWeights<T> : GateWeights<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal GruWeights(int inputs, int hidden, GruVariant variant)
        : base("zrh", inputs, hidden)
    {
        (Variant, bhh) = (variant, new(1, hidden));
        if (variant == GruVariant.ResetAfter) Parameters = [.. Parameters, new(nameof(bhh), bhh)];
    }

    internal GruVariant Variant { get; }
    public Mat<T> Wxz => Wx[0];
    public Mat<T> Wxr => Wx[1];
    public Mat<T> Wxh => Wx[2];
    public Mat<T> Whz => Wh[0];
    public Mat<T> Whr => Wh[1];
    public Mat<T> Whh => Wh[2];
    public Mat<T> bz => b[0];
    public Mat<T> br => b[1];
    public Mat<T> bh => b[2];

    /// <summary>Bias of the candidate's recurrent product; a parameter only if the reset comes after it.</summary>
    public Mat<T> bhh { get; }
}

/// <summary>A <see cref="Gru{T}"/> unrolled over a sequence: everything T × [B, H].</summary>
public sealed class GruRun<T> : GatedRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal GruRun(Gru<T> cell, Sequence<T> x)
        : base(cell, x, gates: 3) => Q = new(Count, Batch, cell.Hidden);

    /// <summary>z[t], the update gate.</summary>
    public Steps<T> Z => Gates[0];

    /// <summary>r[t], the reset gate.</summary>
    public Steps<T> R => Gates[1];

    /// <summary>h̃[t], the candidate.</summary>
    public Steps<T> Candidate => Gates[2];

    /// <summary>r ⊙ h[t−1] if the reset comes before the product, Whh·h[t−1] + bhh if after.</summary>
    public Steps<T> Q { get; }
    internal override Steps<T> Inner => Q;
    private bool ResetBefore => ((Gru<T>)Cell).Variant == GruVariant.ResetBefore;

    /// <summary>The candidate's weights see r ⊙ h[t−1], or what comes out of them is multiplied by r.</summary>
    public override Mat<T> RecurrentInput(int gate, int t) =>
        gate == 2 && ResetBefore ? Q[t] : base.RecurrentInput(gate, t);

    public override Mat<T>? RecurrentFactor(int gate, int t) => gate == 2 && !ResetBefore ? R[t] : null;
}

/// <summary>The gradient of a <see cref="Gru{T}"/>.</summary>
public sealed class GruGradient<T> : GatedGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal GruGradient(GruRun<T> run, bool inputGradient)
        : base(run, Zeros((Gru<T>)run.Cell), inputGradient) => dQ = new(Count, Batch, run.Cell.Hidden);

    /// <summary>dE/dW.</summary>
    public GruWeights<T> W => (GruWeights<T>)Weights;

    /// <summary>δ of the update gate: dE/d(its pre-activation), T × [B, H].</summary>
    public Steps<T> dAz => dA[0];

    /// <summary>δ of the reset gate.</summary>
    public Steps<T> dAr => dA[1];

    /// <summary>δ of the candidate.</summary>
    public Steps<T> dAh => dA[2];

    /// <summary>dE/dq[t] for <see cref="GruRun{T}.Q"/>, T × [B, H].</summary>
    public Steps<T> dQ { get; }

    private static GruWeights<T> Zeros(Gru<T> cell) => new(cell.Inputs, cell.Hidden, cell.Variant);
}
