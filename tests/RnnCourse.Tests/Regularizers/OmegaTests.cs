using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Initialization;
using RnnCourse.Numerics;
using RnnCourse.Regularizers;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Regularizers;

public class OmegaTests
{
    public static TheoryData<OmegaForm, Activation, bool> Kinds =>
        new MatrixTheoryData<OmegaForm, Activation, bool>(
        [.. Enum.GetValues<OmegaForm>()],
        [Activation.Tanh, Activation.Sigmoid, Activation.Identity], [false, true]);

    [Theory, MemberData(nameof(Kinds))]
    public void The_immediate_gradient_is_the_gradient_of_the_frozen_function(OmegaForm form,
        Activation activation, bool masked)
    {
        var (cell, run, gradient) = Example(activation, masked);
        var omega = new Omega(form);
        var immediate = omega.Evaluate(run, gradient).Whh.Clone();

        // Whh is varied; the states and the gradient that was computed before are not.
        var frozen = GradientCheck.CentralDifferences(cell.W.Whh, () => omega.Evaluate(run, gradient).Value);
        Gradients.AssertSame($"Ω over {form}, {activation}", "Whh", immediate, frozen, 1e-8);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_value_is_the_formulas_written_out(OmegaForm form, Activation activation, bool masked)
    {
        var (cell, run, gradient) = Example(activation, masked);
        var result = new Omega(form).Evaluate(run, gradient);
        var (terms, over) = (new List<double>(), form is OmegaForm.Equation9 or OmegaForm.Equation10);
        for (var b = 0; b < run.Batch; b++)
            for (var t = form == OmegaForm.Program ? -1 : 0; t < run.Count - 1; t++)
            {
                if (!run.X.IsReal(t + 1, b))
                    continue;
                var whh = cell.W.Whh.ToMathNet();
                var j = over ? whh * Slope(run.H[t], b, activation) : Slope(run.H[t + 1], b, activation) * whh;
                var g = (over ? gradient.dA : gradient.dH)[t + 1].ToMathNet().Row(b);
                var ratio = (g * j).L2Norm() / g.L2Norm();
                if (t >= 0) Assert.Equal(ratio, result.Ratios[t, b], 10);
                terms.Add(Math.Pow(
                    Math.Pow(ratio, form is OmegaForm.Equation10 or OmegaForm.Program ? 2 : 1) - 1, 2));
            }

        var expected = form == OmegaForm.Program ? terms.Average() : terms.Sum() / run.Batch;
        Assert.Equal(expected, result.Value, 10);
    }

    [Fact]
    public void A_gradient_of_another_run_is_refused()
    {
        var (cell, run, _) = Example(Activation.Tanh, masked: false);
        var other = cell.Unroll(Numbers.RandomSteps<double>(new Random(9), 6, 3, 2));
        var gradient = cell.Bptt(other, Numbers.RandomSteps<double>(new Random(3), 6, 3, 4));
        Assert.Contains("another run",
            Assert.Throws<ArgumentException>(() => new Omega().Evaluate(run, gradient)).Message);
    }

    [Fact]
    public void Errors_that_almost_vanish_give_a_finite_gradient_in_floats_too()
    {
        // Each step back makes the error about a thousand times smaller: after eight steps its square is below what a
        // float holds.
        var random = new Random(1);
        var cell = new VanillaRnn<float>(2, 4, Activation.Tanh, random);
        Initialize.Orthogonal(cell.W.Whh, random, gain: 0.001);
        var run = cell.Unroll(Numbers.RandomSteps<float>(random, 9, 3, 2));
        var dEdH = new Steps<float>(9, 3, 4);
        dEdH[8].Fill(1);
        var result = new Omega().Evaluate(run, cell.Bptt(run, dEdH));
        Assert.All(result.Ratios.Cast<double>(), ratio => Assert.InRange(ratio, 0, 0.01));
        Assert.True(double.IsFinite(result.Whh.ToMathNet().L2Norm()));
    }

    [Fact]
    public void An_orthogonal_linear_net_has_nothing_to_regularise()
    {
        var (cell, _, _) = Example(Activation.Identity, masked: false);
        Initialize.Orthogonal(cell.W.Whh, new Random(1));
        var run = cell.Unroll(Numbers.RandomSteps<double>(new Random(2), 6, 3, 2));
        var result = new Omega().Evaluate(run, cell.Bptt(run, Numbers.RandomSteps<double>(new Random(3), 6, 3, 4)));
        Assert.Equal(0, result.Value, 15);
        Assert.All(result.Ratios.Cast<double>(), ratio => Assert.Equal(1, ratio, 12));
    }

    [Fact]
    public void The_immediate_gradient_is_not_the_whole_one()
    {
        var random = new Random(4);
        var (cell, run, _) = Example(Activation.Tanh, masked: false);
        var dEdH = Numbers.RandomSteps<double>(random, run.Count, run.Batch, 4);
        var omega = new Omega();
        OmegaResult<double> Whole()
        {
            var again = cell.Unroll(run.X);
            return omega.Evaluate(again, cell.Bptt(again, dEdH));
        }

        var immediate = Whole().Whh.Clone();
        var whole = GradientCheck.CentralDifferences(cell.W.Whh, () => Whole().Value);
        var cosine = Numbers.Dot(immediate, whole) / (immediate.Norm() * whole.Norm());
        Assert.InRange(cosine, -1, 0.999);
    }

    [Fact]
    public void Links_that_no_error_reaches_are_left_out()
    {
        var (cell, run, _) = Example(Activation.Tanh, masked: false);
        var dEdH = new Steps<double>(run.Count, run.Batch, 4);
        dEdH[2].Fill(1);
        var result = new Omega().Evaluate(run, cell.Bptt(run, dEdH));
        Assert.All(Enumerable.Range(2, run.Count - 3), t => Assert.True(double.IsNaN(result.Ratios[t, 0])));
        Assert.All(Enumerable.Range(0, 2), t => Assert.True(double.IsFinite(result.Ratios[t, 0])));
        Assert.True(result.Whh.IsFinite());
        Assert.True(double.IsFinite(result.Value));
    }

    [Fact]
    public void A_reused_result_says_the_same_and_alpha_scales_what_is_added()
    {
        var (_, run, gradient) = Example(Activation.Tanh, masked: false);
        var result = new Omega().Evaluate(run, gradient);
        var (value, whh, before) = (result.Value, result.Whh.Clone(), gradient.W.Whh.Clone());
        var again = new Omega().Evaluate(run, gradient, result);
        Assert.Same(result, again);
        Assert.Equal(value, again.Value);
        again.AddTo(gradient, 4);
        Gradients.AssertSame("gradient + 4 ∂⁺Ω", "Whh", gradient.W.Whh, before + whh * 4, 1e-14);
    }

    private static MathNet.Numerics.LinearAlgebra.Matrix<double> Slope(Mat<double> h, int b, Activation activation) =>
        MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfDiagonalVector(h.ToMathNet().Row(b).Map(
            x => activation switch { Activation.Tanh => 1 - x * x, Activation.Sigmoid => x * (1 - x), _ => 1 },
            MathNet.Numerics.LinearAlgebra.Zeros.Include));

    private static (VanillaRnn<double> Cell, RnnRun<double> Run,
        RnnGradient<double> Gradient) Example(Activation activation, bool masked)
    {
        var random = new Random(5);
        var cell = new VanillaRnn<double>(2, 4, activation);
        foreach (var p in cell.Parameters)
            p.Value.CopyFrom(Numbers.Random<double>(random, p.Value.Rows, p.Value.Columns));
        var run =
            cell.Unroll(new Sequence<double>(Numbers.RandomSteps<double>(random, 6, 3, 2), masked ? [6, 2, 4] : null));
        return (cell, run, cell.Bptt(run, Numbers.RandomSteps<double>(random, 6, 3, 4)));
    }
}
