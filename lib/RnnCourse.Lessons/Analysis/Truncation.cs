using RnnCourse.Analysis;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Analysis;

/// <summary>Backpropagation through time in which each link from step t + 1 back to step t has a weight: 1 is full
/// BPTT, 0 at a boundary is a cut there, and a random weight of mean 1 gives an unbiased estimate of the full gradient
/// at a bounded mean cost.</summary>
public static class Truncation
{
    /// <summary>The gradient with every link weighted: g_t = ∂⁺E/∂s_t + w_t J_{t+1}ᵀ g_{t+1}, dE/dθ = Σ_t (∂⁺s_t/∂θ)ᵀ
    /// g_t.</summary>
    /// <param name="run">A run of a single cell or of a stack of them.</param>
    /// <param name="dEdH">∂⁺E/∂h_t, T × [B, H].</param>
    /// <param name="weights">w_t for t = 0 … T − 2: the weight of what step t + 1 sends back to step t.</param>
    /// <exception cref="ArgumentException">dEdH or the weights do not fit the run.</exception>
    public static ParameterValues<T> Weighted<T>(Run<T> run, Steps<T> dEdH, IReadOnlyList<double> weights)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var step = ForwardMode.Derivatives(run, dEdH);
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count != run.Count - 1)
            throw new ArgumentException(
                $"There are {weights.Count} weights; {run.Count} steps have {run.Count - 1} links.", nameof(weights));

        var gradient = new double[step.Parameters];
        for (var b = 0; b < run.Batch; b++)
        {
            var g = Vector.Build.Dense(step.States);
            for (var t = run.Count - 1; t >= 0; t--)
            {
                if (t < run.Count - 1)
                    g = weights[t] == 0 ? g * 0 : weights[t] * step.Jacobian(t + 1, b).LeftMultiply(g);
                g += step.OnState(dEdH[t], b);
                StepDerivatives<T>.AddGradient(step.Blocks(t, b), g, gradient);
            }
        }

        return ParameterVector.ToMatrices(run.Cell, gradient);
    }

    /// <summary>The weights of truncated BPTT in pieces of <paramref name="steps"/> steps: 0 between pieces, 1
    /// within.</summary>
    public static double[] Pieces(int count, int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return Enumerable.Range(0, count - 1).Select(t => (t + 1) % steps == 0 ? 0.0 : 1).ToArray();
    }

    /// <summary>Weights of randomised truncation: each link is cut with a given probability c, and otherwise multiplied
    /// by 1/(1 − c), so every weight has mean 1 and, the links being independent, every product of links too: the
    /// estimate is unbiased (Tallec and Ollivier 2017, "Unbiasing truncated backpropagation through time"). The price
    /// is variance, which grows with the lag as (1 − c)^−lag.</summary>
    /// <param name="count">T, the number of steps.</param>
    /// <param name="cut">c, 0 ≤ c &lt; 1; the mean piece has 1/c steps.</param>
    public static double[] Randomised(int count, double cut, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (!(cut is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(cut), "The probability of a cut must be in [0, 1): at 1 nothing could make up for it.");
        return Enumerable.Range(0, count - 1).Select(_ => random.NextDouble() < cut ? 0.0 : 1 / (1 - cut)).ToArray();
    }
}
