using MathNet.Numerics.LinearAlgebra;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Analysis;

/// <summary>Step derivatives of a stack: its state is the states of its layers, the lowest first, and what moves layer
/// l at step t moves layer l + 1 in the same step through its input, by ∂⁺s/∂x of that layer.</summary>
internal sealed class StackedStepDerivatives<T> : StepDerivatives<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly StepDerivatives<T>[] _layers;
    private readonly int[] _states, _parameters; // where each layer begins in s and in θ; the total last

    public StackedStepDerivatives(StackedRun<T> run)
        : base(run)
    {
        _layers = [.. run.Layers.Select(Of)];
        (_states, _parameters) = (Starts(_layers.Select(l => l.States)), Starts(_layers.Select(l => l.Parameters)));
    }

    public override int States => _states[^1];

    public override Vector OnState(Mat<T> dEdH, int b)
    {
        var onState = Vector.Build.Dense(States);
        onState.SetSubVector(_states[^2], _layers[^1].States, _layers[^1].OnState(dEdH, b));
        return onState;
    }

    public override Vector OnState(State<T> dEdFinal, int b) => Vector.Build.DenseOfEnumerable(
        _layers.Zip(dEdFinal.Layers, (layer, dEdS) => layer.OnState(dEdS, b)).SelectMany(onLayer => onLayer));

    protected override Matrix<double> RealJacobian(int t, int b)
    {
        var jacobian = Matrix<double>.Build.Dense(States, States);
        for (var l = 0; l < _layers.Length; l++)
            jacobian.SetSubMatrix(0, _states[l], Lifted(_layers[l].Jacobian(t, b), l, t, b));
        return jacobian;
    }

    protected override IEnumerable<Block> RealBlocks(int t, int b) =>
        _layers.SelectMany((layer, l) => layer.Blocks(t, b).Select(
            block => new Block(Lifted(block.OnA, l, t, b), block.Input, _parameters[l] + block.Offset)));

    protected override Matrix<double> RealInputJacobian(int t, int b) =>
        Lifted(_layers[0].InputJacobian(t, b), 0, t, b);

    // ∂s_l/∂(anything) made ∂s/∂(it): nothing below layer l, itself there, and above it what comes up through the
    // inputs.
    private Matrix<double> Lifted(Matrix<double> onLayer, int l, int t, int b)
    {
        var onStack = Matrix<double>.Build.Dense(States, onLayer.ColumnCount);
        onStack.SetSubMatrix(_states[l], 0, onLayer);
        for (var above = l + 1; above < _layers.Length; above++)
        {
            // h is the first part of a state
            var h = onLayer.SubMatrix(0, _layers[above].Run.Cell.Inputs, 0, onLayer.ColumnCount);
            onLayer = _layers[above].InputJacobian(t, b) * h;
            onStack.SetSubMatrix(_states[above], 0, onLayer);
        }

        return onStack;
    }

    private static int[] Starts(IEnumerable<int> lengths) =>
        [0, .. lengths.Select((_, n) => lengths.Take(n + 1).Sum())];
}
