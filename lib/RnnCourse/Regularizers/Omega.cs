namespace RnnCourse.Regularizers;

/// <summary>Which Jacobian Ω measures: the paper's equations and the authors' program differ.</summary>
public enum OmegaJacobian
{
    /// <summary>Over pre-activations, as in equations 9 and 10 of the paper: J = ∂a_{t+1}/∂a_t = Whh diag(φ′(a_t)), and
    /// δ = dE/da.</summary>
    PreActivation,

    /// <summary>Over hidden states, as in the authors' program: J = ∂h_{t+1}/∂h_t = diag(φ′(a_{t+1})) Whh, and dE/dh in
    /// place of δ.</summary>
    HiddenState,
}

/// <summary>The regulariser of Pascanu, Mikolov and Bengio 2013 (§3.3, eq. 9), which asks that the backward pass keeps
/// the gradient's size: Ω = (1/B) Σ_b Σ_t (‖g_{t+1} J_{t+1}‖ / ‖g_{t+1}‖ − 1)², over the links t → t + 1 inside the
/// run.</summary>
/// <remarks>Its gradient (eq. 10) is the immediate one: states and g are held constant and only the Whh inside J is
/// varied. It is the exact gradient of that frozen function, not of Ω. Links at which g is 0 (no error comes from
/// later) or padding are left out.</remarks>
/// <param name="jacobian">The paper's equations or the authors' program.</param>
public sealed class Omega(OmegaJacobian jacobian = OmegaJacobian.PreActivation)
{
    private const double Vanished = 1e-30;

    /// <summary>Which Jacobian it measures.</summary>
    public OmegaJacobian Jacobian { get; } = jacobian;

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
        if (gradient.dA.Count != run.Count || gradient.dA.Rows != run.Batch || gradient.dA.Columns != run.Cell.Hidden)
            throw new ArgumentException($"The gradient is {gradient.dA.Shape} and the run {run.H.Shape}: pass the " +
                "gradient that Bptt gave for this run.", nameof(gradient));

        var cell = (VanillaRnn<T>)run.Cell;
        var result = into is not null && into.Fits(run) ? into : new OmegaResult<T>(run);
        result.Value = 0;
        var (v, ratios) = (result.V, result.Ratios);
        var (dA, vAll) = (gradient.dA.All.Operand, v.All.Operand);
        vAll.Set(dA * result.PackedWhh.Plain(cell.W.Whh, v.All.Rows));                // δ_{t+1} Whh

        var preActivation = Jacobian == OmegaJacobian.PreActivation;
        for (var t = 0; t < run.Count - 1; t++)
        {
            var (g, vNext) = (preActivation ? gradient.dA[t + 1] : gradient.dH[t + 1], v[t + 1]);
            var (h, next) = (run.H[t].Operand, vNext.Operand);
            if (preActivation) cell.Activation.ApplySlope(h, next, next);               // v = g J
            for (var b = 0; b < run.Batch; b++)
                ratios[t, b] = run.X.IsReal(t + 1, b) ? Link(g.RowSpan(b), vNext.RowSpan(b), result, run.Batch)
                    : double.NaN;
            if (preActivation) cell.Activation.ApplySlope(h, next, next);               // ∂v/∂Whh carries it once more
        }

        v[0].Clear();
        result.Whh.Operand.Set(dA.Transposed * vAll);                             // (10): Σ coefficient · δᵀ v
        GC.KeepAlive(run);
        GC.KeepAlive(gradient);
        return result;
    }

    // One link and example: adds its term to Ω and turns v into coefficient · v. Returns ‖v‖/‖g‖.
    private static double Link<T>(Span<T> g, Span<T> v, OmegaResult<T> result, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (normG, normV) = (Norm(g), Norm(v));
        if (normG < Vanished)
        {
            v.Clear();
            return double.NaN;
        }

        var ratio = normV / normG;
        result.Value += (ratio - 1) * (ratio - 1) / batch;
        // Multiplied as doubles: of small g and v the coefficient alone exceeds what a float holds.
        var coefficient = normV < Vanished ? 0 : 2 * (ratio - 1) / (normG * normV) / batch;
        foreach (ref var x in v) x = T.CreateChecked(coefficient * double.CreateChecked(x));
        return ratio;
    }

    private static double Norm<T>(Span<T> row) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        foreach (var x in row) sum += double.CreateChecked(x) * double.CreateChecked(x);
        return Math.Sqrt(sum);
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
