namespace RnnCourse.Numerics;

/// <summary>target += A · W for a packed W: a panel of W stays in the first-level cache, tiles of 8 rows of A pass by
/// it, and a block of rows of A and of the target stays in the second-level cache while the panels go by.</summary>
/// <param name="a">A: the number at row m and column k is at (m / 8)·aBlock + (m mod 8)·aRow + k·aK.</param>
/// <param name="aBlock">Numbers from 8 rows of A to the next 8.</param>
/// <param name="aRow">Numbers from one of these rows to the next.</param>
/// <param name="aK">Numbers from one column of A to the next.</param>
/// <param name="packed">W, packed.</param>
/// <param name="target">The product, [rows, n].</param>
/// <param name="stride">Numbers from one of its rows to the next.</param>
/// <param name="rows">Rows of A.</param>
/// <param name="k">Columns of A.</param>
/// <param name="n">Columns of W.</param>
/// <param name="add">Whether to add to the target or to overwrite it.</param>
internal readonly unsafe struct ProductKernel<T>(
    T* a, nint aBlock, nint aRow, nint aK, T* packed, T* target, nint stride, int rows, int k, int n, bool add = true)
        : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Length of the part of the sums done at a time: a panel of it, 24 KB, fits the first-level
    /// cache.</summary>
    public const int KBlock = 128;

    /// <summary>Rows of A done at a time.</summary>
    private const int RowBlock = 128;

    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        var panels = new Panels(n, S.Width, Packed<T>.PanelWidth);
        var kBlock = rows > 8 ? KBlock : k;
        for (var m0 = 0; m0 < rows; m0 += RowBlock)
            for (var k0 = 0; k0 < k; k0 += kBlock)
            {
                var length = Math.Min(kBlock, k - k0);
                var left = a + (m0 / 8 * aBlock) + (k0 * aK);
                for (var p = 0; p < panels.Count; p++)
                {
                    var registers = panels.Start(p + 1) - panels.Start(p);
                    var first = (nint)panels.Start(p) * S.Width;
                    var panel = packed + (first * k) + ((nint)k0 * registers * S.Width);
                    var to = target + (m0 * stride) + first;
                    var count = Math.Min(RowBlock, rows - m0);
                    if (registers == 3) Column<V, S, Three>(left, panel, length, to, count, add || k0 > 0);
                    else if (registers == 2) Column<V, S, Two>(left, panel, length, to, count, add || k0 > 0);
                    else Column<V, S, One>(left, panel, length, to, count, add || k0 > 0);
                }
            }
    }

    /// <summary>A block of rows by one panel. Each tile asks for some of the next panel's lines.</summary>
    [MethodImpl(AggressiveOptimization)]
    private void Column<V, S, C>(T* left, T* panel, int length, T* to, int m, bool addTo)
        where V : struct where S : struct, ISimd<T, V> where C : struct, IConstant
    {
        var bytes = aRow * sizeof(T);
        var next = (byte*)(panel + ((nint)k * C.Value * S.Width));
        for (; m >= 8; m -= 8, left += aBlock, to += 8 * stride, next += 64)
            if (Unsafe.SizeOf<V>() == 64)
            {
                // 32 registers: 24 sums
                Tile.MultiplyAdd<T, V, S, Eight, C>(left, bytes, aK, panel, length, to, stride, addTo, next);
            }
            else
            {
                Tile.MultiplyAdd<T, V, S, Four, C>(left, bytes, aK, panel, length, to, stride, addTo, next);
                Tile.MultiplyAdd<T, V, S, Four,
                    C>(left + (4 * aRow), bytes, aK, panel, length, to + (4 * stride), stride, addTo, next);
            }

        for (; m >= 4; m -= 4, left += 4 * aRow, to += 4 * stride)
            Tile.MultiplyAdd<T, V, S, Four, C>(left, bytes, aK, panel, length, to, stride, addTo, next);
        for (; m >= 2; m -= 2, left += 2 * aRow, to += 2 * stride)
            Tile.MultiplyAdd<T, V, S, Two, C>(left, bytes, aK, panel, length, to, stride, addTo, next);
        if (m == 1)
            Tile.MultiplyAdd<T, V, S, One, C>(left, bytes, aK, panel, length, to, stride, addTo, next);
    }
}
