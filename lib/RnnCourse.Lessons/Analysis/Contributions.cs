namespace RnnCourse.Lessons.Analysis;

/// <summary>Every (t, k) contribution to a gradient: dE_t/da[k], what the error of step t says to the pre-activation of
/// step k ≤ t. Summed over t they are δ[k]; dE_t/dWhh = Σ_{k≤t} (dE_t/da[k]) h[k−1]ᵀ is the double sum of (4.16). It
/// takes T backward passes, one for each E_t alone: for figures, not for training.</summary>
public sealed class Contributions<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Run<T> _run;
    private readonly Mat<T>[][][] _deltas; // t, gate, k

    /// <summary>Backpropagates the error of each step alone.</summary>
    /// <param name="run">A run of a single cell, not of a stack or pair.</param>
    /// <param name="dEdH">∂⁺E_t/∂h[t], T × [B, H].</param>
    public Contributions(Run<T> run, Steps<T> dEdH)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dEdH);
        if (run.Cell is Bidirectional<T> or Stacked<T>)
            throw new ArgumentException(
                "Contributions are of a single cell: take those of one run of the stack or pair.", nameof(run));
        if (!dEdH.Fits(run.Count, run.Batch, run.H.Columns))
            throw new ArgumentException(
                $"dEdH is {dEdH.Shape}; expected {run.H.Shape}, the shape of run.H.", nameof(dEdH));
        _run = run;
        _deltas = new Mat<T>[run.Count][][];
        var alone = new Steps<T>(run.Count, run.Batch, dEdH.Columns);
        for (var t = 0; t < run.Count; t++)
        {
            alone.Clear();
            alone[t].CopyFrom(dEdH[t]);
            var gradient = run.Cell.Bptt(run, alone, inputGradient: false);
            _deltas[t] = [.. gradient.Deltas.Select(gate => gate.Take(t + 1).ToArray())];
        }
    }

    /// <summary>T, the number of steps.</summary>
    public int Count => _run.Count;

    /// <summary>dE_t/da[k], [B, H].</summary>
    /// <param name="t">The step whose error it is, 0 … T − 1.</param>
    /// <param name="k">The step it reaches, 0 … t.</param>
    /// <param name="gate">Which pre-activation, in the order of <see cref="Gradient{T}.Deltas"/>.</param>
    public Mat<T> this[int t, int k, int gate = 0]
    {
        get
        {
            if ((uint)t >= (uint)Count || (uint)k > (uint)t)
                throw new ArgumentOutOfRangeException(nameof(k),
                    $"[{t}, {k}]: the error of step t reaches steps 0 … t, and t goes from 0 to {Count - 1}.");
            return _deltas[t][gate][k];
        }
    }

    /// <summary>The contribution's part of the gradient of a gate's recurrent weights, (dE_t/da[k])ᵀ·h[k−1], or what
    /// the gate multiplies instead, [H, H].</summary>
    /// <param name="t">The step whose error it is.</param>
    /// <param name="k">The step it reaches.</param>
    /// <param name="gate">Which pre-activation.</param>
    public Mat<T> RecurrentWeights(int t, int k, int gate = 0)
    {
        var (delta, previous) = (this[t, k, gate], _run.RecurrentInput(gate, k));
        if (_run.RecurrentFactor(gate, k) is { } factor) delta %= factor;
        return delta.Transpose() * previous;
    }

    /// <summary>The norm of each contribution over all gates, [T, T]: row t, column k; 0 above the diagonal.</summary>
    public Mat<double> Norms() => Mat<double>.Dense(Count, Count, (t, k) =>
            k > t ? 0 : Math.Sqrt(_deltas[t].Sum(gate => Math.Pow(gate[k].Norm(), 2))));
}
