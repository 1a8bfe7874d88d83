namespace RnnCourse.Numerics;

/// <content>
/// Arithmetic in the notation of MathNet.Numerics. Every result is a new matrix: right for notebooks, checks and cells
/// of one's own. The library's training steps compute the same equations in place.
/// </content>
public sealed partial class Mat<T>
{
    public static Mat<T> operator +(Mat<T> a, Mat<T> b) => Same(a, b, "+").Like(a.Operand + b.Operand, b);

    public static Mat<T> operator -(Mat<T> a, Mat<T> b) => Same(a, b, "-").Like(a.Operand - b.Operand, b);

    /// <summary>a ⊙ b, the same as <see cref="PointwiseMultiply"/>: C# has no ⊙, and % binds as * does.</summary>
    public static Mat<T> operator %(Mat<T> a, Mat<T> b) => Same(a, b, "%").Like(a.Operand % b.Operand, b);

    public static Mat<T> operator -(Mat<T> a) => Given(a).Like(-T.One * a.Operand);

    public static Mat<T> operator *(double factor, Mat<T> a) => Given(a).Like(Number(factor) * a.Operand);

    public static Mat<T> operator *(Mat<T> a, double factor) => factor * a;

    public static Mat<T> operator /(Mat<T> a, double divisor) => Given(a).Like(a.Operand / Number(divisor));

    public static Mat<T> operator +(double number, Mat<T> a) => a + number;

    public static Mat<T> operator +(Mat<T> a, double number) => Given(a).Like(a.Operand + Number(number));

    public static Mat<T> operator -(double number, Mat<T> a) => Given(a).Like(Number(number) - a.Operand);

    public static Mat<T> operator -(Mat<T> a, double number) => a + -number;

    /// <param name="a">[M, K].</param>
    /// <param name="b">[K, N].</param>
    /// <returns>[M, N].</returns>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public static Mat<T> operator *(Mat<T> a, Mat<T> b)
    {
        if (Given(a).Columns != Given(b).Rows)
            throw new ArgumentException(
                $"{a.Shape} * {b.Shape}: the left matrix needs as many columns as the right one has rows; transpose " +
                    "one?");
        var product = new Mat<T>(a.Rows, b.Columns);
        for (var r = 0; r < a.Rows; r++)
            for (var k = 0; k < a.Columns; k++) product.RowSpan(r).AddScaled(a[r, k], b.RowSpan(k));
        return product;
    }

    /// <summary>The element-wise product this ⊙ other.</summary>
    /// <param name="other">The same shape.</param>
    public Mat<T> PointwiseMultiply(Mat<T> other) => this % other;

    /// <summary>The transposed matrix, [Columns, Rows].</summary>
    public Mat<T> Transpose() => Dense(Columns, Math.Max(1, Rows), (r, c) => this[c, r]);

    /// <param name="function">The function.</param>
    public Mat<T> Map(Func<T, T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Dense(Rows, Columns, (r, c) => function(this[r, c]));
    }

    /// <summary>The matrix as an operand that allocates nothing. The matrix must outlive it: <see
    /// cref="GC.KeepAlive"/>, unless something that goes on living holds it.</summary>
    internal Expression<T, Leaf<T>> Operand => new(new(this, 0, Rows));

    /// <summary>Some rows as an operand.</summary>
    [MethodImpl(AggressiveInlining)]
    internal Expression<T, Leaf<T>> OperandOf(RowPart rows) => new(new(this, rows.First, rows.Count));

    /// <summary>A new matrix of this shape, with values made of this matrix and perhaps another.</summary>
    internal Mat<T> Like<E>(Expression<T, E> values, Mat<T>? other = null)
        where E : struct, IExpression<T>
    {
        var result = new Mat<T>(Rows, Columns);
        result.Operand.Set(values);
        GC.KeepAlive(this);
        GC.KeepAlive(other);
        return result;
    }

    private static T Number(double value) => T.CreateTruncating(value);

    private static Mat<T> Given(Mat<T> mat, [CallerArgumentExpression(nameof(mat))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(mat, name);
        return mat;
    }

    private static Mat<T> Same(Mat<T> a, Mat<T> b, string sign) =>
        Given(a).Rows == Given(b).Rows && a.Columns == b.Columns
            ? a
            : throw new ArgumentException($"{a.Shape} {sign} {b.Shape}: both matrices must have the same shape.");
}
