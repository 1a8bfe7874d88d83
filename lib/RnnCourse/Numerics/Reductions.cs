using System.Numerics;

namespace RnnCourse.Numerics;

/// <summary>Sums over matrices, accumulated in double precision in a fixed order.</summary>
internal static unsafe class Reductions
{
    /// <summary>Σ x² over the matrix, padding left out.</summary>
    public static double SumOfSquares<T>(Mat<T> mat)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = 0.0;
        for (var r = 0; r < mat.Rows; r++)
        {
            var x = mat.First + ((nint)r * mat.Stride);
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            var c = 0;
            for (; c + 4 <= mat.Columns; c += 4)
            {
                s0 += Square(x[c]);
                s1 += Square(x[c + 1]);
                s2 += Square(x[c + 2]);
                s3 += Square(x[c + 3]);
            }

            for (; c < mat.Columns; c++) s0 += Square(x[c]);
            sum += s0 + s1 + s2 + s3;
        }

        GC.KeepAlive(mat);
        return sum;
    }

    private static double Square<T>(T x)
        where T : unmanaged
    {
        var d = typeof(T) == typeof(float) ? (float)(object)x : (double)(object)x;
        return d * d;
    }
}
