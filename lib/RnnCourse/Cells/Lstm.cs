namespace RnnCourse.Cells;

/// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997; forget gate: Gers et al. 2000). Derived in
/// notebook 10, where the numbered equations are. Four fully connected layers read x[t] and h[t−1]; the order of the
/// gates, everywhere, is i (input), f (forget), g (candidate), o (output). Without forget gate f = 1.</summary>
public sealed class Lstm<T> : GatedCell<T, LstmRun<T>, LstmGradient<T>> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A cell whose weights are 0, or drawn from U(−1/√H, 1/√H) if a generator is given.</summary>
    /// <param name="forgetGate">Whether there is a forget gate.</param>
    /// <param name="forgetBias">Added to what bf starts from: 1 lets the cell remember at first.</param>
    public Lstm(int inputs, int hidden, Random? random = null, bool forgetGate = true, double forgetBias = 0)
        : this(new LstmWeights<T>(inputs, hidden, forgetGate), random)
    {
        if (forgetGate) W.bf.CopyFrom(W.bf + forgetBias);
    }

    private Lstm(LstmWeights<T> w, Random? random)
        : base(w, random) => W = w;

    /// <summary>Whether there is a forget gate; otherwise f[t] = 1 and Wxf, Whf, bf are not parameters.</summary>
    public bool HasForgetGate => W.HasForgetGate;
    public LstmWeights<T> W { get; }
    private protected override bool HasCellState => true;

    internal override LstmRun<T> NewRun(Sequence<T> x) => new(this, x);

    internal override LstmGradient<T> NewGradient(LstmRun<T> run, bool inputGradient) =>
        new(run, inputGradient);

    internal override void Forward(LstmRun<T> run, RowPart rows)
    {
        var (WhiT, WhfT, WhgT, WhoT) = (run.WhT[0], run.WhT[1], run.WhT[2], run.WhT[3]);
        for (var t = 0; t < run.Count; t++)
        {
            var (h, hPrev, c, cPrev) = (run.H[t, rows], run.H[t - 1, rows], run.C[t, rows], run.C[t - 1, rows]);
            var (i, f, g, o) = (run.I[t, rows], run.F[t, rows], run.G[t, rows], run.O[t, rows]);
            var tanhC = run.TanhC[t, rows];
            Fused(i.Plus(hPrev * WhiT), f.Plus(hPrev * WhfT), g.Plus(hPrev * WhgT), o.Plus(hPrev * WhoT));
            i.Set(Sigmoid(i));                          // (10.1)
            if (HasForgetGate) f.Set(Sigmoid(f));       // (10.2)
            else f.Fill(Scalar<T>.One);
            g.Set(Tanh(g));                             // (10.3)
            o.Set(Sigmoid(o));                          // (10.4)
            c.Set(f % cPrev + i % g);                   // (10.5)
            tanhC.Set(Tanh(c));
            h.Set(o % tanhC);                           // (10.6)
            run.KeepPadding(t, rows);
        }
    }

    internal override void Backward(LstmRun<T> run, LstmGradient<T> grad, RowPart rows)
    {
        var (Whi, Whf, Whg, Who, one) = (grad.Wh[0], grad.Wh[1], grad.Wh[2], grad.Wh[3], Scalar<T>.One);
        for (var t = run.Count - 1; t >= 0; t--)
        {
            grad.HidePadding(run, t, rows);
            var (cPrev, tanhC) = (run.C[t - 1, rows], run.TanhC[t, rows]);
            var (i, f, g, o) = (run.I[t, rows], run.F[t, rows], run.G[t, rows], run.O[t, rows]);
            var (dh, dc, dhPrev, dcPrev) =
                (grad.dH[t, rows], grad.dC[t, rows], grad.dH[t - 1, rows], grad.dC[t - 1, rows]);
            var (dai, daf, dag, dao) = (grad.dAi[t, rows], grad.dAf[t, rows], grad.dAg[t, rows], grad.dAo[t, rows]);
            dao.Set(o % (one - o) % (tanhC % dh));                      // (10.7), (10.8)
            dc.Set(dc + o % (one - tanhC % tanhC) % dh);                // (10.9)
            dai.Set(i % (one - i) % (g % dc));                          // (10.10), (10.11)
            if (HasForgetGate) daf.Set(f % (one - f) % (cPrev % dc));   // (10.12)
            dag.Set((one - g % g) % (i % dc));                          // (10.13)
            dcPrev.Set(dcPrev + f % dc);                                // (10.14)
            Fused(                                                      // (10.15)
                dhPrev.Plus(dai * Whi), dhPrev.Plus(daf * Whf), dhPrev.Plus(dag * Whg), dhPrev.Plus(dao * Who));
            grad.PassPadding(run, t, rows);
        }
    }
}

/// <summary>The weights of an <see cref="Lstm{T}"/>, or their gradient: Wx• [H, I], Wh• [H, H], b• [1, H].</summary>
public sealed class LstmWeights<T> : GateWeights<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal LstmWeights(int inputs, int hidden, bool forgetGate)
        : base("ifgo", inputs, hidden)
    {
        HasForgetGate = forgetGate;
        if (!forgetGate) Parameters = [.. Parameters.Where(p => !p.Name.EndsWith('f'))];
    }

    internal bool HasForgetGate { get; }
    public Mat<T> Wxi => Wx[0];
    public Mat<T> Wxf => Wx[1];
    public Mat<T> Wxg => Wx[2];
    public Mat<T> Wxo => Wx[3];
    public Mat<T> Whi => Wh[0];
    public Mat<T> Whf => Wh[1];
    public Mat<T> Whg => Wh[2];
    public Mat<T> Who => Wh[3];
    public Mat<T> bi => b[0];
    public Mat<T> bf => b[1];
    public Mat<T> bg => b[2];
    public Mat<T> bo => b[3];
}

/// <summary>An <see cref="Lstm{T}"/> unrolled over a sequence: everything T × [B, H].</summary>
public sealed class LstmRun<T> : GatedRun<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal LstmRun(Lstm<T> cell, Sequence<T> x)
        : base(cell, x, gates: 4, cellState: true) => TanhC = new(Count, Batch, cell.Hidden);

    /// <summary>i[t], the input gate.</summary>
    public Steps<T> I => Gates[0];

    /// <summary>f[t], the forget gate.</summary>
    public Steps<T> F => Gates[1];

    /// <summary>g[t], the candidate.</summary>
    public Steps<T> G => Gates[2];

    /// <summary>o[t], the output gate.</summary>
    public Steps<T> O => Gates[3];

    /// <summary>c[t], the cell state; C[−1] is the initial one.</summary>
    public Steps<T> C => CellState!;

    /// <summary>tanh c[t].</summary>
    public Steps<T> TanhC { get; }
    internal override Steps<T> Inner => TanhC;
}

/// <summary>The gradient of an <see cref="Lstm{T}"/>.</summary>
public sealed class LstmGradient<T> : GatedGradient<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal LstmGradient(LstmRun<T> run, bool inputGradient)
        : base(run, Zeros((Lstm<T>)run.Cell), inputGradient)
    {
    }

    /// <summary>dE/dW.</summary>
    public LstmWeights<T> W => (LstmWeights<T>)Weights;

    /// <summary>δ of the input gate: dE/d(its pre-activation), T × [B, H].</summary>
    public Steps<T> dAi => dA[0];

    /// <summary>δ of the forget gate.</summary>
    public Steps<T> dAf => dA[1];

    /// <summary>δ of the candidate.</summary>
    public Steps<T> dAg => dA[2];

    /// <summary>δ of the output gate.</summary>
    public Steps<T> dAo => dA[3];

    /// <summary>dE/dc[t], total, T × [B, H].</summary>
    public Steps<T> dC => dCellState!;

    /// <summary>dE/dc0, [B, H].</summary>
    public Mat<T> C0 => dC[-1];

    private static LstmWeights<T> Zeros(Lstm<T> cell) => new(cell.Inputs, cell.Hidden, cell.HasForgetGate);
}
