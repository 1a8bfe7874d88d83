using RnnCourse.Cells;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Analysis;

public class TruncationTests
{
    private readonly VanillaRnn<double> _cell;
    private readonly RnnRun<double> _run;
    private readonly Steps<double> _dEdH;

    public TruncationTests()
    {
        var random = new Random(1);
        _cell = new VanillaRnn<double>(2, 4);
        foreach (var p in _cell.Parameters)
            p.Value.CopyFrom(Numbers.Random<double>(random, p.Value.Rows, p.Value.Columns));
        _run = _cell.Unroll(Numbers.RandomSteps<double>(random, 8, 2, 2));
        _dEdH = Numbers.RandomSteps<double>(random, 8, 2, 4);
    }

    [Fact]
    public void Pieces_are_separate_backward_passes_over_each_piece()
    {
        var got = Truncation.Weighted(_run, _dEdH, Truncation.Pieces(8, 3));
        Assert.Equal([1, 1, 0, 1, 1, 0, 1], Truncation.Pieces(8, 3));

        var expected = new double[4, 4];
        foreach (var (first, count) in ((int, int)[])[(0, 3), (3, 3), (6, 2)])
        {
            var piece = _cell.Unroll(Slice(_run.X.Dense!, first, count), _run.H[first - 1].Clone());
            var gradient = _cell.Bptt(piece, Slice(_dEdH, first, count)).W.Whh;
            for (var r = 0; r < 4; r++)
                for (var c = 0; c < 4; c++)
                    expected[r, c] += gradient[r, c];
        }

        Gradients.AssertSame("truncation in pieces", "Whh", got["Whh"], Mat<double>.Of(expected), 1e-12);
    }

    [Fact]
    public void Randomised_truncation_is_unbiased_and_plain_truncation_is_not()
    {
        var full = _cell.Bptt(_run, _dEdH).W.Whh;
        var random = new Random(2);
        const int Trials = 20_000;
        var (sum, squares) = (new Mat<double>(4, 4), new Mat<double>(4, 4));
        for (var n = 0; n < Trials; n++)
        {
            var estimate = Truncation.Weighted(_run, _dEdH, Truncation.Randomised(8, 0.3, random))["Whh"];
            sum = sum + estimate;
            squares = squares + estimate % estimate;
        }

        var truncated = Truncation.Weighted(_run, _dEdH, Truncation.Pieces(8, 3))["Whh"];
        double worst = 0, biased = 0;
        for (var r = 0; r < 4; r++)
            for (var c = 0; c < 4; c++)
            {
                var mean = sum[r, c] / Trials;
                var error = Math.Sqrt((squares[r, c] / Trials - mean * mean) / Trials);
                worst = Math.Max(worst, Math.Abs(mean - full[r, c]) / error);
                biased = Math.Max(biased, Math.Abs(truncated[r, c] - full[r, c]) / error);
            }

        Assert.InRange(worst, 0, 4); // 16 means, each within 4 standard errors
        Assert.True(biased > 20, "plain truncation should be far off");
    }

    [Fact]
    public void The_double_sum_cut_to_one_step_holds_the_previous_state_constant()
    {
        var sum = new DoubleSum<double>(_run, _dEdH);
        var wrong = sum.Truncated(1)["Whh"];
        var expected = Truncation.Weighted(_run, _dEdH, Truncation.Pieces(8, 1))["Whh"];
        Gradients.AssertSame("double sum, truncation after one step", "Whh", wrong, expected, 1e-12);
        Gradients.AssertSame("double sum, truncation that cuts nothing", "Whh", sum.Truncated(8)["Whh"],
            sum.Gradient["Whh"], 1e-14);
        Assert.True(Numbers.Error(wrong, sum.Gradient["Whh"]) > 0.05);
    }

    [Fact]
    public void The_norms_of_the_terms_fill_a_triangle()
    {
        var sum = new DoubleSum<double>(_run, _dEdH);
        var norms = sum.Norms("Whh");
        for (var t = 0; t < 8; t++)
            for (var k = 0; k < 8; k++)
                Assert.Equal(k <= t && k > 0, norms[t, k] > 0); // h_{−1} = 0, so k = 0 adds nothing
        Assert.Equal(sum.Term(5, 3)["Whh"].Norm(), norms[5, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => sum.Term(3, 4));
        Assert.Throws<KeyNotFoundException>(() => sum.Norms("Wxy"));
    }

    [Fact]
    public void A_term_is_what_the_error_of_one_step_alone_says_to_another()
    {
        var (sum, contributions) = (new DoubleSum<double>(_run, _dEdH), new Contributions<double>(_run, _dEdH));
        for (var t = 0; t < 8; t++)
            for (var k = 1; k <= t; k++)
                Gradients.AssertSame($"term ({t}, {k})", "Whh", sum.Term(t, k)["Whh"],
                    contributions.RecurrentWeights(t, k), 1e-12);
    }

    [Fact]
    public void What_does_not_fit_is_a_clear_error()
    {
        Assert.Throws<ArgumentException>(() => Truncation.Weighted(_run, _dEdH, [1.0]));
        Assert.Throws<ArgumentException>(() => ForwardMode.Gradient(_run, new Steps<double>(8, 2, 3)));
        Assert.Throws<ArgumentException>(() =>
            ForwardMode.Gradient(_run, _dEdH, new State<double>(new Mat<double>(2, 3))));
        Assert.Throws<ArgumentException>(() => new DoubleSum<double>(_run, _dEdH, new State<double>(_run.Final)));
        var pair = new Bidirectional<double>(new VanillaRnn<double>(2, 4), new VanillaRnn<double>(2, 4));
        Assert.Throws<NotSupportedException>(() =>
            ForwardMode.Gradient(pair.Unroll(_run.X), new Steps<double>(8, 2, 8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Truncation.Randomised(8, 1, new Random(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Truncation.Pieces(8, 0));
    }

    private static Steps<double> Slice(Steps<double> steps, int first, int count) =>
        steps.Skip(first).Take(count).ToArray();
}
