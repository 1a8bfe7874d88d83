using System.Numerics;
using MathNet.Numerics.LinearAlgebra;
using RnnCourse.Cells;
using Vector = MathNet.Numerics.LinearAlgebra.Vector<double>;

namespace RnnCourse.Analysis;

/// <summary>
/// What one step of a cell depends on, for one example, written out in full and without looking at the cell's own backward pass:
/// ∂s_t/∂s_{t−1}, ∂⁺s_t/∂θ and ∂⁺s_t/∂x_t, where the state s is h, or [h; c] of an LSTM.
/// Forward mode and the double sum are made of these, so they check <c>Bptt</c> independently of it.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal abstract class StepDerivatives<T>
    where T : unmanaged, IFloatingPointIeee754<T>
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
        _ => throw new NotSupportedException(
            $"{run.GetType().Name} has no step derivatives: analyse a single cell (VanillaRnn, Lstm, Gru), not a stack or a pair."),
    };

    /// <summary>∂s_t/∂s_{t−1}, [S, S]; the identity at a step that is padding.</summary>
    public Matrix<double> Jacobian(int t, int b) =>
        Run.X.IsReal(t, b) ? RealJacobian(t, b) : Matrix<double>.Build.DenseIdentity(States);

    /// <summary>∂⁺s_t/∂θ, [S, P], s_{t−1} held fixed; 0 at a step that is padding.</summary>
    public Matrix<double> Immediate(int t, int b) =>
        Run.X.IsReal(t, b) ? RealImmediate(t, b) : Matrix<double>.Build.Dense(States, Parameters);

    /// <summary>∂⁺s_t/∂x_t, [S, I]; 0 at a step that is padding.</summary>
    public Matrix<double> InputJacobian(int t, int b) =>
        Run.X.IsReal(t, b) ? RealInputJacobian(t, b) : Matrix<double>.Build.Dense(States, Inputs);

    protected abstract Matrix<double> RealJacobian(int t, int b);

    protected abstract Matrix<double> RealImmediate(int t, int b);

    protected abstract Matrix<double> RealInputJacobian(int t, int b);

    /// <summary>x_t of example b, [I]; one-hot if the input is a token.</summary>
    protected Vector Input(int t, int b) => Run.X.Dense is { } dense
        ? Row(dense[t], b)
        : Vector.Build.Dense(Inputs, i => i == Run.X[t, b] ? 1 : 0);

    /// <summary>Row b of a matrix.</summary>
    protected static Vector Row(Numerics.Mat<T> mat, int b) =>
        Vector.Build.Dense(mat.Columns, c => double.CreateChecked(mat[b, c]));

    /// <summary>The error's immediate dependence on h_t as one on s_t, [S]; c_t is not seen by the error.</summary>
    public Vector OnState(Numerics.Mat<T> dEdH, int b) =>
        Vector.Build.Dense(States, i => i < dEdH.Columns ? double.CreateChecked(dEdH[b, i]) : 0);

    /// <summary>
    /// Adds to ∂⁺s/∂θ what flows through one block of pre-activations a_g = W·x: entry (state i, weight W[g, j]) gets dsda[i, g] · input[j].
    /// </summary>
    /// <param name="immediate">[S, P].</param>
    /// <param name="dsda">∂s/∂a of the block, [S, G].</param>
    /// <param name="input">What the weights multiply, [J].</param>
    /// <param name="offset">Where in θ the block's first weight is; its rows follow one another.</param>
    protected static void AddWeights(Matrix<double> immediate, Matrix<double> dsda, Vector input, int offset)
    {
        for (var i = 0; i < dsda.RowCount; i++)
            for (var g = 0; g < dsda.ColumnCount; g++)
                if (dsda[i, g] != 0)
                    for (var j = 0; j < input.Count; j++)
                        immediate[i, offset + g * input.Count + j] += dsda[i, g] * input[j];
    }
}

/// <summary>h = φ(a), a = Wxh x + Whh h⁻ + bh, so ∂h/∂h⁻ = diag(φ′(a)) Whh and ∂⁺h_i/∂Whh[i, j] = φ′(a_i) h⁻_j.</summary>
internal sealed class RnnStepDerivatives<T>(RnnRun<T> run) : StepDerivatives<T>(run)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly Vector One = Vector.Build.Dense(1, 1);
    private readonly VanillaRnn<T> _cell = (VanillaRnn<T>)run.Cell;

    public override int States => Hidden;

    protected override Matrix<double> RealJacobian(int t, int b) => Slope(t, b) * _cell.Whh.ToMathNet();

    protected override Matrix<double> RealInputJacobian(int t, int b) => Slope(t, b) * _cell.Wxh.ToMathNet();

    protected override Matrix<double> RealImmediate(int t, int b)
    {
        var immediate = Matrix<double>.Build.Dense(States, Parameters);
        var dhda = Slope(t, b);
        AddWeights(immediate, dhda, Input(t, b), Offsets["Wxh"]);
        AddWeights(immediate, dhda, Row(run.H[t - 1], b), Offsets["Whh"]);
        AddWeights(immediate, dhda, One, Offsets["bh"]);
        return immediate;
    }

    // diag(φ′(a_t)), from a itself.
    private Matrix<double> Slope(int t, int b)
    {
        var a = Row(run.A[t], b);
        return Matrix<double>.Build.DenseOfDiagonalVector(a.Map(Slope, Zeros.Include));
    }

    private double Slope(double a) => _cell.Activation switch
    {
        Activation.Tanh => 1 - Math.Tanh(a) * Math.Tanh(a),
        Activation.Relu => a > 0 ? 1 : 0,
        Activation.Sigmoid => Math.Exp(-a) / ((1 + Math.Exp(-a)) * (1 + Math.Exp(-a))),
        _ => 1,
    };
}
