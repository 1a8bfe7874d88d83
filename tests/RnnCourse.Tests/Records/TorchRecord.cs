using System.Numerics;
using System.Runtime.CompilerServices;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;
using RnnCourse.Training;

namespace RnnCourse.Tests.Records;

/// <summary>What PyTorch 1.13 computed (record.py beside the record), and comparison with it.</summary>
internal sealed class TorchRecord<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Where the record and its script are.</summary>
    public static string Folder { get; } = Here();

    private static readonly IReadOnlyDictionary<string, Tensor> Tensors = Safetensors.Read(
        Path.Combine(Folder,
            typeof(T) == typeof(float) ? "torch-float32.safetensors" : "torch-float64.safetensors")).Tensors;

    private readonly string _case;

    public TorchRecord(string name)
    {
        _case = name;
        Assert.Contains(Tensors.Keys, key => key.StartsWith(name + "/", StringComparison.Ordinal));
    }

    /// <summary>Relative to the largest number of each tensor.</summary>
    private static double Bound => typeof(T) == typeof(float) ? 1e-5 : 1e-10;

    public double Number(string name) => Tensor(name).ToDoubles()[0];

    public int[] Integers(string name) => Array.ConvertAll(Tensor(name).ToDoubles(), x => (int)x);

    public bool Has(string name) => Tensors.ContainsKey($"{_case}/{name}");

    /// <summary>A tensor of any shape as a matrix with the last axis as columns.</summary>
    public Mat<T> Matrix(string name)
    {
        var tensor = Tensor(name);
        var columns = tensor.Shape.Length == 0 ? 1 : tensor.Shape[^1];
        var (numbers, mat) = (tensor.ToDoubles(), new Mat<T>(tensor.Count / columns, columns));
        for (var r = 0; r < mat.Rows; r++)
            for (var c = 0; c < columns; c++)
                mat[r, c] = T.CreateChecked(numbers[r * columns + c]);
        return mat;
    }

    /// <summary>A tensor [A, B, C] as A matrices [B, C].</summary>
    public Mat<T>[] Matrices(string name)
    {
        var (all, shape) = (Matrix(name), Tensor(name).Shape);
        return [.. Enumerable.Range(0, shape[0]).Select(n => all.RowRange(n * shape[1], shape[1]).Clone())];
    }

    /// <summary>A tensor [T, B, N] as a sequence.</summary>
    public Sequence<T> Dense(string name, int[]? lengths = null) => new(Steps<T>.Of(Matrices(name)), lengths);

    /// <summary>A tensor of ids [T, B] as a sequence.</summary>
    public Sequence<T> Tokens(string name, int[]? lengths = null)
    {
        var shape = Tensor(name).Shape;
        var sequence = new Sequence<T>(shape[0], shape[1], lengths);
        Integers(name).CopyTo(sequence.Tokens);
        return sequence;
    }

    /// <summary>Rows of block number n of the blocks that a gated cell's weights are stacked from; a bias becomes a
    /// row.</summary>
    public Mat<T> Block(string name, int n, int hidden)
    {
        var mat = Matrix(name);
        if (Tensor(name).Shape.Length > 1)
            return mat.RowRange(n * hidden, hidden).Clone();
        var row = new Mat<T>(1, hidden);
        mat.RowSpan(0).Slice(n * hidden, hidden).CopyTo(row.RowSpan(0));
        return row;
    }

    public void AssertSame(string name, Mat<T> actual) => AssertSame(name, Matrix(name), actual);

    public void AssertSame(string name, Mat<T> expected, Mat<T> actual) =>
        Gradients.AssertSame($"{_case} against PyTorch", name, actual, expected, Bound);

    public void AssertSame(string name, double actual) =>
        Assert.True(Math.Abs(actual / Number(name) - 1) <= Bound, $"{_case}/{name}: {actual} is not {Number(name)}");

    /// <summary>The recorded tensors under a prefix, by the rest of their names.</summary>
    public static IReadOnlyDictionary<string, Tensor> Under(string prefix) => Tensors
        .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
        .ToDictionary(entry => entry.Key[prefix.Length..], entry => entry.Value);

    private Tensor Tensor(string name) => Tensors[$"{_case}/{name}"];

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
