using MathNet.Numerics.LinearAlgebra;

namespace RnnCourse.Lessons.Experiments;

/// <summary>The initialisation of the temporal-order experiment.</summary>
public static class SmartTanh
{
    /// <summary>Pascanu's "smart tanh": each row has a few non-zero Gaussian weights, and the whole is scaled to a
    /// given spectral radius (Pascanu, Mikolov and Bengio 2013, §3.2: 15 non-zeros a row, ρ = 0.95).</summary>
    /// <param name="w">[H, H].</param>
    /// <param name="spectralRadius">The spectral radius ρ, 0 or more.</param>
    /// <param name="nonZeros">Non-zero weights a row; at most H are used.</param>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static void Fill<T>(Mat<T> w, Random random, double spectralRadius = 0.95, int nonZeros = 15)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (w.Rows != w.Columns)
            throw new ArgumentException($"A spectral radius needs a square matrix; got {w.Shape}.", nameof(w));
        ArgumentOutOfRangeException.ThrowIfNegative(spectralRadius);
        ArgumentOutOfRangeException.ThrowIfLessThan(nonZeros, 1);

        var columns = Enumerable.Range(0, w.Columns).ToArray();
        var sparse = Matrix<double>.Build.Dense(w.Rows, w.Columns);
        for (var r = 0; r < w.Rows; r++)
        {
            random.Shuffle(columns);
            foreach (var c in columns.Take(nonZeros)) sparse[r, c] = random.Gaussian();
        }

        var radius = sparse.Evd().EigenValues.Max(value => value.Magnitude);
        if (radius == 0)
            throw new ArithmeticException(string.Create(CultureInfo.InvariantCulture,
                $"The drawn {w.Shape} matrix has spectral radius 0, which no factor scales to {spectralRadius}: ")
                + "use more non-zeros a row.");
        w.CopyFrom(Mat<T>.Dense(w.Rows, w.Columns, (r, c) => T.CreateChecked(sparse[r, c] * spectralRadius / radius)));
    }
}
