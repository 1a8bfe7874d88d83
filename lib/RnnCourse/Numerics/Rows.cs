using System.Numerics;

namespace RnnCourse.Numerics;

/// <summary>Kernels that treat a matrix as rows: bias, sums over rows, gather and scatter by token.</summary>
internal static unsafe class Rows
{
    /// <summary>Every row of the target becomes a copy of one row.</summary>
    /// <param name="target">[M, N].</param>
    /// <param name="row">[1, N].</param>
    public static void IsRows<T>(this Mat<T> target, Mat<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Expect.Shape(row, 1, target.Columns, "one row, as wide as the target");
        for (var r = 0; r < target.Rows; r++) row.Padded.CopyTo(new Span<T>(target.First + ((nint)r * target.Stride), target.Stride));
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
        for (var r = 0; r < ids.Length; r++)
        {
            var kernel = new AddKernel<T>(
                table.First + ((nint)ids[r] * table.Stride), source.First + ((nint)r * source.Stride), table.Stride);
            Compute.Run<T, AddKernel<T>>(ref kernel);
        }

        GC.KeepAlive(table);
        GC.KeepAlive(source);
    }

    /// <summary>The row += the sum of all rows of the source.</summary>
    /// <param name="row">[1, N].</param>
    /// <param name="source">[M, N].</param>
    public static void AddSumOfRows<T>(this Mat<T> row, Mat<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < source.Rows; r++)
        {
            var kernel = new AddKernel<T>(row.First, source.First + ((nint)r * source.Stride), row.Stride);
            Compute.Run<T, AddKernel<T>>(ref kernel);
        }

        row.Padded[row.Columns..].Clear();
        GC.KeepAlive(row);
        GC.KeepAlive(source);
    }

    /// <summary>target += the transposed source.</summary>
    /// <param name="target">[M, N].</param>
    /// <param name="source">[N, M].</param>
    public static void AddTransposed<T>(this Mat<T> target, Mat<T> source)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < target.Rows; r++)
        {
            var to = target.First + ((nint)r * target.Stride);
            var from = source.First + r;
            for (var c = 0; c < target.Columns; c++) to[c] += from[(nint)c * source.Stride];
        }

        GC.KeepAlive(target);
        GC.KeepAlive(source);
    }
}

/// <summary>target += source.</summary>
internal readonly unsafe struct AddKernel<T>(T* target, T* source, nint length) : IKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]
    public void Run<V, S>()
        where V : struct
        where S : struct, ISimd<T, V>
    {
        for (nint i = 0; i < length; i += S.Width)
            S.Store(target + i, S.Add(S.Load(target + i), S.Load(source + i)));
    }
}
