namespace RnnCourse.Numerics;

/// <summary>A tile of a matrix product: up to 8 rows × 3 registers of sums that stay in registers while k runs. Each
/// sum adds its terms in the order of k, whatever the tile: results do not depend on how rows are divided among tiles
/// or threads.</summary>
internal static unsafe class Tile
{
    /// <summary>target[m, n] += Σ_k a[m, k] · panel[k, n] for R rows and C registers.</summary>
    /// <param name="a">The first number of the left operand.</param>
    /// <param name="aRow">Bytes from one row m to the next.</param>
    /// <param name="aK">Numbers from one k to the next.</param>
    /// <param name="panel">The panel, one k after another.</param>
    /// <param name="k">Length of the sums.</param>
    /// <param name="target">The first sum.</param>
    /// <param name="stride">Numbers from one row of the target to the next.</param>
    /// <param name="add">Whether the sums start from the target or from 0.</param>
    /// <param name="next">What to bring towards the processor meanwhile, a cache line each k: part of the next
    /// panel.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void MultiplyAdd<T, V, S, R,
        C>(T* a, nint aRow, nint aK, T* panel, int k, T* target, nint stride, bool add, byte* next)
        where T : unmanaged, IFloatingPointIeee754<T> where V : struct where S : struct, ISimd<T, V>
        where R : struct, IConstant where C : struct, IConstant
    {
        nint one = S.Width, two = 2 * S.Width;
        V s00 = S.Zero, s01 = S.Zero, s02 = S.Zero, s10 = S.Zero, s11 = S.Zero, s12 = S.Zero;
        V s20 = S.Zero, s21 = S.Zero, s22 = S.Zero, s30 = S.Zero, s31 = S.Zero, s32 = S.Zero;
        V s40 = S.Zero, s41 = S.Zero, s42 = S.Zero, s50 = S.Zero, s51 = S.Zero, s52 = S.Zero;
        V s60 = S.Zero, s61 = S.Zero, s62 = S.Zero, s70 = S.Zero, s71 = S.Zero, s72 = S.Zero;

        if (add)
        {
            s00 = S.Load(target);
            if (C.Value > 1) s01 = S.Load(target + one);
            if (C.Value > 2) s02 = S.Load(target + two);

            if (R.Value > 1)
            {
                s10 = S.Load(target + stride);
                if (C.Value > 1) s11 = S.Load(target + stride + one);
                if (C.Value > 2) s12 = S.Load(target + stride + two);
            }

            if (R.Value > 2)
            {
                s20 = S.Load(target + (2 * stride));
                if (C.Value > 1) s21 = S.Load(target + (2 * stride) + one);
                if (C.Value > 2) s22 = S.Load(target + (2 * stride) + two);
                s30 = S.Load(target + (3 * stride));
                if (C.Value > 1) s31 = S.Load(target + (3 * stride) + one);
                if (C.Value > 2) s32 = S.Load(target + (3 * stride) + two);
            }

            if (R.Value > 4)
            {
                s40 = S.Load(target + (4 * stride));
                if (C.Value > 1) s41 = S.Load(target + (4 * stride) + one);
                if (C.Value > 2) s42 = S.Load(target + (4 * stride) + two);
                s50 = S.Load(target + (5 * stride));
                if (C.Value > 1) s51 = S.Load(target + (5 * stride) + one);
                if (C.Value > 2) s52 = S.Load(target + (5 * stride) + two);
                s60 = S.Load(target + (6 * stride));
                if (C.Value > 1) s61 = S.Load(target + (6 * stride) + one);
                if (C.Value > 2) s62 = S.Load(target + (6 * stride) + two);
                s70 = S.Load(target + (7 * stride));
                if (C.Value > 1) s71 = S.Load(target + (7 * stride) + one);
                if (C.Value > 2) s72 = S.Load(target + (7 * stride) + two);
            }
        }

        var a4 = (T*)((byte*)a + (4 * aRow));
        var aRow3 = 3 * aRow;
        for (; k > 0; k--, a += aK, a4 += aK, panel += C.Value * S.Width)
        {
            S.Prefetch(next);
            next += 64 * C.Value;
            V b0 = S.Load(panel), b1 = C.Value > 1 ? S.Load(panel + one) : b0, b2 = C.Value > 2 ? S.Load(panel + two)
                : b0;
            var x = S.Broadcast(*a);
            s00 = S.MultiplyAdd(x, b0, s00);
            if (C.Value > 1) s01 = S.MultiplyAdd(x, b1, s01);
            if (C.Value > 2) s02 = S.MultiplyAdd(x, b2, s02);

            if (R.Value > 1)
            {
                x = S.Broadcast(*(T*)((byte*)a + aRow));
                s10 = S.MultiplyAdd(x, b0, s10);
                if (C.Value > 1) s11 = S.MultiplyAdd(x, b1, s11);
                if (C.Value > 2) s12 = S.MultiplyAdd(x, b2, s12);
            }

            if (R.Value > 2)
            {
                x = S.Broadcast(*(T*)((byte*)a + (2 * aRow)));
                s20 = S.MultiplyAdd(x, b0, s20);
                if (C.Value > 1) s21 = S.MultiplyAdd(x, b1, s21);
                if (C.Value > 2) s22 = S.MultiplyAdd(x, b2, s22);
                x = S.Broadcast(*(T*)((byte*)a + aRow3));
                s30 = S.MultiplyAdd(x, b0, s30);
                if (C.Value > 1) s31 = S.MultiplyAdd(x, b1, s31);
                if (C.Value > 2) s32 = S.MultiplyAdd(x, b2, s32);
            }

            if (R.Value > 4)
            {
                x = S.Broadcast(*a4);
                s40 = S.MultiplyAdd(x, b0, s40);
                if (C.Value > 1) s41 = S.MultiplyAdd(x, b1, s41);
                if (C.Value > 2) s42 = S.MultiplyAdd(x, b2, s42);
                x = S.Broadcast(*(T*)((byte*)a4 + aRow));
                s50 = S.MultiplyAdd(x, b0, s50);
                if (C.Value > 1) s51 = S.MultiplyAdd(x, b1, s51);
                if (C.Value > 2) s52 = S.MultiplyAdd(x, b2, s52);
                x = S.Broadcast(*(T*)((byte*)a4 + (2 * aRow)));
                s60 = S.MultiplyAdd(x, b0, s60);
                if (C.Value > 1) s61 = S.MultiplyAdd(x, b1, s61);
                if (C.Value > 2) s62 = S.MultiplyAdd(x, b2, s62);
                x = S.Broadcast(*(T*)((byte*)a4 + aRow3));
                s70 = S.MultiplyAdd(x, b0, s70);
                if (C.Value > 1) s71 = S.MultiplyAdd(x, b1, s71);
                if (C.Value > 2) s72 = S.MultiplyAdd(x, b2, s72);
            }
        }

        S.Store(target, s00);
        if (C.Value > 1) S.Store(target + one, s01);
        if (C.Value > 2) S.Store(target + two, s02);

        if (R.Value > 1)
        {
            S.Store(target + stride, s10);
            if (C.Value > 1) S.Store(target + stride + one, s11);
            if (C.Value > 2) S.Store(target + stride + two, s12);
        }

        if (R.Value > 2)
        {
            S.Store(target + (2 * stride), s20);
            if (C.Value > 1) S.Store(target + (2 * stride) + one, s21);
            if (C.Value > 2) S.Store(target + (2 * stride) + two, s22);
            S.Store(target + (3 * stride), s30);
            if (C.Value > 1) S.Store(target + (3 * stride) + one, s31);
            if (C.Value > 2) S.Store(target + (3 * stride) + two, s32);
        }

        if (R.Value > 4)
        {
            S.Store(target + (4 * stride), s40);
            if (C.Value > 1) S.Store(target + (4 * stride) + one, s41);
            if (C.Value > 2) S.Store(target + (4 * stride) + two, s42);
            S.Store(target + (5 * stride), s50);
            if (C.Value > 1) S.Store(target + (5 * stride) + one, s51);
            if (C.Value > 2) S.Store(target + (5 * stride) + two, s52);
            S.Store(target + (6 * stride), s60);
            if (C.Value > 1) S.Store(target + (6 * stride) + one, s61);
            if (C.Value > 2) S.Store(target + (6 * stride) + two, s62);
            S.Store(target + (7 * stride), s70);
            if (C.Value > 1) S.Store(target + (7 * stride) + one, s71);
            if (C.Value > 2) S.Store(target + (7 * stride) + two, s72);
        }
    }
}
