using MathNet.Numerics.LinearAlgebra;

namespace RnnCourse.Lessons.Analysis;

/// <summary>Eigenvalues and singular values of a weight matrix or a Jacobian (computed by MathNet in double).</summary>
public static class Spectrum
{
    /// <summary>The eigenvalues, largest magnitude first.</summary>
    /// <param name="w">[H, H].</param>
    /// <exception cref="ArgumentException">The matrix is not square, or not finite.</exception>
    public static Complex[] Eigenvalues<T>(Mat<T> w)
        where T : unmanaged, IFloatingPointIeee754<T> => Eigenvalues(Finite(w));

    /// <summary>The eigenvalues, largest magnitude first.</summary>
    public static Complex[] Eigenvalues(Matrix<double> w)
    {
        ArgumentNullException.ThrowIfNull(w);
        if (w.RowCount != w.ColumnCount)
            throw new ArgumentException(
                $"Eigenvalues need a square matrix; got [{w.RowCount}, {w.ColumnCount}].", nameof(w));
        return w.Evd().EigenValues.OrderByDescending(value => value.Magnitude).ToArray();
    }

    /// <summary>The spectral radius ρ: the largest magnitude of an eigenvalue. It decides the fate of W^n for large
    /// n.</summary>
    public static double Radius<T>(Mat<T> w)
        where T : unmanaged, IFloatingPointIeee754<T> => Eigenvalues(w)[0].Magnitude;

    /// <summary>The spectral radius ρ.</summary>
    public static double Radius(Matrix<double> w) => Eigenvalues(w)[0].Magnitude;

    /// <summary>The singular values, largest first. The first is the most that one product with W can stretch a
    /// vector.</summary>
    public static double[] SingularValues<T>(Mat<T> w)
        where T : unmanaged, IFloatingPointIeee754<T> => SingularValues(Finite(w));

    /// <summary>The singular values, largest first.</summary>
    public static double[] SingularValues(Matrix<double> w)
    {
        ArgumentNullException.ThrowIfNull(w);
        return w.Svd(computeVectors: false).S.ToArray();
    }

    /// <summary>The largest singular value, ‖W‖₂.</summary>
    public static double Norm<T>(Mat<T> w) where T : unmanaged, IFloatingPointIeee754<T> => SingularValues(w)[0];

    private static Matrix<double> Finite<T>(Mat<T> w) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(w);
        return w.Rows > 0 && w.IsFinite()
            ? w.ToMathNet()
            : throw new ArgumentException($"The {w.Shape} matrix has no rows or holds NaN or infinity, so it has no " +
                "spectrum: was it trained with too large a step?", nameof(w));
    }
}
