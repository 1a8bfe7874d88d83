using System.Numerics;
using RnnCourse.Numerics;
using static RnnCourse.Numerics.ElementwiseOperators;

namespace RnnCourse.Cells;

/// <summary>Where the GRU's reset gate acts, and which part of the mix z keeps: there are two common conventions.</summary>
public enum GruVariant
{
    /// <summary>
    /// Cho et al. 2014 as in the course's notes: h̃ = tanh(Wxh·x + Whh·(r ⊙ h[t−1]) + bh), h = (1 − z) ⊙ h[t−1] + z ⊙ h̃.
    /// The reset comes before the product.
    /// </summary>
    ResetBefore,

    /// <summary>
    /// PyTorch and cuDNN: h̃ = tanh(Wxh·x + bh + r ⊙ (Whh·h[t−1] + bhh)), h = (1 − z) ⊙ h̃ + z ⊙ h[t−1].
    /// The reset comes after the product, the product has a bias of its own, and z keeps the old state.
    /// </summary>
    ResetAfter,
}

/// <summary>
/// Gated recurrent unit, in both common variants. Derived in notebook 11, where the numbered equations are. The order of
/// the gates, everywhere, is z (update), r (reset), h (candidate h̃).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Gru<T> : Cell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell whose weights are 0, or drawn from U(−1/√H, 1/√H) if a generator is given.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="random">The generator of the initial weights; null leaves them 0.</param>
    /// <param name="variant">Reset before or after the product.</param>
    public Gru(int inputs, int hidden, Random? random = null, GruVariant variant = GruVariant.ResetBefore)
        : base(inputs, hidden, hidden)
    {
        Variant = variant;
        (Wx, Wh, b) = (Gates.Matrices<T>(3, hidden, inputs), Gates.Matrices<T>(3, hidden, hidden), Gates.Matrices<T>(3, 1, hidden));
        bhh = new(1, hidden);
        Parameters = Names(variant, Wx, Wh, b, bhh);
        this.FillUniform(random, 1 / Math.Sqrt(hidden));
    }

    /// <summary>Reset before or after the product.</summary>
    public GruVariant Variant { get; }

    /// <summary>Input weights of the update gate, [H, I].</summary>
    public Mat<T> Wxz => Wx[0];

    /// <summary>Input weights of the reset gate, [H, I].</summary>
    public Mat<T> Wxr => Wx[1];

    /// <summary>Input weights of the candidate, [H, I].</summary>
    public Mat<T> Wxh => Wx[2];

    /// <summary>Recurrent weights of the update gate, [H, H].</summary>
    public Mat<T> Whz => Wh[0];

    /// <summary>Recurrent weights of the reset gate, [H, H].</summary>
    public Mat<T> Whr => Wh[1];

    /// <summary>Recurrent weights of the candidate, [H, H].</summary>
    public Mat<T> Whh => Wh[2];

    /// <summary>Bias of the update gate, [1, H].</summary>
    public Mat<T> bz => b[0];

    /// <summary>Bias of the reset gate, [1, H].</summary>
    public Mat<T> br => b[1];

    /// <summary>Bias of the candidate, [1, H].</summary>
    public Mat<T> bh => b[2];

    /// <summary>Bias of the candidate's recurrent product, [1, H]; a parameter only if the reset comes after.</summary>
    public Mat<T> bhh { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    internal Mat<T>[] Wx { get; }

    internal Mat<T>[] Wh { get; }

    internal Mat<T>[] b { get; }

    /// <inheritdoc/>
    public override State<T> ZeroState(int batch) => new(new Mat<T>(batch, Hidden));

    /// <inheritdoc/>
    public override GruRun<T> Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null)
    {
        this.CheckBeforeUnroll(x);
        var run = GruRun<T>.For(this, x, into);
        State<T>.Copy(initial, run.H[-1], null, "The initial state");
        run.Inputs.Forward(x, Wx, b, run.Gates);
        run.WhT.Transposed(Wh, run.Batch);
        if (Variant == GruVariant.ResetAfter) run.Q.All.IsRows(bhh);
        else run.Q.All.Clear();
        Workers.Run(run.RowParts.Length, run.ForwardPart);
        return run;
    }

    /// <summary>The time loop, for some rows of the batch. z, r, h̃ hold Wx•·x[t] + b• at first.</summary>
    internal void Forward(GruRun<T>.Part run, Packed<T>[] WhT)
    {
        var one = Scalar<T>.One;
        var (WhzT, WhrT, WhhT) = (WhT[0], WhT[1], WhT[2]);
        for (var t = 0; t < run.H.Count; t++)
        {
            var (h, hPrev, q) = (run.H[t], run.H[t - 1], run.Q[t]);
            var (z, r, hNew) = (run.Z[t], run.R[t], run.Candidate[t]);
            z += hPrev * WhzT;
            r += hPrev * WhrT;
            z.Is(Sigmoid(z));                               // (11.1)
            r.Is(Sigmoid(r));                               // (11.2)
            if (Variant == GruVariant.ResetBefore)
            {
                q.Is(r % hPrev);
                hNew += q * WhhT;
                hNew.Is(Tanh(hNew));                        // (11.3)
                h.Is((one - z) % hPrev + z % hNew);         // (11.4)
            }
            else
            {
                q += hPrev * WhhT;
                hNew.Is(hNew + r % q);
                hNew.Is(Tanh(hNew));                        // (11.5)
                h.Is((one - z) % hNew + z % hPrev);         // (11.6)
            }

            if (run.Mask is { } mask) h.KeepWhereMasked(mask[t], hPrev);
        }
    }

    /// <inheritdoc/>
    public override GruGradient<T> Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = this.Own<T, GruRun<T>>(run);
        var grad = GruGradient<T>.For(unrolled, inputGradient, into);
        grad.dH.Begin(dEdH, dEdFinal?.H);
        grad.PackedWh.Plain(Wh, unrolled.Batch);
        if (Variant == GruVariant.ResetBefore) grad.dQ.Clear();
        Workers.Run(unrolled.RowParts.Length, grad.BackwardPart);

        var h = unrolled.H.AllPrevious;
        var (dWhz, dWhr, dWhh) = (grad.Whz, grad.Whr, grad.Whh);
        dWhz.Is(grad.dAz.All.Transposed * h);                // (11.16)
        dWhr.Is(grad.dAr.All.Transposed * h);
        if (Variant == GruVariant.ResetBefore)
        {
            dWhh.Is(grad.dAh.All.Transposed * unrolled.Q.All); // Σ δʰ (r ⊙ h[t−1])ᵀ
        }
        else
        {
            dWhh.Is(grad.dQ.All.Transposed * h);
            grad.bhh.IsSumOfRows(grad.dQ.All);
        }

        unrolled.Inputs.Backward(unrolled.X, grad.dA, grad.Wx, grad.b); // (11.17), (11.18)
        if (grad.InputOrNull is { } dX) unrolled.Inputs.InputGradient(grad.dA, Wx, dX); // (11.19)
        return grad;
    }

    /// <summary>The time loop backwards, for some rows of the batch; dH holds ∂⁺E/∂h[t] and becomes dE/dh[t].</summary>
    internal void Backward(GruRun<T>.Part run, GruGradient<T>.Part grad, Packed<T>[] Wh)
    {
        var one = Scalar<T>.One;
        var (Whz, Whr, Whh) = (Wh[0], Wh[1], Wh[2]);
        for (var t = run.H.Count - 1; t >= 0; t--)
        {
            var (hPrev, z, r, hNew, q) = (run.H[t - 1], run.Z[t], run.R[t], run.Candidate[t], run.Q[t]);
            var (dhAll, dhPrev) = (grad.dH[t], grad.dH[t - 1]);
            var (daz, dar, dah, dq) = (grad.dAz[t], grad.dAr[t], grad.dAh[t], grad.dQ[t]);
            var dh = dhAll;
            if (run.Mask is { } mask)
            {
                dh = grad.dHNew!;
                dh.Is(mask[t] % dhAll);
            }

            if (Variant == GruVariant.ResetBefore)
            {
                daz.Is(z % (one - z) % ((hNew - hPrev) % dh));          // (11.7)
                dah.Is((one - hNew % hNew) % (z % dh));                 // (11.8)
                dq += dah * Whh;                                        // (11.9)
                dar.Is(r % (one - r) % (hPrev % dq));                   // (11.10)
                dhPrev.Is(dhPrev + (one - z) % dh + r % dq);            // (11.11)
            }
            else
            {
                daz.Is(z % (one - z) % ((hPrev - hNew) % dh));          // (11.12)
                dah.Is((one - hNew % hNew) % ((one - z) % dh));         // (11.13)
                dar.Is(r % (one - r) % (q % dah));                      // (11.14)
                dq.Is(r % dah);
                dhPrev.Is(dhPrev + z % dh);                             // (11.15)
                dhPrev += dq * Whh;
            }

            dhPrev += daz * Whz;
            dhPrev += dar * Whr;
            if (run.Mask is not null) dhPrev.AddWhereMasked(run.Mask[t], dhAll);
        }
    }

    /// <summary>Names in the order of the gates.</summary>
    internal static Parameter<T>[] Names(GruVariant variant, Mat<T>[] Wx, Mat<T>[] Wh, Mat<T>[] b, Mat<T> bhh)
    {
        Parameter<T>[] all = [.. Gates.Named("Wx", "zrh", Wx), .. Gates.Named("Wh", "zrh", Wh), .. Gates.Named("b", "zrh", b)];
        return variant == GruVariant.ResetBefore ? all : [.. all, new(nameof(bhh), bhh)];
    }
}
