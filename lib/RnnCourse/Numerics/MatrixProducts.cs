using System.Numerics;
using System.Runtime.CompilerServices;

namespace RnnCourse.Numerics;

/// <summary>A product A · W that is computed when it is added to a matrix with <c>+=</c>; made inside the library.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct PackedProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal PackedProduct(Mat<T> a, Packed<T> w) => (A, W) = (a, w);

    internal Mat<T> A { get; }

    internal Packed<T> W { get; }
}

/// <summary>A product Aᵀ · B, a sum of outer products over the rows of both, computed when it is added with <c>+=</c>.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct OuterProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal OuterProduct(Mat<T> a, Mat<T> b) => (A, B) = (a, b);

    internal Mat<T> A { get; }

    internal Mat<T> B { get; }
}

/// <summary>Aᵀ, not yet computed.</summary>
internal readonly record struct Transposed<T>(Mat<T> A)
    where T : unmanaged, IFloatingPointIeee754<T>;

/// <summary>The products as operators: <c>a += h * WhhT</c>, <c>dW += dA.Transposed * h</c>.</summary>
internal static class ProductOperators
{
    extension<T>(Mat<T> mat)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public Transposed<T> Transposed => new(mat);

        public static PackedProduct<T> operator *(Mat<T> a, Packed<T> w) => new(a, w);
    }

    extension<T>(Transposed<T>)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public static OuterProduct<T> operator *(Transposed<T> a, Mat<T> b) => new(a.A, b);
    }
}

/// <content>Products accumulated in place.</content>
public sealed unsafe partial class Mat<T>
{
    /// <summary>this += A · W.</summary>
    /// <param name="product">A [Rows, K], W [K, Columns].</param>
    public void operator +=(PackedProduct<T> product)
    {
        var (a, w) = (product.A, product.W);
        if (a.Columns != w.K || a.Rows != Rows || w.N != Columns)
            throw new ArgumentException($"{Shape} += {a.Shape} · [{w.K}, {w.N}]: the shapes do not fit.");
        var kernel = new ProductKernel<T>(a.First, a.Stride, 1, w.First, w.PanelWidth, First, Stride, Rows, w.K, w.N);
        Compute.Run<T, ProductKernel<T>>(ref kernel);
        GC.KeepAlive(a);
        GC.KeepAlive(w);
        GC.KeepAlive(this);
    }

    /// <summary>this += Aᵀ · B.</summary>
    /// <param name="product">A [K, Rows], B [K, Columns].</param>
    public void operator +=(OuterProduct<T> product)
    {
        var (a, b) = (product.A, product.B);
        if (a.Rows != b.Rows || a.Columns != Rows || b.Columns != Columns)
            throw new ArgumentException($"{Shape} += {a.Shape}ᵀ · {b.Shape}: the shapes do not fit.");
        var packed = Scratch<T>.Packed;
        for (var k = 0; k < a.Rows; k += ProductKernel<T>.KBlock)
        {
            var block = Math.Min(ProductKernel<T>.KBlock, a.Rows - k);
            packed.PlainRows(b, k, block);
            var kernel = new ProductKernel<T>(
                a.First + ((nint)k * a.Stride), 1, a.Stride, packed.First, packed.PanelWidth, First, Stride, Rows, block, packed.N);
            Compute.Run<T, ProductKernel<T>>(ref kernel);
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(this);
    }
}

/// <summary>Memory a thread reuses.</summary>
internal static class Scratch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static Packed<T>? _packed;

    public static Packed<T> Packed => _packed ??= new Packed<T>();
}

/// <summary>target += A · W for a packed W: panels of W that fit the first-level cache, tiles of 8 rows within.</summary>
internal readonly unsafe struct ProductKernel<T>(
    T* a, nint aRow, nint aK, T* packed, int panelWidth, T* target, nint stride, int rows, int k, int n) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Length of the part of the sums done at a time: a panel of it fits the first-level cache.</summary>
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

    /// <summary>All rows of one panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Column<V, S, C>(T* left, T* panel, int length, T* to)
        where V : struct
        where S : struct, ISimd<T, V>
        where C : struct, IConstant
    {
        var (m, bytes) = (rows, aRow * sizeof(T));
        if (Unsafe.SizeOf<V>() == 64) // 32 registers: 24 sums
            for (; m >= 8; m -= 8, left += 8 * aRow, to += 8 * stride)
                Tile.MultiplyAdd<T, V, S, Eight, C>(left, bytes, aK, panel, length, to, stride);
        for (; m >= 4; m -= 4, left += 4 * aRow, to += 4 * stride)
            Tile.MultiplyAdd<T, V, S, Four, C>(left, bytes, aK, panel, length, to, stride);
        for (; m >= 2; m -= 2, left += 2 * aRow, to += 2 * stride)
            Tile.MultiplyAdd<T, V, S, Two, C>(left, bytes, aK, panel, length, to, stride);
        if (m == 1)
            Tile.MultiplyAdd<T, V, S, One, C>(left, bytes, aK, panel, length, to, stride);
    }
}
