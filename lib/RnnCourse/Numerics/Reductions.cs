namespace RnnCourse.Numerics;

/// <summary>Numbers that describe a whole matrix, computed in the same order on every machine.</summary>
internal static unsafe class Reductions
{
    /// <summary>Σ x² over the matrix: in T within pieces of a few thousand numbers, in double over the
    /// pieces.</summary>
    public static double SumOfSquares<T>(Mat<T> mat)
        where T : unmanaged, IFloatingPointIeee754<T> => Sum<T, SumOfSquares>(mat);

    /// <summary>
    /// √Σ x². If the squares might leave the range of T, it is computed again, in double, of numbers divided by the
    /// largest.
    /// </summary>
    public static double Norm<T>(Mat<T> mat) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var squares = SumOfSquares(mat);
        return InRange<T>(squares) ? Math.Sqrt(squares) : ScaledNorm(Norms(mat));

        static IEnumerable<double> Norms(Mat<T> mat)
        {
            for (var r = 0; r < mat.Rows; r++) yield return Norm<T>(mat.RowSpan(r));
        }
    }

    /// <summary>√Σ x² of some numbers, in double.</summary>
    public static double Norm<T>(ReadOnlySpan<T> numbers) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (sum, largest) = (0.0, 0.0);
        foreach (var x in numbers)
        {
            var size = Math.Abs(double.CreateChecked(x));
            (sum, largest) = (sum + (size * size), Math.Max(largest, size));
        }

        if (InRange<double>(sum) || largest == 0 || !double.IsFinite(largest)) return Math.Sqrt(sum);
        sum = 0;
        foreach (var x in numbers) sum += Square(double.CreateChecked(x) / largest);
        return largest * Math.Sqrt(sum);
    }

    /// <summary>The norm of several parts, from the norm of each.</summary>
    public static double ScaledNorm(IEnumerable<double> norms)
    {
        var all = norms.ToArray();
        var largest = all.Append(0).Max();
        return largest == 0 || !double.IsFinite(largest) ? all.Sum()
            : largest * Math.Sqrt(all.Sum(x => Square(x / largest)));
    }

    private static double Square(double x) => x * x;

    // Squares this large neither overflowed, one by one or as a sum, nor are those that vanished among them missed.
    public static bool InRange<T>(double squares) where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(float) ? squares is > 1e-25 and < 1e37 : squares is > 1e-280 and < 1e300;

    /// <summary>Whether no number is NaN or infinite: x − x is 0 for a finite x, otherwise NaN, and NaN stays in a
    /// sum.</summary>
    public static bool IsFinite<T>(Mat<T> mat)
        where T : unmanaged, IFloatingPointIeee754<T> => Sum<T, SumOfDifferences>(mat) == 0;

    private static double Sum<T, F>(Mat<T> mat) where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IBinary
    {
        var lanes = RowSumKernel<T, F>.Lanes;
        var sums = stackalloc T[lanes];
        var rows = Math.Max(1, 4096 / mat.Stride);
        var total = 0.0;
        for (var r = 0; r < mat.Rows; r += rows)
        {
            new Span<T>(sums, lanes).Clear();
            var kernel = new RowSumKernel<T, F>(
                mat.First + ((nint)r * mat.Stride), Math.Min(rows, mat.Rows - r), mat.Columns, mat.Stride, sums);
            Compute.Run<T, RowSumKernel<T, F>>(ref kernel);
            for (var i = 0; i < lanes; i++) total += double.CreateTruncating(sums[i]);
        }

        GC.KeepAlive(mat);
        return total;
    }
}

/// <summary>sum + x².</summary>
internal readonly struct SumOfSquares : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V x, V sum) => S.MultiplyAdd(x, x, sum);
}

/// <summary>sum + (x − x).</summary>
internal readonly struct SumOfDifferences : IBinary
{
    [MethodImpl(AggressiveInlining)] static V IBinary.Of<T, V, S>(V x, V sum) => S.Add(sum, S.Subtract(x, x));
}

/// <summary>sums[i] = f(x[j], sums[i]) for the columns j ≡ i: 128 bytes of sums whatever the registers, two registers
/// at a time so that one addition need not wait for the other; padding left out.</summary>
internal readonly unsafe struct RowSumKernel<T, F>(T* first, int rows, int columns, int stride, T* sums) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T> where F : struct, IBinary
{
    public static int Lanes => 128 / sizeof(T);

    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        var lanes = 128 / sizeof(T);
        var whole = columns / lanes * lanes;
        var tail = stackalloc T[lanes]; // zeros
        for (var lane = 0; lane < lanes; lane += 2 * S.Width)
        {
            var (sum, next) = (S.Load(sums + lane), S.Load(sums + lane + S.Width));
            for (var r = 0; r < rows; r++)
            {
                var row = first + ((nint)r * stride);
                for (nint c = lane; c < whole; c += lanes)
                {
                    sum = F.Of<T, V, S>(S.Load(row + c), sum);
                    next = F.Of<T, V, S>(S.Load(row + c + S.Width), next);
                }

                if (whole == columns) continue;
                for (var c = whole; c < columns; c++) tail[c - whole] = row[c];
                sum = F.Of<T, V, S>(S.Load(tail + lane), sum);
                next = F.Of<T, V, S>(S.Load(tail + lane + S.Width), next);
            }

            S.Store(sums + lane, sum);
            S.Store(sums + lane + S.Width, next);
        }
    }
}
