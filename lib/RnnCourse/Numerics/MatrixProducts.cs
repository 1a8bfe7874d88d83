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
        var parts = RowPart.Parts(Rows, (long)w.K * w.N);
        Workers.Run(parts, new PackedProductWork<T>(this, a, w, parts));
    }

    /// <summary>this += Aᵀ · B.</summary>
    /// <param name="product">A [K, Rows], B [K, Columns].</param>
    public void operator +=(OuterProduct<T> product)
    {
        var (a, b) = (product.A, product.B);
        if (a.Rows != b.Rows || a.Columns != Rows || b.Columns != Columns)
            throw new ArgumentException($"{Shape} += {a.Shape}ᵀ · {b.Shape}: the shapes do not fit.");
        var parts = RowPart.Parts(Columns, (long)Rows * a.Rows);
        Workers.Run(parts, new OuterProductWork<T>(this, a, b, parts));
    }
}

/// <summary>target += A · W, by rows.</summary>
internal readonly unsafe struct PackedProductWork<T>(Mat<T> target, Mat<T> a, Packed<T> w, int parts) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int part)
    {
        var rows = RowPart.Of(target.Rows, part, parts);
        var kernel = new ProductKernel<T>(
            a.First + ((nint)rows.First * a.Stride), a.Stride, 1, w.First, w.PanelWidth,
            target.First + ((nint)rows.First * target.Stride), target.Stride, rows.Count, w.K, w.N);
        Compute.Run<T, ProductKernel<T>>(ref kernel);
        GC.KeepAlive(a);
        GC.KeepAlive(w);
        GC.KeepAlive(target);
    }
}

/// <summary>
/// target += Aᵀ · B, by columns: a block of columns of the target stays in the second-level cache while the sums go on.
/// </summary>
internal readonly unsafe struct OuterProductWork<T>(Mat<T> target, Mat<T> a, Mat<T> b, int parts) : IWork
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Bytes of a row in a block of columns: 4 panels of 3 registers.</summary>
    private const int BlockBytes = 768;

    public void Run(int part)
    {
        // Columns in units of 64 bytes, as rows are aligned.
        var lanes = 64 / sizeof(T);
        var units = (target.Columns + lanes - 1) / lanes;
        var (first, end) = (units * part / parts * lanes, Math.Min(units * (part + 1) / parts * lanes, target.Columns));
        var blocks = Math.Max(1, ((end - first) * sizeof(T) + BlockBytes - 1) / BlockBytes);
        var packed = Scratch<T>.Packed;
        for (var block = 0; block < blocks; block++)
        {
            var range = (end - first + lanes - 1) / lanes;
            var (c, next) = (first + (range * block / blocks * lanes), Math.Min(first + (range * (block + 1) / blocks * lanes), end));
            for (var k = 0; k < a.Rows; k += ProductKernel<T>.KBlock)
            {
                var length = Math.Min(ProductKernel<T>.KBlock, a.Rows - k);
                packed.PlainBlock(b, k, length, c, next - c);
                var kernel = new ProductKernel<T>(
                    a.First + ((nint)k * a.Stride), 1, a.Stride, packed.First, packed.PanelWidth,
                    target.First + c, target.Stride, target.Rows, length, next - c);
                Compute.Run<T, ProductKernel<T>>(ref kernel);
            }
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(target);
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
