namespace RnnCourse.Regularizers;

/// <summary>How Ω is written: the paper has two equations that differ, and the authors' program a third.</summary>
public enum OmegaForm
{
    /// <summary>
    /// Equation 9: the ratio ‖g J‖/‖g‖ over pre-activations, J = ∂a_{t+1}/∂a_t = Whh diag(φ′(a_t)), g = δ_{t+1} =
    /// dE/da_{t+1}; the sum over links.
    /// </summary>
    Equation9,

    /// <summary>Equation 9 read over hidden states, J = ∂h_{t+1}/∂h_t = diag(φ′(a_{t+1})) Whh, g = dE/dh_{t+1}; the sum
    /// over links.</summary>
    Equation9OverStates,

    /// <summary>The last line of equation 10: the squared ratio ‖g J‖²/‖g‖² over pre-activations; the sum over
    /// links.</summary>
    Equation10,

    /// <summary>The authors' program (trainingRNNs, RNN.py): the squared ratio over hidden states, the link to h₀
    /// included; the mean over all links and examples with ‖g‖² of at least 10⁻²⁰.</summary>
    Program,
}

/// <summary>The regulariser of Pascanu, Mikolov and Bengio 2013 (§3.3), which asks that the backward pass keeps the
/// gradient's size: Ω = (1/B) Σ_b Σ_t (ratio − 1)², over the links t → t + 1 inside the run; <see cref="OmegaForm"/>
/// says which ratio, and where it is a mean.</summary>
/// <remarks>Its gradient (eq. 10) is the immediate one: states and g are held constant and only the Whh inside J is
/// varied. It is the exact gradient of that frozen function, not of Ω. Links at which g is 0 (no error comes from
/// later) or padding are left out.</remarks>
public sealed class Omega(OmegaForm form = OmegaForm.Equation9)
{
    public OmegaForm Form { get; } = form;

    private bool PreActivation => Form is OmegaForm.Equation9 or OmegaForm.Equation10;
    private bool Squared => Form is OmegaForm.Equation10 or OmegaForm.Program;
    private double Vanished => Form == OmegaForm.Program ? 1e-10 : 1e-30;

    /// <summary>Ω and its immediate gradient.</summary>
    /// <param name="run">A run of a plain cell.</param>
    /// <param name="gradient">What <c>Bptt</c> returned for that run.</param>
    /// <param name="into">A result to reuse if its shape fits.</param>
    /// <exception cref="ArgumentException">The gradient is of another run.</exception>
    public OmegaResult<T> Evaluate<T>(RnnRun<T> run, RnnGradient<T> gradient, OmegaResult<T>? into = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(gradient);
        if (!ReferenceEquals(gradient.Of, run))
            throw new ArgumentException(
                "The gradient is of another run: pass what Bptt gave for this one.", nameof(gradient));

        var cell = (VanillaRnn<T>)run.Cell;
        var result = into is not null && into.Fits(run) ? into : new OmegaResult<T>(run);
        var (v, ratios, terms, sum) = (result.V, result.Ratios, 0, 0.0);
        var (dA, vAll) = (gradient.dA.All.Operand, v.All.Operand);
        vAll.Set(dA * result.PackedWhh.Plain(cell.W.Whh, v.All.Rows));                // δ_{t+1} Whh

        for (var t = Form == OmegaForm.Program ? -1 : 0; t < run.Count - 1; t++)
        {
            var (g, vNext) = (PreActivation ? gradient.dA[t + 1] : gradient.dH[t + 1], v[t + 1]);
            var (h, next) = (run.H[t].Operand, vNext.Operand);
            if (PreActivation) cell.Activation.ApplySlope(h, next, next);               // v = g J
            for (var b = 0; b < run.Batch; b++)
            {
                var ratio = run.X.IsReal(t + 1, b) ? Link(g.RowSpan(b), vNext.RowSpan(b), ref sum) : double.NaN;
                if (!run.X.IsReal(t + 1, b)) vNext.RowSpan(b).Clear();
                if (!double.IsNaN(ratio)) terms++;
                if (t >= 0) ratios[t, b] = ratio;
            }

            if (PreActivation) cell.Activation.ApplySlope(h, next, next);               // ∂v/∂Whh carries it once more
        }

        if (Form != OmegaForm.Program) v[0].Clear();
        var divisor = Form == OmegaForm.Program ? Math.Max(1, terms) : run.Batch;
        result.Value = sum / divisor;
        result.Whh.Operand.Set(dA.Transposed * vAll);                             // (10): Σ coefficient · δᵀ v
        result.Whh.Operand.Set(Scalar<T>.Of(1.0 / divisor) * result.Whh.Operand);
        GC.KeepAlive(run);
        GC.KeepAlive(gradient);
        return result;
    }

    // One link and example: adds its term to Ω and turns v into coefficient · v. Returns ‖v‖/‖g‖.
    private double Link<T>(Span<T> g, Span<T> v, ref double sum) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (normG, normV) = (Reductions.Norm<T>(g), Reductions.Norm<T>(v));
        if (normG < Vanished)
        {
            v.Clear();
            return double.NaN;
        }

        var ratio = normV / normG;
        var excess = (Squared ? ratio * ratio : ratio) - 1;
        sum += excess * excess;
        // Multiplied as doubles: of small g and v the coefficient alone exceeds what a float holds.
        var coefficient = Squared ? 4 * excess / normG / normG : normV < Vanished ? 0 : 2 * excess / normG / normV;
        foreach (ref var x in v) x = T.CreateChecked(coefficient * double.CreateChecked(x));
        return ratio;
    }
}

/// <summary>What <see cref="Omega"/> found.</summary>
public sealed class OmegaResult<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    internal OmegaResult(Run<T> run)
    {
        (V, Whh) = (new(run.Count, run.Batch, run.Cell.Hidden), new(run.Cell.Hidden, run.Cell.Hidden));
        Ratios = new double[run.Count - 1, run.Batch];
    }

    /// <summary>Ω.</summary>
    public double Value { get; internal set; }

    /// <summary>∂⁺Ω/∂Whh, [H, H], the immediate gradient.</summary>
    public Mat<T> Whh { get; }

    /// <summary>‖g J‖/‖g‖ for the link from step t + 1 to t and each example, [T − 1, B]; NaN where the link was left
    /// out.</summary>
    public double[,] Ratios { get; }
    internal Steps<T> V { get; }
    internal Packed<T> PackedWhh { get; } = new();

    /// <summary>Adds α ∂⁺Ω/∂Whh to a gradient, before clipping and the optimiser's step.</summary>
    /// <param name="gradient">The gradient of the same cell.</param>
    /// <param name="alpha">α, the weight of the regulariser.</param>
    public void AddTo(RnnGradient<T> gradient, double alpha)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var dWhh = gradient.W.Whh.Operand;
        dWhh.Set(dWhh + Scalar<T>.Of(alpha) * Whh.Operand);
        GC.KeepAlive(this);
        GC.KeepAlive(gradient);
    }

    internal bool Fits(Run<T> run) =>
        V.Count == run.Count && V.Rows == run.Batch && V.Columns == run.Cell.Hidden;

}
