namespace RnnCourse.Numerics;

/// <summary>Functions of every number of a matrix, in a new one: <c>using static
/// RnnCourse.Numerics.Elementwise</c>.</summary>
public static class Elementwise
{
    public static Mat<T> Tanh<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Like(Equations.Tanh(Operand(x)));

    /// <summary>σ(x) = 1 / (1 + e⁻ˣ).</summary>
    public static Mat<T> Sigmoid<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Like(Equations.Sigmoid(Operand(x)));

    public static Mat<T> Relu<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Like(Equations.Relu(Operand(x)));

    /// <summary>eˣ.</summary>
    public static Mat<T> Exp<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Like(Equations.Exp(Operand(x)));

    /// <summary>√x.</summary>
    public static Mat<T> Sqrt<T>(Mat<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Like(Equations.Sqrt(Operand(x)));

    private static Expression<T, Leaf<T>> Operand<T>(Mat<T> x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Operand;
    }
}
