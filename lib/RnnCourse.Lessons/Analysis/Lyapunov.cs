using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace RnnCourse.Lessons.Analysis;

/// <summary>Finite-time Lyapunov exponents: the mean rates at which a run of a network stretches small differences of
/// its state.</summary>
public static class Lyapunov
{
    /// <summary>All exponents, in nats per step, largest first: λ_i = (1/T) Σ_t ln |R_t[i, i]|, with Q_t R_t = J_t
    /// Q_{t−1}, Q_0 = I (Benettin et al. 1980; for recurrent networks Engelken et al. 2023).</summary>
    /// <param name="jacobians">∂h_t/∂h_{t−1} for t = 1 … T, each [H, H].</param>
    /// <returns>[H]; −∞ where a direction is lost altogether, such as under a ReLU that is off.</returns>
    /// <exception cref="ArgumentException">No Jacobians, or of different sizes.</exception>
    /// <remarks>A positive first exponent means that the gradient grows by e^λ a step on average in its worst
    /// direction, a negative one that it shrinks in every direction.</remarks>
    public static double[] Exponents(IReadOnlyList<Matrix<double>> jacobians)
    {
        ArgumentNullException.ThrowIfNull(jacobians);
        if (jacobians.Count == 0)
            throw new ArgumentException("There are no Jacobians: the run has no steps.", nameof(jacobians));
        var size = jacobians[0].RowCount;
        if (jacobians.Any(j => j.RowCount != size || j.ColumnCount != size))
            throw new ArgumentException("The Jacobians must be square and of one size.", nameof(jacobians));

        var q = Matrix<double>.Build.DenseIdentity(size);
        var sums = new double[size];
        foreach (var j in jacobians)
        {
            var qr = (j * q).QR(QRMethod.Full);
            q = qr.Q;
            for (var i = 0; i < size; i++) sums[i] += Math.Log(Math.Abs(qr.R[i, i]));
        }

        return sums.Select(sum => sum / jacobians.Count).OrderDescending().ToArray();
    }
}
