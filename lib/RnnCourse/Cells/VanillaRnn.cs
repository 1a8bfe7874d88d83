using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>
/// The plain recurrent cell: h[t] = φ(Wxh·x[t] + Whh·h[t−1] + bh). Derived in notebook 04, where the numbered equations are.
/// A batch has one example per row: a[t] = x[t]·Wxhᵀ + h[t−1]·Whhᵀ + bh.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class VanillaRnn<T> : Cell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell whose weights are 0, or drawn from U(−1/√H, 1/√H) if a generator is given.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="activation">φ.</param>
    /// <param name="random">The generator of the initial weights; null leaves them 0.</param>
    public VanillaRnn(int inputs, int hidden, Activation activation = Activation.Tanh, Random? random = null)
        : base(inputs, hidden, hidden)
    {
        Activation = activation;
        (Wxh, Whh, bh) = (new(hidden, inputs), new(hidden, hidden), new(1, hidden));
        Parameters = [new(nameof(Wxh), Wxh), new(nameof(Whh), Whh), new(nameof(bh), bh)];
        this.FillUniform(random, 1 / Math.Sqrt(hidden));
    }

    /// <summary>φ.</summary>
    public Activation Activation { get; }

    /// <summary>Input weights, [H, I].</summary>
    public Mat<T> Wxh { get; }

    /// <summary>Recurrent weights, [H, H].</summary>
    public Mat<T> Whh { get; }

    /// <summary>Bias, [1, H].</summary>
    public Mat<T> bh { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <inheritdoc/>
    public override State<T> ZeroState(int batch) => new(new Mat<T>(batch, Hidden));

    /// <inheritdoc/>
    public override RnnRun<T> Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null)
    {
        this.CheckBeforeUnroll(x);
        var run = RnnRun<T>.For(this, x, into);
        State<T>.Copy(initial, run.H[-1], null, "The initial state");
        run.Input.Forward(x, Wxh, bh, run.A); // Wxh·x[t] + bh of (4.1), all t at once
        run.WhhT.Transposed(Whh, run.Batch);
        Workers.Run(run.Parts.Length, run.ForwardPart);
        return run;
    }

    /// <summary>The time loop, for some rows of the batch.</summary>
    internal void Forward(Steps<T> A, Steps<T> H, Steps<T>? mask, Packed<T> WhhT)
    {
        for (var t = 0; t < H.Count; t++)
        {
            var (a, h, hPrev) = (A[t], H[t], H[t - 1]);
            a += hPrev * WhhT;                  // (4.1)
            Activation.Apply(a, h);             // (4.2)
            if (mask is not null) h.KeepWhereMasked(mask[t], hPrev);
        }
    }

    /// <inheritdoc/>
    public override RnnGradient<T> Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = this.Own<T, RnnRun<T>>(run);
        var grad = RnnGradient<T>.For(unrolled, inputGradient, into);
        grad.dH.Begin(dEdH, dEdFinal?.H);
        grad.PackedWhh.Plain(Whh, unrolled.Batch);
        Workers.Run(unrolled.Parts.Length, grad.BackwardPart);

        var dWhh = grad.Whh;
        dWhh.Is(grad.dA.All.Transposed * unrolled.H.AllPrevious);                // (4.11)
        unrolled.Input.Backward(unrolled.X, grad.dA, grad.Wxh, grad.bh);        // (4.12), (4.13)
        if (grad.InputOrNull is { } dX)
        {
            dX.Clear();
            unrolled.Input.InputGradient(grad.dA, Wxh, dX);                     // (4.14)
        }

        return grad;
    }

    /// <summary>The time loop backwards, for some rows of the batch; dH holds ∂⁺E/∂h[t] and becomes dE/dh[t].</summary>
    internal void Backward(Steps<T> H, Steps<T> dH, Steps<T> dA, Steps<T>? mask, Packed<T> Whh)
    {
        for (var t = H.Count - 1; t >= 0; t--)
        {
            var (h, dh, da, dhPrev) = (H[t], dH[t], dA[t], dH[t - 1]);
            Activation.ApplySlope(h, dh, da);   // (4.10)
            if (mask is not null) da.ZeroWhereMasked(mask[t]);
            dhPrev += da * Whh;                 // (4.9), and (4.15) at t = 0
            if (mask is not null) dhPrev.AddWhereMasked(mask[t], dh);
        }
    }
}
