using RnnCourse.Cells;
using RnnCourse.Initialization;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Initialization;

public class InitializeTests
{
    [Theory]
    [InlineData(20, 20)]
    [InlineData(30, 10)]
    [InlineData(10, 30)]
    public void Orthogonal_weights_have_every_singular_value_at_the_gain(int rows, int columns)
    {
        var w = new Mat<double>(rows, columns);
        Initialize.Orthogonal(w, new Random(1), gain: 1.3);
        Assert.All(Spectrum.SingularValues(w), s => Assert.Equal(1.3, s, 10));
    }

    [Fact]
    public void Orthogonal_weights_differ_in_sign_and_determinant()
    {
        var traces = Enumerable.Range(0, 400).Select(seed =>
        {
            var w = new Mat<double>(3, 3);
            Initialize.Orthogonal(w, new Random(seed));
            return w.ToMathNet();
        }).ToArray();
        Assert.InRange(traces.Average(m => m.Trace()), -0.2, 0.2); // uniform over O(3): mean 0
        Assert.InRange(traces.Average(m => m.Determinant()), -0.2, 0.2); // uniform over O(3): mean 0
    }

    [Fact]
    public void Gaussian_weights_have_the_asked_deviation()
    {
        var w = new Mat<double>(300, 300);
        Initialize.Gaussian(w, new Random(3), 0.1);
        Assert.Equal(0.1, w.Norm() / 300, 0.001);
    }

    [Fact]
    public void Identity_is_the_identity_times_its_scale()
    {
        var w = new Mat<double>(3, 3);
        Initialize.Identity(w, 0.5);
        Assert.Equal(new[,] { { 0.5, 0, 0 }, { 0, 0.5, 0 }, { 0, 0, 0.5 } }, w.ToArray());
    }

    [Fact]
    public void An_irnn_keeps_its_state_when_nothing_comes_in()
    {
        var cell = new VanillaRnn<double>(2, 3, Activation.Relu);
        cell.W.bh.Fill(7);
        Initialize.Irnn(cell, new Random(1));
        var run = cell.Unroll(new Steps<double>(40, 1, 2), Mat<double>.Row(1, 2, 3));
        Assert.Equal(new[,] { { 1.0, 2, 3 } }, run.H[39].ToArray());
        Assert.InRange(cell.W.Wxh.Norm(), 1e-4, 1e-2);
        Assert.Throws<ArgumentException>(() => Initialize.Irnn(new VanillaRnn<double>(2, 3), new Random(1)));
    }

    [Fact]
    public void Chrono_biases_span_the_lags_and_cancel()
    {
        var cell = new Lstm<double>(2, 2000);
        Initialize.Chrono(cell, new Random(5), longestLag: 100);
        var forget = cell.W.bf.RowSpan(0).ToArray();
        Assert.All(forget, f => Assert.InRange(f, 0, Math.Log(99)));
        Assert.InRange(forget.Max(), Math.Log(95), Math.Log(99));
        Assert.Equal((-cell.W.bf).ToArray(), cell.W.bi.ToArray());
        Assert.Throws<ArgumentException>(() =>
            Initialize.Chrono(new Lstm<double>(2, 6, forgetGate: false), new Random(1), 50));
    }

    [Fact]
    public void A_whole_model_can_be_drawn_from_a_Gaussian()
    {
        var cell = new Gru<double>(30, 40);
        Initialize.Gaussian(cell, new Random(1), 0.01);
        Assert.Equal(0.01, cell.Norm() / Math.Sqrt(cell.ParameterCount()), 2e-4);
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights()
    {
        var (once, again) = (new Mat<double>(8, 8), new Mat<double>(8, 8));
        Initialize.Orthogonal(once, new Random(6));
        Initialize.Orthogonal(again, new Random(6));
        Assert.Equal(once.ToArray(), again.ToArray());
    }

    [Fact]
    public void What_makes_no_sense_is_a_clear_error()
    {
        Assert.Contains("[2, 3]",
            Assert.Throws<ArgumentException>(() => Initialize.Identity(new Mat<double>(2, 3))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Initialize.Gaussian(new Mat<double>(2, 3), new Random(1), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Initialize.Uniform(new Mat<double>(2, 3), new Random(1), double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Initialize.Chrono(new Lstm<double>(2, 3), new Random(1), 2));
    }
}
