using MathNet.Numerics.LinearAlgebra;
using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Initialization;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Models;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Analysis;

public class DynamicsTests
{
    [Fact]
    public void The_spectral_radius_of_a_non_normal_matrix_is_below_its_norm()
    {
        Mat<double> w = new[,] { { 0.5, 5.0 }, { 0, 0.5 } };
        Assert.Equal(0.5, Spectrum.Radius(w), 6);
        Assert.Equal(5.05, Spectrum.Norm(w), 0.01);
        Assert.Equal(Spectrum.Norm(w), Spectrum.SingularValues(w)[0]);
    }

    [Fact]
    public void A_matrix_with_NaN_has_no_spectrum()
    {
        Mat<double> w = new[,] { { 0.5, double.NaN }, { 0, 0.5 } };
        Assert.Throws<ArgumentException>(() => Spectrum.Radius(w));
        Assert.Throws<ArgumentException>(() => Spectrum.Eigenvalues(new Mat<double>(2, 3)));
    }

    [Fact]
    public void Lyapunov_exponents_of_a_constant_product_are_the_logarithms_of_its_eigenvalues()
    {
        var j = Matrix<double>.Build.DenseOfArray(new[,] { { 0.9, 3, 1 }, { 0, -0.5, 2 }, { 0, 0, 0.1 } });
        var exponents = Lyapunov.Exponents(Enumerable.Repeat(j, 4000).ToArray());
        Assert.Equal([Math.Log(0.9), Math.Log(0.5), Math.Log(0.1)], exponents.Select(e => e),
            (a, b) => Math.Abs(a - b) < 2e-3);
    }

    [Fact]
    public void Lyapunov_exponents_of_an_orthogonal_linear_net_are_0()
    {
        var cell = new VanillaRnn<double>(1, 6, Activation.Identity);
        Initialize.Orthogonal(cell.W.Whh, new Random(1));
        var run = cell.Unroll(Numbers.RandomSteps<double>(new Random(2), 50, 1, 1));
        Assert.All(Lyapunov.Exponents(Jacobians.All(run)), e => Assert.Equal(0, e, 10));
    }

    [Fact]
    public void A_relu_that_is_off_loses_its_direction_altogether()
    {
        var cell = new VanillaRnn<double>(1, 2, Activation.Relu);
        cell.W.bh.Fill(-1);
        var run = cell.Unroll(Numbers.RandomSteps<double>(new Random(2), 3, 1, 1, 0.1));
        Assert.All(Lyapunov.Exponents(Jacobians.All(run)), e => Assert.Equal(double.NegativeInfinity, e));
        Assert.Throws<ArgumentException>(() => Lyapunov.Exponents([]));
    }

    [Fact]
    public void A_Jacobian_product_is_the_derivative_of_a_later_state()
    {
        var (cell, x, initial) = Example();
        var product = Jacobians.Product(cell.Unroll(x, initial), t: 4, k: -1, example: 1);
        for (var i = 0; i < 4; i++)
        {
            var unit = i;
            var numerical = GradientCheck.CentralDifferences(initial, () => cell.Unroll(x, initial).H[4][1, unit]);
            for (var j = 0; j < 4; j++)
                Assert.Equal(numerical[1, j], product[i, j], 9);
        }

        Assert.Equal(Matrix<double>.Build.DenseIdentity(4), Jacobians.Product(cell.Unroll(x, initial), 2, 2));
    }

    [Fact]
    public void The_input_Jacobian_is_the_derivative_by_the_input()
    {
        var (cell, x, initial) = Example();
        var jacobian = Jacobians.Input(cell.Unroll(x, initial), t: 3, example: 0);
        var numerical = GradientCheck.CentralDifferences(x.Dense![3], () => cell.Unroll(x, initial).H[3][0, 2]);
        for (var j = 0; j < 3; j++)
            Assert.Equal(numerical[0, j], jacobian[2, j], 9);
    }

    [Fact]
    public void Connectivity_is_the_norm_of_the_outputs_derivative_by_each_input()
    {
        var (cell, x, initial) = Example();
        var why = Numbers.Random<double>(new Random(9), 2, 4);
        var norms = Jacobians.Connectivity(cell.Unroll(x, initial), why, t: 4, example: 1);
        for (var k = 0; k <= 4; k++)
        {
            var squares = 0.0;
            for (var o = 0; o < 2; o++)
            {
                var output = o;
                var numerical = GradientCheck.CentralDifferences(
                    x.Dense![k], () => (cell.Unroll(x, initial).H[4] * why.Transpose())[1, output]);
                squares += numerical.Norm() * numerical.Norm();
            }

            Assert.Equal(Math.Sqrt(squares), norms[k], 8);
        }

        var run = cell.Unroll(x, initial);
        Assert.Equal(norms[2..], Jacobians.Connectivity(run, why, t: 4, example: 1, first: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Jacobians.Connectivity(run, why, t: 3, first: 4));
    }

    [Fact]
    public void Connectivity_reaches_through_a_stack()
    {
        var random = new Random(7);
        var cell = new Stacked<double>(new Lstm<double>(2, 3, random), new Gru<double>(3, 4, random));
        var x = Numbers.RandomSteps<double>(random, 4, 1, 2);
        var why = Numbers.Random<double>(random, 1, 4);
        var norms = Jacobians.Connectivity(cell.Unroll(x), why, t: 3);
        for (var k = 0; k < 4; k++)
        {
            var numerical = GradientCheck.CentralDifferences(x[k], () => (cell.Unroll(x).H[3] * why.Transpose())[0, 0]);
            Assert.Equal(numerical.Norm(), norms[k], 9);
        }
    }

    [Fact]
    public void Gradient_flow_of_a_linear_net_is_the_power_of_its_scale()
    {
        var cell = new VanillaRnn<double>(1, 5, Activation.Identity);
        Initialize.Orthogonal(cell.W.Whh, new Random(3), gain: 0.8);
        var run = cell.Unroll(Numbers.RandomSteps<double>(new Random(4), 20, 3, 1));
        var dEdH = Numbers.Random<double>(new Random(5), 3, 5);
        var flow = GradientFlow.ByLag(run, dEdH);
        for (var lag = 0; lag < 20; lag++)
            Assert.Equal(Math.Pow(0.8, lag) * GradientFlow.MeanRowNorm(dEdH), flow[lag], 10);
        Assert.Equal(8, GradientFlow.ByLag(run, dEdH, t: 7).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientFlow.ByLag(run, dEdH, 20));
    }

    [Theory]
    [InlineData(Activation.Tanh, 0, 1)]
    [InlineData(Activation.Sigmoid, 0, 0.25)]
    [InlineData(Activation.Tanh, 2, 0.0706508)]
    [InlineData(Activation.Relu, -1, 0)]
    [InlineData(Activation.Identity, 5, 1)]
    public void The_mean_slope_is_the_activations(Activation activation, double a, double slope)
    {
        var cell = new VanillaRnn<double>(1, 3, activation);
        cell.W.bh.Fill(a);
        Assert.All(GradientFlow.MeanSlopes(cell.Unroll(new Steps<double>(4, 2, 1))), s => Assert.Equal(slope, s, 6));
    }

    [Fact]
    public void Steps_and_shapes_that_do_not_exist_are_errors()
    {
        var (cell, x, initial) = Example();
        var run = cell.Unroll(x, initial);
        Assert.Throws<ArgumentOutOfRangeException>(() => Jacobians.Step(run, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Jacobians.Step(run, 0, example: 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Jacobians.Product(run, 2, 3));
        Assert.Throws<ArgumentException>(() => Jacobians.Connectivity(run, new Mat<double>(2, 5), 3));
    }

    private static (VanillaRnn<double> Cell, Sequence<double> X, Mat<double> Initial) Example()
    {
        var random = new Random(6);
        var cell = new VanillaRnn<double>(3, 4);
        foreach (var p in cell.Parameters)
            p.Value.CopyFrom(Numbers.Random<double>(random, p.Value.Rows, p.Value.Columns));
        return (cell, Numbers.RandomSteps<double>(random, 5, 2, 3), Numbers.Random<double>(random, 2, 4));
    }
}
