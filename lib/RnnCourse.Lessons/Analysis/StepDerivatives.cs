using MathNet.Numerics.LinearAlgebra;
using RnnCourse.Analysis;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Lessons.Analysis;

/// <summary>What one step of a cell depends on, for one example, written out in full and without looking at the cell's
/// own backward pass: ∂s_t/∂s_{t−1}, ∂⁺s_t/∂θ and ∂⁺s_t/∂x_t, where the state s is h, or [h; c] of an LSTM. Forward
/// mode and the double sum are made of these, so they check <c>Bptt</c> independently of it.</summary>
internal abstract class StepDerivatives<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    protected StepDerivatives(Run<T> run)
    {
        Run = run;
        Offsets = ParameterVector.Offsets(run.Cell);
        Parameters = (int)run.Cell.ParameterCount();
    }

    public Run<T> Run { get; }

    /// <summary>S, the length of the state.</summary>
    public abstract int States { get; }

    /// <summary>P, the number of weights.</summary>
    public int Parameters { get; }
    protected Dictionary<string, int> Offsets { get; }
    protected int Hidden => Run.Cell.Hidden;
    protected int Inputs => Run.Cell.Inputs;

    public static StepDerivatives<T> Of(Run<T> run) => run switch
    {
        RnnRun<T> rnn => new RnnStepDerivatives<T>(rnn),
        LstmRun<T> lstm => new LstmStepDerivatives<T>(lstm),
        GruRun<T> gru => new GruStepDerivatives<T>(gru),
        LayerRun<T> layer => new LayerStepDerivatives<T>(layer),
        StackedRun<T> stack => new StackedStepDerivatives<T>(stack),
        BidirectionalRun<T> => throw new NotSupportedException(
            "A bidirectional pair has no step derivatives, because its steps depend on both sides: analyse its two " +
                "runs."),
        _ => throw new NotSupportedException(
            $"{run.GetType().Name} has no step derivatives yet: write a class of them, and name it in " +
                "StepDerivatives.Of."),
    };

    /// <summary>∂s_t/∂s_{t−1}, [S, S]; the identity at a step that is padding.</summary>
    public Matrix<double> Jacobian(int t, int b) =>
        Run.X.IsReal(t, b) ? RealJacobian(t, b) : Matrix<double>.Build.DenseIdentity(States);

    /// <summary>∂⁺s_t/∂θ, [S, P], s_{t−1} held fixed; 0 at a step that is padding.</summary>
    public Mat<double> Immediate(int t, int b)
    {
        var immediate = new Mat<double>(States, Parameters);
        foreach (var (onA, input, offset) in Blocks(t, b))
            for (var i = 0; i < States; i++)
            {
                var row = immediate.RowSpan(i);
                for (var g = 0; g < onA.ColumnCount; g++)
                    if (onA[i, g] is not 0.0 and var slope)
                        for (var j = 0; j < input.Length; j++)
                            row[offset + g * input.Length + j] += slope * input[j];
            }

        return immediate;
    }

    /// <summary>∂⁺s_t/∂θ in factors: a row vector times it costs P instead of S · P.</summary>
    public Block[] Blocks(int t, int b) => Run.X.IsReal(t, b) ? [.. RealBlocks(t, b)] : [];

    /// <summary>gradient += onState · ∂⁺s_t/∂θ.</summary>
    /// <param name="blocks">∂⁺s_t/∂θ in factors.</param>
    /// <param name="onState">A row vector on the state, [S].</param>
    /// <param name="gradient">[P].</param>
    public static void AddGradient(Block[] blocks, Vector onState, double[] gradient)
    {
        foreach (var (onA, input, offset) in blocks)
        {
            var da = onA.LeftMultiply(onState);
            for (var g = 0; g < da.Count; g++)
                for (var j = 0; j < input.Length; j++)
                    gradient[offset + g * input.Length + j] += da[g] * input[j];
        }
    }

    /// <summary>∂⁺s_t/∂x_t, [S, I]; 0 at a step that is padding.</summary>
    public Matrix<double> InputJacobian(int t, int b) =>
        Run.X.IsReal(t, b) ? RealInputJacobian(t, b) : Matrix<double>.Build.Dense(States, Inputs);

    protected abstract Matrix<double> RealJacobian(int t, int b);

    protected abstract IEnumerable<Block> RealBlocks(int t, int b);

    protected abstract Matrix<double> RealInputJacobian(int t, int b);

    /// <summary>x_t of example b, [I]; one-hot if the input is a token.</summary>
    protected Vector Input(int t, int b) => Run.X.Dense is { } dense
        ? Row(dense[t], b)
        : Vector.Build.Dense(Inputs, i => i == Run.X[t, b] ? 1 : 0);

    /// <summary>Row b of a matrix.</summary>
    protected static Vector Row(Mat<T> mat, int b) =>
        Vector.Build.Dense(mat.Columns, c => double.CreateChecked(mat[b, c]));

    /// <summary>The error's immediate dependence on h_t as one on s_t, [S]; c_t is not seen by the error.</summary>
    public virtual Vector OnState(Mat<T> dEdH, int b) =>
        Vector.Build.Dense(States, i => i < dEdH.Columns ? double.CreateChecked(dEdH[b, i]) : 0);

    /// <summary>The error's dependence on the final state as one on s, [S].</summary>
    public virtual Vector OnState(State<T> dEdFinal, int b)
    {
        var onState = OnState(dEdFinal.H, b);
        if (dEdFinal.C is { } c) onState.SetSubVector(dEdFinal.H.Columns, c.Columns, Row(c, b));
        return onState;
    }

    /// <summary>All that the error depends on s_t immediately, [S]: on h_t, and at the last step on the final state
    /// too.</summary>
    public Vector OnState(Steps<T> dEdH, State<T>? dEdFinal, int t, int b) =>
        dEdFinal is not null && t == dEdH.Count - 1
        ? OnState(dEdH[t], b) + OnState(dEdFinal, b)
        : OnState(dEdH[t], b);

    /// <summary>A weight matrix of the cell, copied once.</summary>
    protected Matrix<double> Weights(string name)
    {
        if (!_weights.TryGetValue(name, out var weights))
            _weights[name] = weights = Run.Cell.Parameters.First(p => p.Name == name).Value.ToMathNet();
        return weights;
    }

    private readonly Dictionary<string, Matrix<double>> _weights = [];

    /// <summary>What flows through one block of pre-activations a_g = Σ_j W[g, j] input_j: ∂⁺s_i/∂W[g, j] = OnA[i, g] ·
    /// Input[j].</summary>
    /// <param name="OnA">∂s/∂a of the block, [S, G].</param>
    /// <param name="Input">What the weights multiply, [J].</param>
    /// <param name="Offset">Where in θ the block's first weight is; its rows follow one another.</param>
    internal sealed record Block(Matrix<double> OnA, double[] Input, int Offset);
}

/// <summary>h = φ(a), a = Wxh x + Whh h⁻ + bh, so ∂h/∂h⁻ = diag(φ′(a)) Whh and ∂⁺h_i/∂Whh[i, j] = φ′(a_i)
/// h⁻_j.</summary>
internal sealed class RnnStepDerivatives<T>(RnnRun<T> run) : StepDerivatives<T>(run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Activation _activation = ((VanillaRnn<T>)run.Cell).Activation;

    public override int States => Hidden;

    protected override Matrix<double> RealJacobian(int t, int b) => Slope(t, b) * Weights("Whh");

    protected override Matrix<double> RealInputJacobian(int t, int b) => Slope(t, b) * Weights("Wxh");

    protected override IEnumerable<Block> RealBlocks(int t, int b)
    {
        var dhda = Slope(t, b);
        yield return new Block(dhda, Input(t, b).ToArray(), Offsets["Wxh"]);
        yield return new Block(dhda, Row(run.H[t - 1], b).ToArray(), Offsets["Whh"]);
        yield return new Block(dhda, [1], Offsets["bh"]);
    }

    // diag(φ′(a_t)), from a itself.
    private Matrix<double> Slope(int t, int b)
    {
        var a = Row(run.A[t], b);
        return Matrix<double>.Build.DenseOfDiagonalVector(a.Map(Slope, Zeros.Include));
    }

    private double Slope(double a) => _activation switch
    {
        Activation.Tanh => 1 - Math.Tanh(a) * Math.Tanh(a),
        Activation.Relu => a > 0 ? 1 : 0,
        Activation.Sigmoid => Math.Exp(-a) / ((1 + Math.Exp(-a)) * (1 + Math.Exp(-a))),
        _ => 1,
    };
}
