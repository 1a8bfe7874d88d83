using MathNet.Numerics.LinearAlgebra;

namespace RnnCourse.Lessons.Analysis;

/// <summary>The Jacobians of a run. The state s is h for a plain cell and a GRU, [h; c] for an LSTM (h first, then c),
/// and the states of its layers, the lowest first, for a stack.</summary>
public static class Jacobians
{
    /// <summary>∂s_t/∂s_{t−1}, [S, S]. For a plain cell diag(φ′(a_t)) Whh.</summary>
    /// <param name="run">A run of a single cell or of a stack of them.</param>
    /// <param name="t">The step, 0 … T − 1.</param>
    /// <param name="example">The row of the batch.</param>
    public static Matrix<double> Step<T>(Run<T> run, int t, int example = 0)
        where T : unmanaged, IFloatingPointIeee754<T> => Of(run, t, example).Jacobian(t, example);

    /// <summary>∂⁺s_t/∂x_t, [S, I].</summary>
    public static Matrix<double> Input<T>(Run<T> run, int t, int example = 0)
        where T : unmanaged, IFloatingPointIeee754<T> => Of(run, t, example).InputJacobian(t, example);

    /// <summary>Every ∂s_t/∂s_{t−1} of an example, t = 0 … T − 1.</summary>
    public static Matrix<double>[] All<T>(Run<T> run, int example = 0) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var step = Of(run, 0, example);
        return Enumerable.Range(0, run.Count).Select(t => step.Jacobian(t, example)).ToArray();
    }

    /// <summary>∂s_t/∂s_k = J_t J_{t−1} … J_{k+1}, [S, S]; the identity if k = t. k = −1 is the initial
    /// state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not −1 ≤ k ≤ t &lt; T.</exception>
    public static Matrix<double> Product<T>(Run<T> run, int t, int k, int example = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var step = Of(run, t, example);
        if (k < -1 || k > t)
            throw new ArgumentOutOfRangeException(nameof(k), $"k is {k}; expected −1 (the initial state) to t = {t}.");
        var product = Matrix<double>.Build.DenseIdentity(step.States);
        for (var j = t; j > k; j--) product *= step.Jacobian(j, example);
        return product;
    }

    /// <summary>How strongly the output at step t depends on each earlier input: ‖Why ∂h_t/∂x_k‖ (Frobenius) for k =
    /// first … t.</summary>
    /// <param name="run">A run of a single cell or of a stack of them.</param>
    /// <param name="why">The output layer's weights, [O, H].</param>
    /// <param name="t">The step of the output.</param>
    /// <param name="example">The row of the batch.</param>
    /// <param name="first">The earliest input, 0 … t.</param>
    public static double[] Connectivity<T>(Run<T> run, Numerics.Mat<T> why, int t, int example = 0, int first = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(why);
        var step = Of(run, t, example);
        if (why.Columns != run.Cell.Outputs)
            throw new ArgumentException($"why is {why.Shape}; the cell shows {run.Cell.Outputs} units.", nameof(why));
        if (first < 0 || first > t)
            throw new ArgumentOutOfRangeException(nameof(first), $"first is {first}; expected 0 to t = {t}.");
        var onState = Matrix<double>.Build.DenseOfRowVectors(
            Enumerable.Range(0, why.Rows).Select(o => step.OnState(why, o)));
        var norms = new double[t - first + 1];
        for (var k = t; k >= first; k--)
        {
            norms[k - first] = (onState * step.InputJacobian(k, example)).FrobeniusNorm();
            onState *= step.Jacobian(k, example);
        }

        return norms;
    }

    private static StepDerivatives<T> Of<T>(Run<T> run, int t, int example)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        if (t < 0 || t >= run.Count)
            throw new ArgumentOutOfRangeException(nameof(t), $"t is {t}; the run has steps 0 to {run.Count - 1}.");
        if (example < 0 || example >= run.Batch)
            throw new ArgumentOutOfRangeException(
                nameof(example), $"The example is {example}; the batch has rows 0 to {run.Batch - 1}.");
        return StepDerivatives<T>.Of(run);
    }
}
