namespace RnnCourse.Numerics;

/// <summary>Aᵀ, not yet computed.</summary>
internal readonly struct Transposed<T>(Leaf<T> a) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Leaf<T> _a = a;

    public static OuterProduct<T> operator *(Transposed<T> a, Expression<T, Leaf<T>> b) => new(a._a, b.Value);
}

/// <summary>A product A · W, computed when it is assigned or added.</summary>
internal readonly unsafe struct PackedProduct<T>(Leaf<T> a, Packed<T> w) where T : unmanaged, IFloatingPointIeee754<T>
{
    public readonly Leaf<T> A = a;
    public readonly Packed<T> W = w;

    /// <summary>target = A · W, or target += A · W.</summary>
    public void Into(Leaf<T> target, bool add)
    {
        W.Check(A, target);
        if (W.Direct is { } direct)
        {
            if (!add) new Span<T>(target.First, target.Stride).Clear(); // the kernel for a single row adds
            var columns = ColumnPart.Parts(W.N, W.K);
            Workers.Run(columns, new RowProductWork<T>(target, A, direct, W.FromLast(), columns));
            return;
        }

        var parts = RowPart.Parts(target.Rows, (long)W.K * W.N);
        Workers.Run(parts, new PackedProductWork<T>(target, A, W, parts, add));
    }
}

/// <summary>target += a · W for a single row, by columns.</summary>
internal readonly unsafe struct RowProductWork<T>(
    Leaf<T> target, Leaf<T> a, Mat<T> w, bool fromLast, int parts) : IWork where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int part)
    {
        var (first, end) = ColumnPart.Of<T>(w.Columns, part, parts);
        var kernel = new RowKernel<T>(
            a.First, w.First + first, w.Stride, w.Rows, end - first, target.First + first, fromLast);
        Compute.Run<T, RowKernel<T>>(ref kernel);
        GC.KeepAlive(w);
    }
}

/// <summary>Columns divided among threads, in units of 64 bytes, as rows are aligned.</summary>
internal static class ColumnPart
{
    /// <summary>Fewest multiply-adds of a single row that are worth a thread: some microseconds.</summary>
    private const long Worthwhile = 60_000;

    /// <summary>How many parts the columns of a product with a single row are worth.</summary>
    public static int Parts(int columns, int rows)
    {
        var most = (long)columns * rows / Worthwhile;
        return most < 2 ? 1 : (int)Math.Min(Compute.Threads, most);
    }

    /// <summary>The first column of a part, and the one after its last.</summary>
    public static (int First, int End) Of<T>(int columns, int part, int parts) where T : unmanaged
    {
        var lanes = 64 / Unsafe.SizeOf<T>();
        var units = (columns + lanes - 1) / lanes;
        return (units * part / parts * lanes, Math.Min(units * (part + 1) / parts * lanes, columns));
    }
}

/// <summary>A product Aᵀ · B, a sum of outer products over the rows of both, computed when assigned or added.</summary>
internal readonly struct OuterProduct<T>(Leaf<T> a, Leaf<T> b) where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>target = Aᵀ · B, or target += Aᵀ · B.</summary>
    public void Into(Leaf<T> target, bool add)
    {
        if (a.Rows != b.Rows || a.Columns != target.Rows || b.Columns != target.Columns)
            throw new ArgumentException($"{target.Shape} = {a.Shape}ᵀ · {b.Shape}: the shapes do not fit.");
        var parts = RowPart.Parts(target.Columns, (long)target.Rows * a.Rows);
        Workers.Run(parts, new OuterProductWork<T>(target, a, b, parts, add));
    }
}

/// <summary>target (+)= A · W, by rows.</summary>
internal readonly unsafe struct PackedProductWork<T>(
    Leaf<T> target, Leaf<T> a, Packed<T> w, int parts, bool add) : IWork where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int part)
    {
        var rows = RowPart.Of(target.Rows, part, parts);
        var kernel = new ProductKernel<T>(
            a.First + ((nint)rows.First * a.Stride), 8 * a.Stride, a.Stride, 1, w.First,
            target.First + ((nint)rows.First * target.Stride), target.Stride, rows.Count, w.K, w.N, add);
        Compute.Run<T, ProductKernel<T>>(ref kernel);
        GC.KeepAlive(w);
    }
}

/// <summary>target (+)= Aᵀ · B, by columns. Some rows of A and B at a time are packed, read in the order they lie in
/// memory.</summary>
internal readonly unsafe struct OuterProductWork<T>(
    Leaf<T> target, Leaf<T> a, Leaf<T> b, int parts, bool add) : IWork where T : unmanaged, IFloatingPointIeee754<T>
{
    public void Run(int part)
    {
        var (first, end) = ColumnPart.Of<T>(target.Columns, part, parts);
        if (first >= end) return;
        var (packedA, packedB) = (Scratch<T>.A, Scratch<T>.B);
        for (var k = 0; k < a.Rows; k += ProductKernel<T>.KBlock)
        {
            var length = Math.Min(ProductKernel<T>.KBlock, a.Rows - k);
            packedA.Pack(a, k, length);
            packedB.PlainBlock(b, k, length, first, end - first);
            var kernel = new ProductKernel<T>(
                packedA.First, packedA.BlockStride, 1, 8, packedB.First,
                target.First + first, target.Stride, target.Rows, length, end - first, add || k > 0);
            Compute.Run<T, ProductKernel<T>>(ref kernel);
        }
    }
}

/// <summary>Some rows of a matrix A [K, M] as the left operand Aᵀ: 8 columns at a time, one k after another.</summary>
internal sealed unsafe class PackedColumns<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private Mat<T>? _memory;

    public T* First => _memory is { } memory ? memory.First : null;

    /// <summary>Numbers from 8 columns to the next 8; not a power of 2, so that they do not compete for the same cache
    /// places.</summary>
    public nint BlockStride { get; private set; }

    public void Pack(Leaf<T> a, int row, int rows)
    {
        BlockStride = (8 * rows) + (64 / sizeof(T));
        var blocks = (a.Columns + 7) / 8;
        var needed = blocks * (int)BlockStride;
        if (_memory is null || _memory.Columns < needed) _memory = new Mat<T>(1, needed);
        for (var k = 0; k < rows; k++)
        {
            var from = a.First + ((nint)(row + k) * a.Stride);
            var to = _memory.First + (8 * k);
            for (var block = 0; block < blocks; block++, from += 8, to += BlockStride)
                Unsafe.CopyBlockUnaligned(to, from, (uint)(8 * sizeof(T))); // rows are padded to a multiple of 8
        }
    }
}

internal static class Scratch<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    [ThreadStatic]
    private static PackedColumns<T>? _a;

    [ThreadStatic]
    private static Packed<T>? _b;

    public static PackedColumns<T> A => _a ??= new PackedColumns<T>();
    public static Packed<T> B => _b ??= new Packed<T>();
}
