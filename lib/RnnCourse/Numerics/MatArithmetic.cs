namespace RnnCourse.Numerics;

/// <content>Arithmetic that returns new matrices: for notebooks and analysis, not for training loops.</content>
public sealed partial class Mat<T>
{
    /// <summary>The matrix product this · other.</summary>
    /// <param name="other">[Columns, N].</param>
    /// <returns>[Rows, N].</returns>
    /// <exception cref="ArgumentException">The inner sizes differ.</exception>
    public Mat<T> Times(Mat<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Columns != other.Rows)
            throw new ArgumentException($"{Shape} · {other.Shape}: the left matrix needs as many columns as the right one has rows; transpose one?", nameof(other));
        var product = new Mat<T>(Rows, other.Columns);
        for (var r = 0; r < Rows; r++)
            for (var k = 0; k < Columns; k++)
            {
                var a = this[r, k];
                var to = product.RowSpan(r);
                var from = other.RowSpan(k);
                for (var c = 0; c < to.Length; c++) to[c] += a * from[c];
            }

        return product;
    }

    /// <summary>Every number times a factor.</summary>
    /// <param name="factor">The factor.</param>
    public Mat<T> Times(T factor) => Map(x => x * factor);

    /// <summary>The sum this + other.</summary>
    /// <param name="other">The same shape.</param>
    public Mat<T> Plus(Mat<T> other) => Map(other, (a, b) => a + b);

    /// <summary>The difference this − other.</summary>
    /// <param name="other">The same shape.</param>
    public Mat<T> Minus(Mat<T> other) => Map(other, (a, b) => a - b);

    /// <summary>The element-wise product this ⊙ other.</summary>
    /// <param name="other">The same shape.</param>
    public Mat<T> TimesElementwise(Mat<T> other) => Map(other, (a, b) => a * b);

    /// <summary>The transposed matrix, copied.</summary>
    /// <returns>[Columns, Rows].</returns>
    public Mat<T> Transpose()
    {
        var transposed = new Mat<T>(Columns, Math.Max(1, Rows));
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
                transposed[c, r] = this[r, c];
        return transposed;
    }

    /// <summary>A function of every number.</summary>
    /// <param name="function">The function.</param>
    public Mat<T> Map(Func<T, T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var result = new Mat<T>(Rows, Columns);
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
                result[r, c] = function(this[r, c]);
        return result;
    }

    /// <summary>A function of the numbers at the same place of two matrices.</summary>
    /// <param name="other">The same shape.</param>
    /// <param name="function">The function.</param>
    public Mat<T> Map(Mat<T> other, Func<T, T, T> function)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(function);
        Expect.SameShape(other, this, "the second operand");
        var result = new Mat<T>(Rows, Columns);
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
                result[r, c] = function(this[r, c], other[r, c]);
        return result;
    }
}
