using System.Numerics;
using RnnCourse.Numerics;
using static RnnCourse.Numerics.ElementwiseOperators;

namespace RnnCourse.Cells;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000). Derived in notebook 10, where the
/// numbered equations are. Four fully connected layers read x[t] and h[t−1]; the order of the gates, everywhere, is
/// i (input), f (forget), g (candidate), o (output). Without forget gate f = 1.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Lstm<T> : Cell<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell whose weights are 0, or drawn from U(−1/√H, 1/√H) if a generator is given.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="hidden">H.</param>
    /// <param name="random">The generator of the initial weights; null leaves them 0.</param>
    /// <param name="forgetGate">Whether there is a forget gate.</param>
    /// <param name="forgetBias">What bf starts from, before anything drawn is added: 1 lets the cell remember at first.</param>
    public Lstm(int inputs, int hidden, Random? random = null, bool forgetGate = true, double forgetBias = 0)
        : base(inputs, hidden, hidden)
    {
        HasForgetGate = forgetGate;
        (Wx, Wh, b) = (Gates.Matrices<T>(4, hidden, inputs), Gates.Matrices<T>(4, hidden, hidden), Gates.Matrices<T>(4, 1, hidden));
        Parameters = Names(forgetGate, Wx, Wh, b);
        this.FillUniform(random, 1 / Math.Sqrt(hidden));
        if (forgetGate) bf.CopyFrom(bf.Map(b => b + T.CreateChecked(forgetBias)));
    }

    /// <summary>Whether there is a forget gate; otherwise f[t] = 1 and Wxf, Whf, bf are no parameters.</summary>
    public bool HasForgetGate { get; }

    /// <summary>Input weights of the input gate, [H, I].</summary>
    public Mat<T> Wxi => Wx[0];

    /// <summary>Input weights of the forget gate, [H, I].</summary>
    public Mat<T> Wxf => Wx[1];

    /// <summary>Input weights of the candidate, [H, I].</summary>
    public Mat<T> Wxg => Wx[2];

    /// <summary>Input weights of the output gate, [H, I].</summary>
    public Mat<T> Wxo => Wx[3];

    /// <summary>Recurrent weights of the input gate, [H, H].</summary>
    public Mat<T> Whi => Wh[0];

    /// <summary>Recurrent weights of the forget gate, [H, H].</summary>
    public Mat<T> Whf => Wh[1];

    /// <summary>Recurrent weights of the candidate, [H, H].</summary>
    public Mat<T> Whg => Wh[2];

    /// <summary>Recurrent weights of the output gate, [H, H].</summary>
    public Mat<T> Who => Wh[3];

    /// <summary>Bias of the input gate, [1, H].</summary>
    public Mat<T> bi => b[0];

    /// <summary>Bias of the forget gate, [1, H].</summary>
    public Mat<T> bf => b[1];

    /// <summary>Bias of the candidate, [1, H].</summary>
    public Mat<T> bg => b[2];

    /// <summary>Bias of the output gate, [1, H].</summary>
    public Mat<T> bo => b[3];

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters { get; }

    internal Mat<T>[] Wx { get; }

    internal Mat<T>[] Wh { get; }

    internal Mat<T>[] b { get; }

    /// <inheritdoc/>
    public override State<T> ZeroState(int batch) => new(new Mat<T>(batch, Hidden), new Mat<T>(batch, Hidden));

    /// <inheritdoc/>
    public override LstmRun<T> Unroll(Sequence<T> x, State<T>? initial = null, Run<T>? into = null)
    {
        this.CheckBeforeUnroll(x);
        var run = LstmRun<T>.For(this, x, into);
        State<T>.Copy(initial, run.H[-1], run.C[-1], "The initial state");
        run.Inputs.Forward(x, Wx, b, run.Gates);
        run.WhT.Transposed(Wh, run.Batch);
        Workers.Run(run.RowParts.Length, run.ForwardPart);
        return run;
    }

    /// <summary>The time loop, for some rows of the batch. i, f, g, o hold Wx•·x[t] + b• at first.</summary>
    internal void Forward(LstmRun<T>.Part run, Packed<T>[] WhT)
    {
        var (WhiT, WhfT, WhgT, WhoT) = (WhT[0], WhT[1], WhT[2], WhT[3]);
        for (var t = 0; t < run.H.Count; t++)
        {
            var (h, hPrev, c, cPrev, tanhC) = (run.H[t], run.H[t - 1], run.C[t], run.C[t - 1], run.TanhC[t]);
            var (i, f, g, o) = (run.I[t], run.F[t], run.G[t], run.O[t]);
            i += hPrev * WhiT;
            if (HasForgetGate) f += hPrev * WhfT;
            g += hPrev * WhgT;
            o += hPrev * WhoT;
            i.Is(Sigmoid(i));                           // (10.1)
            if (HasForgetGate) f.Is(Sigmoid(f));        // (10.2)
            else f.Fill(Scalar<T>.One);
            g.Is(Tanh(g));                              // (10.3)
            o.Is(Sigmoid(o));                           // (10.4)
            c.Is(f % cPrev + i % g);                    // (10.5)
            tanhC.Is(Tanh(c));
            h.Is(o % tanhC);                            // (10.6)
            if (run.Mask is not { } mask) continue;
            c.KeepWhereMasked(mask[t], cPrev);
            h.KeepWhereMasked(mask[t], hPrev);
        }
    }

    /// <inheritdoc/>
    public override LstmGradient<T> Bptt(
        Run<T> run, Steps<T>? dEdH, State<T>? dEdFinal = null, Gradient<T>? into = null, bool inputGradient = true)
    {
        var unrolled = this.Own<T, LstmRun<T>>(run);
        var grad = LstmGradient<T>.For(unrolled, inputGradient, into);
        grad.dH.Begin(dEdH, dEdFinal?.H);
        grad.dC.Begin(null, dEdFinal?.C);
        grad.PackedWh.Plain(Wh, unrolled.Batch);
        Workers.Run(unrolled.RowParts.Length, grad.BackwardPart);

        var h = unrolled.H.AllPrevious;
        var (dWhi, dWhf, dWhg, dWho) = (grad.Whi, grad.Whf, grad.Whg, grad.Who);
        dWhi.Is(grad.dAi.All.Transposed * h);            // (10.16)
        if (HasForgetGate) dWhf.Is(grad.dAf.All.Transposed * h);
        dWhg.Is(grad.dAg.All.Transposed * h);
        dWho.Is(grad.dAo.All.Transposed * h);
        unrolled.Inputs.Backward(unrolled.X, grad.dA, grad.Wx, grad.b); // (10.17), (10.18)
        if (grad.InputOrNull is { } dX) unrolled.Inputs.InputGradient(grad.dA, Wx, dX); // (10.19)
        return grad;
    }

    /// <summary>The time loop backwards, for some rows of the batch; dH and dC hold immediate gradients and become total ones.</summary>
    internal void Backward(LstmRun<T>.Part run, LstmGradient<T>.Part grad, Packed<T>[] Wh)
    {
        var (Whi, Whf, Whg, Who) = (Wh[0], Wh[1], Wh[2], Wh[3]);
        var one = Scalar<T>.One;
        for (var t = run.H.Count - 1; t >= 0; t--)
        {
            var (cPrev, tanhC, i, f, g, o) = (run.C[t - 1], run.TanhC[t], run.I[t], run.F[t], run.G[t], run.O[t]);
            var (dh, dc, dhPrev, dcPrev) = (grad.dH[t], grad.dC[t], grad.dH[t - 1], grad.dC[t - 1]);
            var (dai, daf, dag, dao) = (grad.dAi[t], grad.dAf[t], grad.dAg[t], grad.dAo[t]);
            var (dhNew, dcNew) = (dh, dc);
            if (run.Mask is { } mask)
            {
                (dhNew, dcNew) = (grad.dHNew!, grad.dCNew!);
                dhNew.Is(mask[t] % dh);
                dcNew.Is(mask[t] % dc);
            }

            dao.Is(o % (one - o) % (tanhC % dhNew));                    // (10.7), (10.8)
            dcNew.Is(dcNew + o % (one - tanhC % tanhC) % dhNew);        // (10.9)
            dai.Is(i % (one - i) % (g % dcNew));                        // (10.10), (10.11)
            if (HasForgetGate) daf.Is(f % (one - f) % (cPrev % dcNew)); // (10.12)
            dag.Is((one - g % g) % (i % dcNew));                        // (10.13)
            dcPrev.Is(dcPrev + f % dcNew);                              // (10.14)
            dhPrev += dai * Whi;                                        // (10.15)
            if (HasForgetGate) dhPrev += daf * Whf;
            dhPrev += dag * Whg;
            dhPrev += dao * Who;
            if (run.Mask is null) continue;
            dhPrev.AddWhereMasked(run.Mask[t], dh);
            dcPrev.AddWhereMasked(run.Mask[t], dc);
            dc.Is(dcNew + (one - run.Mask[t]) % dc);
        }
    }

    /// <summary>Names in the order of the gates.</summary>
    internal static Parameter<T>[] Names(bool forgetGate, Mat<T>[] Wx, Mat<T>[] Wh, Mat<T>[] b)
    {
        Parameter<T>[] all = [.. Gates.Named("Wx", "ifgo", Wx), .. Gates.Named("Wh", "ifgo", Wh), .. Gates.Named("b", "ifgo", b)];
        return forgetGate ? all : Array.FindAll(all, p => !p.Name.EndsWith('f'));
    }
}
