using MathNet.Numerics.LinearAlgebra;

namespace RnnCourse.Initialization;

/// <summary>First values for a weight matrix. Each method overwrites the matrix it is given, from the generator it is
/// given.</summary>
public static class Initialize
{
    /// <summary>Every weight from N(0, σ²).</summary>
    /// <param name="w">The weights to overwrite, any shape.</param>
    /// <param name="sigma">The standard deviation σ, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">σ is negative or not finite.</exception>
    public static void Gaussian<T>(Mat<T> w, Random random, double sigma) where T : unmanaged, IFloatingPointIeee754<T>
    {
        NotNegative(sigma);
        ArgumentNullException.ThrowIfNull(random);
        Fill(w, (_, _) => random.Gaussian(0, sigma));
    }

    /// <summary>Every weight of a cell or model from N(0, σ²), biases included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">σ is negative or not finite.</exception>
    public static void Gaussian<T>(IParameters<T> model, Random random, double sigma)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(model);
        foreach (var parameter in model.Parameters) Gaussian(parameter.Value, random, sigma);
    }

    /// <summary>Every weight uniform in [−limit, limit).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is negative or not finite.</exception>
    public static void Uniform<T>(Mat<T> w, Random random, double limit) where T : unmanaged, IFloatingPointIeee754<T>
    {
        NotNegative(limit);
        ArgumentNullException.ThrowIfNull(random);
        Fill(w, (_, _) => limit * (2 * random.NextDouble() - 1));
    }

    /// <summary>A random orthogonal matrix (rows or columns orthonormal if it is not square) times a gain: the Q of a
    /// QR decomposition of a Gaussian matrix, its signs fixed by R's diagonal so that it is uniform (Saxe et al. 2014;
    /// Mezzadri 2007). All singular values are the gain.</summary>
    public static void Orthogonal<T>(Mat<T> w, Random random, double gain = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(random);
        if (w.Rows == 0) throw new ArgumentException($"A {w.Shape} matrix has no rows to make orthogonal.", nameof(w));
        var (tall, wide) = (Math.Max(w.Rows, w.Columns), Math.Min(w.Rows, w.Columns));
        var qr = Matrix<double>.Build.Dense(tall, wide, (_, _) => random.Gaussian())
            .QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        var q = qr.Q * Matrix<double>.Build.DenseOfDiagonalVector(qr.R.Diagonal().PointwiseSign());
        Fill(w, (r, c) => gain * (w.Rows >= w.Columns ? q[r, c] : q[c, r]));
    }

    /// <summary>The identity times a scale: each unit starts as a memory of itself (IRNN; Le, Jaitly and Hinton
    /// 2015).</summary>
    /// <exception cref="ArgumentException">The matrix is not square.</exception>
    public static void Identity<T>(Mat<T> w, double scale = 1) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Square(w, "An identity");
        Fill(w, (r, c) => r == c ? scale : 0);
    }

    /// <summary>A ReLU cell that starts as a memory of everything: Whh = scale · I, bh = 0, Wxh from N(0, 0.001²)
    /// (IRNN; Le, Jaitly and Hinton 2015, §4).</summary>
    /// <exception cref="ArgumentException">The cell's activation is not ReLU.</exception>
    public static void Irnn<T>(VanillaRnn<T> cell, Random random, double scale = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(cell);
        if (cell.Activation != Activation.Relu)
            throw new ArgumentException($"An IRNN is a cell of ReLU units; this one has {cell.Activation}. For " +
                "another use Identity(cell.Whh).", nameof(cell));
        Identity(cell.W.Whh, scale);
        Gaussian(cell.W.Wxh, random, 0.001);
        cell.W.bh.Clear();
    }

    /// <summary>Biases of an LSTM for dependencies of up to a given length: bf = ln u, u uniform in [1, T − 1], and
    /// bi = −bf, so that the units' memories span all scales (chrono initialisation; Tallec and Ollivier 2018, eq.
    /// 16).</summary>
    /// <param name="longestLag">The longest dependency expected, T, at least 3 steps.</param>
    /// <exception cref="ArgumentException">The cell has no forget gate.</exception>
    public static void Chrono<T>(Lstm<T> cell, Random random, int longestLag)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(longestLag, 3);
        if (!cell.HasForgetGate)
            throw new ArgumentException("This LSTM has no forget gate, so it has no forget bias.", nameof(cell));
        Fill(cell.W.bf, (_, _) => Math.Log(1 + (longestLag - 2) * random.NextDouble()));
        cell.W.bi.CopyFrom(-cell.W.bf);
    }

    private static void Fill<T>(Mat<T> w, Func<int, int, double> value) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(w);
        w.CopyFrom(Mat<T>.Dense(w.Rows, w.Columns, (r, c) => T.CreateChecked(value(r, c))));
    }

    private static void Square<T>(Mat<T> w, string what) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(w);
        if (w.Rows != w.Columns)
            throw new ArgumentException($"{what} needs a square matrix, such as Whh [H, H]; got {w.Shape}.", nameof(w));
    }

    private static void NotNegative(double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(
                nameof(value), Invariant(value), "A size of random weights must be 0 or more, and finite.");
    }

    private static string Invariant(double value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
