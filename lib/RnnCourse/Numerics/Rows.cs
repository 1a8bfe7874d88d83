namespace RnnCourse.Numerics;

/// <summary>Kernels that treat a matrix as rows: bias, sums over rows, gather and scatter by token.</summary>
internal static unsafe class Rows
{
    /// <summary>Every row of the target becomes a copy of one row.</summary>
    /// <param name="target">[M, N].</param>
    /// <param name="row">[1, N].</param>
    public static void SetRows<T>(this Expression<T, Leaf<T>> target, Mat<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var to = target.Value;
        Expect.Shape(row, 1, to.Columns, "one row, as wide as the target");
        for (var r = 0; r < to.Rows; r++) row.Padded.CopyTo(new Span<T>(to.First + ((nint)r * to.Stride), to.Stride));
    }

    public static void Fill<T>(this Expression<T, Leaf<T>> target, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var to = target.Value;
        for (var r = 0; r < to.Rows; r++) new Span<T>(to.First + ((nint)r * to.Stride), to.Columns).Fill(value);
    }

    /// <summary>Row i of the target becomes row ids[i] of a table.</summary>
    /// <param name="target">[M, N].</param>
    /// <param name="table">[V, N].</param>
    /// <param name="ids">M ids, each 0 … V − 1 (checked before).</param>
    public static void Gather<T>(this Mat<T> target, Mat<T> table, ReadOnlySpan<int> ids)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < ids.Length; r++)
            new Span<T>(table.First + ((nint)ids[r] * table.Stride), table.Stride)
                .CopyTo(new Span<T>(target.First + ((nint)r * target.Stride), target.Stride));
        GC.KeepAlive(table);
        GC.KeepAlive(target);
    }

    /// <summary>Row ids[i] of a table += row i of the source.</summary>
    /// <param name="table">[V, N].</param>
    /// <param name="source">[M, N].</param>
    /// <param name="ids">M ids.</param>
    public static void ScatterAdd<T>(this Mat<T> table, Mat<T> source, ReadOnlySpan<int> ids)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (int* first = ids)
        {
            var kernel = new ScatterKernel<T>(table.First, source.First, table.Stride, first, ids.Length);
            Compute.Run<T, ScatterKernel<T>>(ref kernel);
        }

        GC.KeepAlive(table);
        GC.KeepAlive(source);
    }

    /// <summary>The row += the sum of all rows of the source.</summary>
    /// <param name="row">[1, N].</param>
    /// <param name="source">[M, N].</param>
    public static void AddSumOfRows<T>(this Mat<T> row, Mat<T> source) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Expect.Shape(row, 1, source.Columns, "one row, as wide as the source");
        var kernel = new ScatterKernel<T>(row.First, source.First, row.Stride, null, source.Rows);
        Compute.Run<T, ScatterKernel<T>>(ref kernel);
        row.Padded[row.Columns..].Clear();
        GC.KeepAlive(row);
        GC.KeepAlive(source);
    }

    /// <summary>The row = the sum of all rows of the source.</summary>
    /// <param name="row">[1, N].</param>
    /// <param name="source">[M, N].</param>
    public static void SetSumOfRows<T>(this Mat<T> row, Mat<T> source) where T : unmanaged, IFloatingPointIeee754<T>
    {
        row.Clear();
        row.AddSumOfRows(source);
    }

    /// <summary>target = the transposed source.</summary>
    /// <param name="target">[M, N].</param>
    /// <param name="source">[N, M].</param>
    public static void SetTransposed<T>(this Mat<T> target, Mat<T> source) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Expect.Shape(target, source.Columns, source.Rows, "the transposed shape");
        Transposition.Run(source.First, source.Stride, source.Rows, source.Columns, target.First, target.Stride,
            add: false);
        GC.KeepAlive(target);
        GC.KeepAlive(source);
    }

    /// <summary>target += the transposed source.</summary>
    /// <param name="target">[M, N].</param>
    /// <param name="source">[N, M].</param>
    public static void AddTransposed<T>(this Mat<T> target, Mat<T> source) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Expect.Shape(target, source.Columns, source.Rows, "the transposed shape");
        Transposition.Run(source.First, source.Stride, source.Rows, source.Columns, target.First, target.Stride,
            add: true);
        GC.KeepAlive(target);
        GC.KeepAlive(source);
    }
}

/// <summary>target[ids[i]] += source[i] for whole rows; without ids every row goes to the first.</summary>
internal readonly unsafe struct ScatterKernel<T>(T* target, T* source, int stride, int* ids, int rows) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [MethodImpl(AggressiveOptimization)]
    void IKernel<T>.Run<V, S>()
    {
        for (var r = 0; r < rows; r++)
        {
            var to = target + (ids == null ? 0 : (nint)ids[r] * stride);
            var from = source + ((nint)r * stride);
            for (nint c = 0; c < stride; c += S.Width) S.Store(to + c, S.Add(S.Load(to + c), S.Load(from + c)));
        }
    }
}
