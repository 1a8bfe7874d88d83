using RnnCourse.Analysis;

namespace RnnCourse.Lessons.Analysis;

/// <summary>The gradient as the literal double sum (4.16): dE/dθ = Σ_t Σ_{k≤t} (∂⁺E/∂h_t) (∂s_t/∂s_k) (∂⁺s_k/∂θ), one
/// term for each loss step t and each step k at which the weights were used. Slow, and it shows every term.</summary>
public sealed class DoubleSum<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Cell<T> _cell;
    private readonly double[,][] _terms;

    /// <summary>Computes every term.</summary>
    /// <param name="run">A run of a single cell or of a stack of them.</param>
    /// <param name="dEdH">∂⁺E/∂h_t, T × [B, H].</param>
    /// <param name="dEdFinal">The error's dependence on the final state by another way, such as a decoder's; null for
    /// none.</param>
    /// <exception cref="NotSupportedException">The run is of a bidirectional pair.</exception>
    /// <exception cref="ArgumentException">dEdH or dEdFinal does not fit the run.</exception>
    public DoubleSum(Run<T> run, Steps<T> dEdH, State<T>? dEdFinal = null)
    {
        var step = ForwardMode.Derivatives(run, dEdH, dEdFinal);
        (_cell, Steps) = (run.Cell, run.Count);
        _terms = new double[Steps, Steps][];
        for (var b = 0; b < run.Batch; b++)
        {
            var jacobians = Enumerable.Range(0, Steps).Select(t => step.Jacobian(t, b)).ToArray();
            var immediates = Enumerable.Range(0, Steps).Select(t => step.Blocks(t, b)).ToArray();
            for (var t = 0; t < Steps; t++)
            {
                var onState = step.OnState(dEdH, dEdFinal, t, b); // (∂⁺E/∂h_t) (∂s_t/∂s_k), for k = t at first
                for (var k = t; k >= 0; k--)
                {
                    StepDerivatives<T>.AddGradient(
                        immediates[k], onState, _terms[t, k] ??= new double[step.Parameters]);
                    onState = jacobians[k].LeftMultiply(onState);
                }
            }
        }
    }

    /// <summary>T, the number of steps.</summary>
    public int Steps { get; }

    /// <summary>The sum of all terms: the gradient.</summary>
    public ParameterValues<T> Gradient => Sum((_, _) => true);

    /// <summary>The sum of the terms with t − k &lt; <paramref name="steps"/>: the gradient when each error reaches
    /// back that many steps. One step is the wrong gradient that holds h_{t−1} constant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one step.</exception>
    public ParameterValues<T> Truncated(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return Sum((t, k) => t - k < steps);
    }

    /// <summary>One term, for the loss at step t and the use of the weights at step k.</summary>
    /// <param name="t">0 … T − 1.</param>
    /// <param name="k">0 … t.</param>
    public ParameterValues<T> Term(int t, int k)
    {
        if (t < 0 || t >= Steps || k < 0 || k > t)
            throw new ArgumentOutOfRangeException(
                nameof(k), $"There is no term (t = {t}, k = {k}): 0 ≤ k ≤ t < {Steps}.");
        return ParameterVector.ToMatrices(_cell, _terms[t, k]);
    }

    /// <summary>The norm of every term for one weight matrix, [T, T] with 0 where k &gt; t: the heat map of notebook
    /// 04.</summary>
    /// <param name="parameter">Its name, such as <c>Whh</c>.</param>
    public double[,] Norms(string parameter)
    {
        var norms = new double[Steps, Steps];
        for (var t = 0; t < Steps; t++)
            for (var k = 0; k <= t; k++) norms[t, k] = Term(t, k)[parameter].Norm();
        return norms;
    }

    private ParameterValues<T> Sum(Func<int, int, bool> includes)
    {
        var sum = new double[_terms[0, 0].Length];
        for (var t = 0; t < Steps; t++)
            for (var k = 0; k <= t; k++)
                if (includes(t, k))
                    for (var n = 0; n < sum.Length; n++) sum[n] += _terms[t, k][n];
        return ParameterVector.ToMatrices(_cell, sum);
    }
}
