using RnnCourse.Analysis;

namespace RnnCourse.Lessons.Analysis;

/// <summary>Real-time recurrent learning: the gradient computed forwards in time (Williams and Zipser 1989). It carries
/// P_t = ∂s_t/∂θ along, P_t = J_t P_{t−1} + ∂⁺s_t/∂θ, and needs no history; its price is S · P numbers and S² · P
/// products per step.</summary>
public static class ForwardMode
{
    /// <summary>dE/dθ = Σ_t (∂⁺E/∂h_t) P_t, the same gradient that <c>Bptt</c> gives.</summary>
    /// <param name="run">A run of a single cell or of a stack of them.</param>
    /// <param name="dEdH">∂⁺E/∂h_t, T × [B, H].</param>
    /// <param name="dEdFinal">The error's dependence on the final state by another way, such as a decoder's; null for
    /// none.</param>
    /// <returns>dE/dW for each weight matrix of the cell, under its name.</returns>
    /// <exception cref="NotSupportedException">The run is of a bidirectional pair.</exception>
    /// <exception cref="ArgumentException">dEdH or dEdFinal does not fit the run.</exception>
    public static ParameterValues<T> Gradient<T>(Run<T> run, Steps<T> dEdH, State<T>? dEdFinal = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var step = Derivatives(run, dEdH, dEdFinal);
        var gradient = new Mat<double>(1, step.Parameters);
        for (var b = 0; b < run.Batch; b++)
        {
            var p = new Mat<double>(step.States, step.Parameters);
            for (var t = 0; t < run.Count; t++)
            {
                p = Mat<double>.FromMathNet(step.Jacobian(t, b)) * p + step.Immediate(t, b);
                gradient += Mat<double>.Row(step.OnState(dEdH, dEdFinal, t, b).ToArray()) * p;
            }
        }

        return ParameterVector.ToMatrices(run.Cell, gradient.RowSpan(0));
    }

    internal static StepDerivatives<T> Derivatives<T>(Run<T> run, Steps<T> dEdH, State<T>? dEdFinal = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dEdH);
        if (dEdH.Count != run.Count || dEdH.Rows != run.Batch || dEdH.Columns != run.Cell.Outputs)
            throw new ArgumentException(
                $"dEdH is {dEdH.Shape}; the run is {run.H.Shape} and dE/dh must have the same shape.", nameof(dEdH));
        if (dEdFinal is not null && !HasFormOf(run.Final, dEdFinal))
            throw new ArgumentException("dEdFinal must have the layers and the shapes of run.Final.", nameof(dEdFinal));
        return StepDerivatives<T>.Of(run);
    }

    private static bool HasFormOf<T>(State<T> state, State<T> dEdS) where T : unmanaged, IFloatingPointIeee754<T> =>
        dEdS.H.Shape == state.H.Shape
        && (dEdS.C is null || dEdS.C.Shape == state.C?.Shape)
        && dEdS.Layers.Count == state.Layers.Count
        && state.Layers.Zip(dEdS.Layers, HasFormOf).All(same => same);
}
