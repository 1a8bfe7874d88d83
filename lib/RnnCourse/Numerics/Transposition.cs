using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnCourse.Numerics;

/// <summary>Copies a matrix transposed, in blocks that are turned within registers where there are 256-bit
/// ones.</summary>
internal static unsafe class Transposition
{
    /// <summary>target[c, r] = source[r, c], or += .</summary>
    /// <param name="source">The first number of the source.</param>
    /// <param name="sourceStride">Numbers from one of its rows to the next.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">The first number of the target.</param>
    /// <param name="targetStride">Numbers from one of its rows to the next.</param>
    /// <param name="add">Whether to add instead of overwriting.</param>
    public static void Run<T>(
        T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Target rows are filled block by block, so that the lines being written stay in the first-level cache.
        var block = Compute.Simd == SimdLevel.Vector ? 1 : 32 / sizeof(T);
        for (var r = 0; r < rows; r += block)
            for (var c = 0; c < columns; c += block)
            {
                var from = source + (r * sourceStride) + c;
                var to = target + (c * targetStride) + r;
                if (block == 1 || r + block > rows || c + block > columns)
                    Scalar(from, sourceStride, Math.Min(block, rows - r), Math.Min(block, columns - c), to,
                        targetStride, add);
                else if (typeof(T) == typeof(float)) Block8((float*)from, sourceStride, (float*)to, targetStride, add);
                else Block4((double*)from, sourceStride, (double*)to, targetStride, add);
            }
    }

    private static void Scalar<T>(T* from, nint fromStride, int rows, int columns, T* to, nint toStride, bool add)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var c = 0; c < columns; c++)
            for (var r = 0; r < rows; r++)
            {
                var value = from[(r * fromStride) + c];
                to[(c * toStride) + r] = add ? to[(c * toStride) + r] + value : value;
            }
    }

    /// <summary>8 × 8 floats: neighbours, then pairs, then halves change places.</summary>
    private static void Block8(float* from, nint s, float* to, nint d, bool add)
    {
        var (r0, r1, r2, r3) = (Avx.LoadVector256(from), Avx.LoadVector256(from + s), Avx.LoadVector256(from + (2 * s)),
            Avx.LoadVector256(from + (3 * s)));
        from += 4 * s;
        var (r4, r5, r6, r7) = (Avx.LoadVector256(from), Avx.LoadVector256(from + s), Avx.LoadVector256(from + (2 * s)),
            Avx.LoadVector256(from + (3 * s)));
        var (a0, a1, a2, a3) = (
            Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        var (a4, a5, a6, a7) = (
            Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5), Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        var (b0, b1, b2, b3) = (
            Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE), Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        var (b4, b5, b6, b7) = (
            Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE), Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));
        Put(to, Avx.Permute2x128(b0, b4, 0x20), add);
        Put(to + d, Avx.Permute2x128(b1, b5, 0x20), add);
        Put(to + (2 * d), Avx.Permute2x128(b2, b6, 0x20), add);
        Put(to + (3 * d), Avx.Permute2x128(b3, b7, 0x20), add);
        to += 4 * d;
        Put(to, Avx.Permute2x128(b0, b4, 0x31), add);
        Put(to + d, Avx.Permute2x128(b1, b5, 0x31), add);
        Put(to + (2 * d), Avx.Permute2x128(b2, b6, 0x31), add);
        Put(to + (3 * d), Avx.Permute2x128(b3, b7, 0x31), add);
    }

    private static void Put(float* to, Vector256<float> row, bool add) =>
        Avx.Store(to, add ? Avx.Add(Avx.LoadVector256(to), row) : row);

    /// <summary>4 × 4 doubles.</summary>
    private static void Block4(double* from, nint s, double* to, nint d, bool add)
    {
        var (r0, r1, r2, r3) = (Avx.LoadVector256(from), Avx.LoadVector256(from + s), Avx.LoadVector256(from + (2 * s)),
            Avx.LoadVector256(from + (3 * s)));
        var (a0, a1, a2, a3) = (
            Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1), Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        Put(to, Avx.Permute2x128(a0, a2, 0x20), add);
        Put(to + d, Avx.Permute2x128(a1, a3, 0x20), add);
        Put(to + (2 * d), Avx.Permute2x128(a0, a2, 0x31), add);
        Put(to + (3 * d), Avx.Permute2x128(a1, a3, 0x31), add);
    }

    private static void Put(double* to, Vector256<double> row, bool add) =>
        Avx.Store(to, add ? Avx.Add(Avx.LoadVector256(to), row) : row);
}
