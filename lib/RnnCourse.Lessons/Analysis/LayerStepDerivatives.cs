using MathNet.Numerics.LinearAlgebra;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Analysis;

/// <summary>A layer without memory: nothing comes from the step before, ∂h_t/∂h_{t−1} = 0.</summary>
internal sealed class LayerStepDerivatives<T>(LayerRun<T> run) : StepDerivatives<T>(run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public override int States => run.Cell.Outputs;

    protected override Matrix<double> RealJacobian(int t, int b) => Matrix<double>.Build.Dense(States, States);

    protected override Matrix<double> RealInputJacobian(int t, int b) => run switch
    {
        DropoutRun<T> dropout => Matrix<double>.Build.DenseOfDiagonalVector(Row(dropout.Mask, b)),
        LayerNormRun<T> norm => Norm(norm, t, b),
        _ => Weights("E").Transpose(),
    };

    protected override IEnumerable<Block> RealBlocks(int t, int b) => run switch
    {
        DropoutRun<T> => [],
        LayerNormRun<T> norm => Diagonal("γ", i => Row(norm.N[t], b)[i]).Concat(Diagonal("β", _ => 1)),
        _ => Enumerable.Range(0, States).Select(i => OfUnit(i, Input(t, b), Offsets["E"])), // h_i = Σ_v x_v E[v, i]
    };

    // h_i moves by slope(i) with weight i of a row.
    private IEnumerable<Block> Diagonal(string name, Func<int, double> slope) => Enumerable.Range(0, States)
        .Select(i => OfUnit(i, Vector.Build.Dense(1, slope(i)), Offsets[name]));

    // What moves h_i alone: column i of a matrix, by the slopes of its rows.
    private Block OfUnit(int i, Vector slopes, int offset) => new(
        Matrix<double>.Build.Dense(States, slopes.Count, (row, g) => row == i ? slopes[g] : 0),
        Vector.Build.Dense(States, j => j == i ? 1 : 0).ToArray(), offset);

    // ∂h/∂x = diag(γ) (I − 1/N − n nᵀ/N)/σ.
    private Matrix<double> Norm(LayerNormRun<T> norm, int t, int b)
    {
        var n = Row(norm.N[t], b);
        var σ = double.CreateChecked(norm.Deviation[(t * run.Batch) + b]);
        var γ = Weights("γ").Row(0);
        return Matrix<double>.Build.Dense(States, States,
            (i, j) => γ[i] * ((i == j ? 1.0 : 0) - ((1 + (n[i] * n[j])) / States)) / σ);
    }
}
