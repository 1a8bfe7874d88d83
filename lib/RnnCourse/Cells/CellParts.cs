using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>What all cells do in the same way.</summary>
internal static class CellParts
{
    /// <summary>Fills all parameters from U(−bound, bound), in order; nothing without a generator.</summary>
    public static void FillUniform<T>(this IParameters<T> owner, Random? random, double bound)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (random is null) return;
        foreach (var (_, value) in owner.Parameters)
            for (var r = 0; r < value.Rows; r++)
                for (var c = 0; c < value.Columns; c++)
                    value[r, c] = Scalar<T>.Of(bound * ((2 * random.NextDouble()) - 1));
    }

    /// <summary>Throws unless the sequence can be read and every weight is finite.</summary>
    public static void CheckBeforeUnroll<T>(this Cell<T> cell, Sequence<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        x.CheckInputs(cell.Inputs, cell.Parameters[0].Name);
        cell.ThrowIfNotFinite("Unroll");
    }

    /// <summary>The run as this cell's type of run.</summary>
    public static TRun Own<T, TRun>(this Cell<T> cell, Run<T> run)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRun : Run<T>
    {
        ArgumentNullException.ThrowIfNull(run);
        return ReferenceEquals(run.Cell, cell) ? (TRun)run : throw new ArgumentException(
            "The run belongs to another cell: pass the run that Unroll of this cell returned.", nameof(run));
    }

    /// <summary>dH before the time loop: the immediate gradients, 0 before the first step.</summary>
    public static void Begin<T>(this Steps<T> dH, Steps<T>? immediate, Mat<T>? final)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        dH[-1].Clear();
        if (immediate is null) dH.All.Clear();
        else if (!immediate.Fits(dH.Count, dH.Rows, dH.Columns))
            throw new ArgumentException($"dEdH is {immediate.Shape}; expected {dH.Shape}, the shape of run.H.", nameof(immediate));
        else dH.All.CopyFrom(immediate.All);
        if (final is null) return;
        var last = dH[dH.Count - 1];
        Expect.Shape(final, last.Rows, last.Columns, "batch, hidden units");
        last.Is(last + final);
    }
}
