using MathNet.Numerics.LinearAlgebra;
using RnnCourse.Analysis;

namespace RnnCourse.Lessons.Analysis;

/// <summary>The gradients that the usual mistakes in a plain cell's backward pass give. <see cref="GradientCheck"/>
/// compares a wrong gradient with them to name the mistake; notebook 04 shows how large each error is.</summary>
public static class Mistakes
{
    /// <summary>Every known mistake with the gradient it gives.</summary>
    /// <param name="run">A run of a plain cell.</param>
    /// <param name="dEdH">∂⁺E/∂h_t, T × [B, H].</param>
    public static IEnumerable<(string Sentence, IParameters<double> Gradient)> Of(
        RnnRun<double> run, Steps<double> dEdH)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dEdH);
        return Enumerate();

        IEnumerable<(string, IParameters<double>)> Enumerate()
        {
            yield return ("it matches if Whh is transposed: δ goes back through Whhᵀ, not Whh",
                Backward(run, dEdH, transposed: true));
            for (var steps = 1; steps < run.Count; steps++)
                yield return (
                    $"it matches truncation after {steps} step{(steps == 1 ? "" : "s")}: the error must flow back " +
                        "to the first step",
                    new DoubleSum<double>(run, dEdH).Truncated(steps));
            yield return ("the slope φ′ is missing", Backward(run, dEdH, slopeStep: null));
            yield return ("the slope is taken at the wrong step, t − 1 instead of t",
                Backward(run, dEdH, slopeStep: -1));
            yield return ("the slope is taken at the wrong step, t + 1 instead of t",
                Backward(run, dEdH, slopeStep: 1));
            yield return ("dWhh uses h_t where it needs h_{t−1}", Backward(run, dEdH, previous: 0));
            yield return ("only the error at the last step is used", Backward(run, LastOnly(dEdH)));
        }
    }

    // (4.9)–(4.13) in MathNet vectors, with one thing done differently.
    private static ParameterValues<double> Backward(
        RnnRun<double> run, Steps<double> dEdH,
        bool transposed = false, int? slopeStep = 0, int previous = -1)
    {
        var cell = (VanillaRnn<double>)run.Cell;
        var back = transposed ? cell.W.Whh.ToMathNet().Transpose() : cell.W.Whh.ToMathNet();
        var (wxh, whh, bh) = (Zeros(cell.W.Wxh), Zeros(cell.W.Whh), Zeros(cell.W.bh));
        var later = Matrix<double>.Build.Dense(run.Batch, cell.Hidden);
        for (var t = run.Count - 1; t >= 0; t--)
        {
            var dh = dEdH[t].ToMathNet() + later;
            var da = slopeStep is { } shift ? dh.PointwiseMultiply(Slope(run, Math.Clamp(t + shift, 0, run.Count - 1)))
                : dh;
            whh += da.TransposeThisAndMultiply(run.H[t + previous].ToMathNet());
            wxh += da.TransposeThisAndMultiply(Input(run, t));
            bh += da.ColumnSums().ToRowMatrix();
            later = da * back;
        }

        return new ParameterValues<double>(
        [
            new(nameof(cell.W.Wxh), Mat<double>.FromMathNet(wxh)),
            new(nameof(cell.W.Whh), Mat<double>.FromMathNet(whh)),
            new(nameof(cell.W.bh), Mat<double>.FromMathNet(bh)),
        ]);
    }

    private static Matrix<double> Slope(RnnRun<double> run, int t)
    {
        var h = run.H[t].ToMathNet();
        return ((VanillaRnn<double>)run.Cell).Activation switch
        {
            Activation.Tanh => h.Map(x => 1 - x * x, MathNet.Numerics.LinearAlgebra.Zeros.Include),
            Activation.Relu => h.Map(x => x > 0 ? 1.0 : 0),
            Activation.Sigmoid => h.Map(x => x * (1 - x)),
            _ => h.Map(_ => 1.0, MathNet.Numerics.LinearAlgebra.Zeros.Include),
        };
    }

    private static Matrix<double> Input(RnnRun<double> run, int t) => run.X.Dense is { } dense
        ? dense[t].ToMathNet()
        : Matrix<double>.Build.Dense(run.Batch, run.Cell.Inputs, (b, i) => run.X[t, b] == i ? 1 : 0);

    private static Steps<double> LastOnly(Steps<double> dEdH)
    {
        var last = new Steps<double>(dEdH.Count, dEdH.Rows, dEdH.Columns);
        last[dEdH.Count - 1].CopyFrom(dEdH[dEdH.Count - 1]);
        return last;
    }

    private static Matrix<double> Zeros(Mat<double> like) => Matrix<double>.Build.Dense(like.Rows, like.Columns);
}
