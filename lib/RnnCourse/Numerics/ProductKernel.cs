using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnCourse.Numerics;

/// <summary>target += A · W for a packed W: a panel of W stays in the first-level cache, tiles of 8 rows of A pass by it.</summary>
internal readonly unsafe struct ProductKernel<T>(
    T* a, nint aRow, nint aK, T* packed, int panelWidth, T* target, nint stride, int rows, int k, int n) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Length of the part of the sums done at a time: a panel of it, 24 KB, fits the first-level cache.</summary>
    public const int KBlock = 128;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V, S>()
        where V : struct
        where S : struct, ISimd<T, V>
    {
        var panels = new Panels(n, S.Width, panelWidth);
        var kBlock = rows > 8 ? KBlock : k;
        for (var k0 = 0; k0 < k; k0 += kBlock)
        {
            var length = Math.Min(kBlock, k - k0);
            for (var p = 0; p < panels.Count; p++)
            {
                var registers = panels.Start(p + 1) - panels.Start(p);
                var first = (nint)panels.Start(p) * S.Width;
                var panel = packed + (first * k) + ((nint)k0 * registers * S.Width);
                var left = a + (k0 * aK);
                if (panelWidth == Packed<T>.RowPanel)
                    for (var m = 0; m < rows; m++)
                        Tile.MultiplyAddRow<T, V, S>(left + (m * aRow), aK, panel, registers, length, target + first + (m * stride));
                else if (registers == 3) Column<V, S, Three>(left, panel, length, target + first);
                else if (registers == 2) Column<V, S, Two>(left, panel, length, target + first);
                else Column<V, S, One>(left, panel, length, target + first);
            }
        }
    }

    /// <summary>All rows of one panel. Each tile asks for a third of the next panel's lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Column<V, S, C>(T* left, T* panel, int length, T* to)
        where V : struct
        where S : struct, ISimd<T, V>
        where C : struct, IConstant
    {
        var bytes = aRow * sizeof(T);
        var next = (byte*)(panel + ((nint)k * C.Value * S.Width));
        var m = rows;
        if (Unsafe.SizeOf<V>() == 64) // 32 registers: 24 sums
            for (; m >= 8; m -= 8, left += 8 * aRow, to += 8 * stride, next += 64)
                Tile.MultiplyAdd<T, V, S, Eight, C>(left, bytes, aK, panel, length, to, stride, next);
        for (; m >= 4; m -= 4, left += 4 * aRow, to += 4 * stride, next += 64)
            Tile.MultiplyAdd<T, V, S, Four, C>(left, bytes, aK, panel, length, to, stride, next);
        for (; m >= 2; m -= 2, left += 2 * aRow, to += 2 * stride, next += 64)
            Tile.MultiplyAdd<T, V, S, Two, C>(left, bytes, aK, panel, length, to, stride, next);
        if (m == 1)
            Tile.MultiplyAdd<T, V, S, One, C>(left, bytes, aK, panel, length, to, stride, next);
    }
}
