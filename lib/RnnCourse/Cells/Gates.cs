using System.Numerics;
using RnnCourse.Numerics;

namespace RnnCourse.Cells;

/// <summary>What cells with several gates do for each of them.</summary>
internal static class Gates
{
    /// <summary>One matrix a gate.</summary>
    public static Mat<T>[] Matrices<T>(int gates, int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, gates).Select(_ => new Mat<T>(rows, columns))];

    /// <summary>T × [B, H] for each gate.</summary>
    public static Steps<T>[] Steps<T>(int gates, int count, int batch, int hidden)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, gates).Select(_ => new Steps<T>(count, batch, hidden))];

    /// <summary>The matrices named by a prefix and the gate's letter.</summary>
    public static IEnumerable<Parameter<T>> Named<T>(string prefix, string gates, Mat<T>[] values)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        gates.Select((gate, k) => new Parameter<T>($"{prefix}{gate}", values[k]));

    /// <summary>Memory for packed weights, one a gate.</summary>
    public static Packed<T>[] Packed<T>(int gates)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, gates).Select(_ => new Packed<T>())];

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
