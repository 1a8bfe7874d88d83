namespace RnnCourse.Numerics;

/// <summary>The right operand of a product A · W, [K, N], copied into panels a few registers wide so that the product
/// reads it in the order it lies in memory. Packing is done once and used at every time step.</summary>
internal sealed unsafe class Packed<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Most registers in a panel: 8 rows × 3 registers of sums fill the register file.</summary>
    public const int PanelWidth = 3;

    private Mat<T>? _memory;
    private Mat<T>? _transposed;
    private bool _fromLast;

    /// <summary>Memory for the weights of several gates.</summary>
    public static Packed<T>[] Several(int count) => [.. Enumerable.Range(0, count).Select(_ => new Packed<T>())];

    /// <summary>Rows of the operand: the length of the sums.</summary>
    public int K { get; private set; }

    /// <summary>Columns of the operand, those of the product.</summary>
    public int N { get; private set; }

    /// <summary>The operand as it is, [K, N], if it was made for a left operand of a single row; otherwise
    /// null.</summary>
    public Mat<T>? Direct { get; private set; }

    /// <summary>From which end the next product with a single row reads the operand: from the first row, from the last,
    /// and so on in turns. What one product read last is then read first by the next, and is still in the first-level
    /// cache.</summary>
    public bool FromLast() => (_fromLast = !_fromLast) is false;

    public T* First => _memory is { } memory ? memory.First : null;

    /// <summary>Packs the transposed of a matrix: the product is A · Wᵀ.</summary>
    /// <param name="w">[N, K].</param>
    /// <param name="rows">Rows of A: a single one needs no panels.</param>
    public Packed<T> Transposed(Mat<T> w, int rows)
    {
        if (rows == 1)
        {
            if (_transposed is null || _transposed.Rows != w.Columns || _transposed.Columns != w.Rows) _transposed =
                new Mat<T>(w.Columns, w.Rows);
            _transposed.SetTransposed(w);
            return Plain(_transposed, rows);
        }

        Resize(w.Columns, w.Rows);
        var kernel = new PackKernel<T>(w.First, w.Stride, 1, First, K, N);
        Compute.Run<T, PackKernel<T>>(ref kernel);
        GC.KeepAlive(w);
        return this;
    }

    /// <summary>Packs a matrix: the product is A · W.</summary>
    /// <param name="w">[K, N].</param>
    /// <param name="rows">Rows of A.</param>
    public Packed<T> Plain(Mat<T> w, int rows)
    {
        if (rows == 1)
        {
            (K, N, Direct, _fromLast) = (w.Rows, w.Columns, w, false);
            return this;
        }

        Resize(w.Rows, w.Columns);
        PackRows(w.Operand.Value, 0, 0);
        GC.KeepAlive(w);
        return this;
    }

    /// <summary>Throws unless target = A · W has these shapes.</summary>
    public void Check(Leaf<T> a, Leaf<T> target)
    {
        if (a.Columns != K || a.Rows != target.Rows || N != target.Columns)
            throw new ArgumentException($"{target.Shape} = {a.Shape} · [{K}, {N}]: the shapes do not fit.");
    }

    /// <summary>Packs a block of a matrix, for a product of several rows.</summary>
    /// <param name="w">The matrix.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="column">The first column, a multiple of 64 bytes.</param>
    /// <param name="columns">How many.</param>
    public void PlainBlock(Leaf<T> w, int row, int rows, int column, int columns)
    {
        Resize(rows, columns);
        PackRows(w, row, column);
    }

    private void PackRows(Leaf<T> w, int row, int column)
    {
        var kernel = new PackKernel<T>(w.First + ((nint)row * w.Stride) + column, 1, w.Stride, First, K, N);
        Compute.Run<T, PackKernel<T>>(ref kernel);
    }

    private void Resize(int k, int n)
    {
        (K, N, Direct) = (k, n, null);
        var needed = Expect.AtMost(Array.MaxLength, (long)k * Mat<T>.PaddedColumns(n), "A packed matrix");
        if (_memory is null || _memory.Columns < needed) _memory = new Mat<T>(1, needed);
    }
}

/// <summary>The packed weights of several gates.</summary>
internal static class PackedGates
{
    /// <summary>Packs Wᵀ for each gate.</summary>
    public static void Transposed<T>(this Packed<T>[] packed, Mat<T>[] w, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var k = 0; k < w.Length; k++) packed[k].Transposed(w[k], rows);
    }

    /// <summary>Packs W for each gate.</summary>
    public static void Plain<T>(this Packed<T>[] packed, Mat<T>[] w, int rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var k = 0; k < w.Length; k++) packed[k].Plain(w[k], rows);
    }
}

/// <summary>How N columns are divided into panels: as evenly as possible.</summary>
internal readonly struct Panels(int n, int lanes, int width)
{
    private readonly int _registers = (n + lanes - 1) / lanes;
    private readonly int _width = width;

    public int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => (_registers + _width - 1) / _width;
    }

    /// <summary>The first register of a panel; that of the panel after the last is the number of registers.</summary>
    [MethodImpl(AggressiveInlining)]
    public int Start(int panel)
    {
        var (count, registers) = (Count, _registers);
        return (int)((long)panel * registers / count);
    }
}

/// <summary>Copies a matrix with any strides into panels; columns past the last are 0.</summary>
internal readonly unsafe struct PackKernel<T>(T* source, nint columnStride, nint rowStride, T* target, int k, int n)
    : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* _source = source;
    private readonly T* _target = target;
    private readonly nint _columnStride = columnStride;
    private readonly nint _rowStride = rowStride;
    private readonly int _k = k;
    private readonly int _n = n;

    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        var panels = new Panels(_n, S.Width, Packed<T>.PanelWidth);
        for (var p = 0; p < panels.Count; p++)
        {
            var first = panels.Start(p) * S.Width;
            var width = (panels.Start(p + 1) * S.Width) - first;
            var columns = Math.Min(width, _n - first);
            var target = _target + ((nint)first * _k);
            var source = _source + (first * _columnStride);
            if (_columnStride == 1) CopyRows<V, S>(source, target, columns, width);
            else CopyColumns(source, target, columns, width);
        }
    }

    [MethodImpl(AggressiveOptimization)]
    private void CopyRows<V, S>(T* source, T* target, int columns, int width)
        where V : struct where S : struct, ISimd<T, V>
    {
        for (var k = 0; k < _k; k++, source += _rowStride, target += width)
        {
            for (nint c = 0; c < width; c += S.Width) S.Store(target + c, S.Load(source + c)); // rows are padded
            for (var c = columns; c < width; c++) target[c] = T.Zero;
        }
    }

    private void CopyColumns(T* source, T* target, int columns, int width)
    {
        Transposition.Run(source, _columnStride, columns, _k, target, width, add: false);
        if (columns == width) return;
        for (var k = 0; k < _k; k++) new Span<T>(target + ((nint)k * width) + columns, width - columns).Clear();
    }
}
