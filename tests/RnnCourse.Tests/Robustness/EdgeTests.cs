using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Tests.Cells;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Robustness;

/// <summary>
/// Threads that share a model, sizes at the ends of int, padding that holds anything, ties, targets, settings, and
/// numbers at the ends of float and double.
/// </summary>
public sealed class EdgeTests
{
    public static TheoryData<string> Kinds => [.. CellKinds.All];

    [Fact]
    public void Threads_that_share_one_model_get_the_same_numbers() => SharedByThreads(20_000);

    [Fact, Trait("Suite", "Slow")]
    public void Threads_that_share_one_model_get_the_same_numbers_200_000_times() => SharedByThreads(200_000);

    private static void SharedByThreads(int times)
    {
        var random = new Random(1);
        var model = new SequenceModel<double>(new Gru<double>(4, 6, random), 4, random);
        Sequence<double>[] inputs = [.. Enumerable.Range(1, 8).Select(length =>
            (Sequence<double>)Enumerable.Range(0, length).Select(_ => random.Next(4)).ToArray())];
        double[] Evaluated(int n) => [.. model.Unroll(inputs[n % 8]).O.All.ToArray().Cast<double>()];
        var expected = Enumerable.Range(0, 8).Select(Evaluated).ToArray();
        Parallel.For(0, times, n => Assert.Equal(expected[n % 8], Evaluated(n)));

        var (encoder, decoder) = (new Gru<double>(4, 5, random), new Gru<double>(4, 5, random));
        var writer = new Seq2Seq<double>(
            encoder, decoder, new Attention<double>(5, 5, AttentionScore.Additive, random), random);
        var written = Decoding.Greedy(writer, inputs[4], 6)[0];
        var drawn = Generate.Tokens(model, [1, 2], 10, new Random(2));
        Parallel.For(0, times / 100, _ =>
        {
            Assert.Equal(written, Decoding.Greedy(writer, inputs[4], 6)[0]);
            Assert.Equal(drawn, Generate.Tokens(model, [1, 2], 10, new Random(2)));
        });
    }

    [Theory]
    [InlineData(1, int.MaxValue), InlineData(int.MaxValue, 1), InlineData(int.MaxValue, int.MaxValue),
        InlineData(0, -1)]
    public void A_view_lies_within_its_matrix(int first, int count) => Assert.Contains("outside a [2, 2]",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mat<double>(2, 2).RowRange(first, count)).Message);

    [Theory, InlineData(1, int.MaxValue), InlineData(int.MaxValue, 1), InlineData(65_536, 65_536)]
    public void A_matrix_that_cannot_be_is_a_sentence(int rows, int columns) => Assert.Contains("at most",
        Assert.Throws<ArgumentOutOfRangeException>(() => new Mat<double>(rows, columns)).Message);

    [Theory, MemberData(nameof(Kinds))]
    public void What_stands_in_padding_reaches_nothing(string kind) => Problem.ForAll(
        problem =>
        {
            var random = problem.Random();
            problem = problem with { Masked = true };
            var lengths = problem.Lengths(random)!;
            var cell = CellKinds.MakeLively(kind, problem.Inputs, problem.Hidden, random);
            var clean = problem.Input(random, lengths);
            var dirty = problem.Tokens ? new Sequence<double>(problem.Steps, problem.Batch, lengths)
                : new Sequence<double>(new Steps<double>(problem.Steps, problem.Batch, problem.Inputs), lengths);
            for (var t = 0; t < problem.Steps; t++)
                for (var b = 0; b < problem.Batch; b++)
                    if (problem.Tokens) dirty[t, b] = clean.IsReal(t, b) ? clean[t, b] : -1;
                    else if (clean.IsReal(t, b)) clean.Dense![t].RowSpan(b).CopyTo(dirty.Dense![t].RowSpan(b));
                    else dirty.Dense![t].RowSpan(b).Fill(b % 2 == 0 ? double.NaN : double.PositiveInfinity);

            var dEdH = Numbers.RandomSteps<double>(random, problem.Steps, problem.Batch, cell.Outputs);
            var (ours, expected) = (cell.Unroll(dirty), cell.Unroll(clean));
            Assert.Equal(expected.H.All.ToArray(), ours.H.All.ToArray());
            Assert.Equal(0, GradientCheck.Compare(cell.Bptt(ours, dEdH), cell.Bptt(expected, dEdH)).Error);
        },
        count: 12);

    [Fact]
    public void What_stands_in_the_padding_of_keys_and_targets_reaches_nothing()
    {
        var random = new Random(1);
        var attention = new Attention<double>(4, 3, AttentionScore.Additive, random);
        var (h, keys) = (Numbers.RandomSteps<double>(random, 2, 2, 4), Numbers.RandomSteps<double>(random, 3, 2, 3));
        var expected = attention.Unroll(h, keys, [3, 1]);
        var dM = Numbers.RandomSteps<double>(random, 2, 2, 4);
        var gradient = attention.Bptt(expected, dM);
        var dirty = Steps<double>.Of([.. keys.Select(k => k.Clone())]);
        dirty[1].RowSpan(1).Fill(double.NaN);
        dirty[2].RowSpan(1).Fill(double.PositiveInfinity);
        var run = attention.Unroll(h, dirty, [3, 1]);
        Assert.Equal(expected.M.All.ToArray(), run.M.All.ToArray());
        Assert.Equal(0, GradientCheck.Compare(attention.Bptt(run, dM), gradient).Error);

        var y = new Steps<double>(2, 1, 2);
        y[1].Fill(double.NaN);      // padding, or no target
        var o = Numbers.RandomSteps<double>(random, 2, 1, 2);
        foreach (var targets in (Sequence<double>[])[new(y, [1]), new(y)])
        {
            var result = new SquaredError<double>().Evaluate(o, targets);
            Assert.Equal(1, result.Targets);
            Assert.True(result.dO.All.IsFinite() && double.IsFinite(result.E));
        }

        Assert.Contains("[2]", Assert.Throws<ArgumentException>(() => attention.Unroll(h, keys, [2])).Message
            .Replace("There are 1 lengths", "[2]", StringComparison.Ordinal));
        Assert.Contains("A length is 5",
            Assert.Throws<ArgumentException>(() => attention.Unroll(h, keys, [5, 2])).Message);
    }

    [Fact]
    public void Of_equal_logits_the_first_is_what_was_predicted()
    {
        var result = new SoftmaxCrossEntropy<double>().Evaluate(
            new Steps<double>(10, 1, 10), Enumerable.Range(0, 10).ToArray());
        Assert.Equal(1, result.Correct);
        Assert.Equal(10 * Math.Log(10), result.E, 12);
    }

    [Fact]
    public void Soft_targets_of_any_sum_have_the_gradient_of_their_loss()
    {
        var random = new Random(3);
        var (o, y) = (Numbers.RandomSteps<double>(random, 1, 1, 3), new Steps<double>(1, 1, 3));
        (y[0][0], y[0][1]) = (1, 1);
        var loss = new SoftmaxCrossEntropy<double>();
        Gradients.AssertSame("soft targets", "o", loss.Evaluate(o, y).dO[0],
            GradientCheck.CentralDifferences(o[0], () => loss.Evaluate(o, y).E), 1e-8);
        y[0][2] = -0.5;
        Assert.Contains("step 0 of example 0 is -0.5",
            Assert.Throws<ArgumentException>(() => loss.Evaluate(o, y)).Message);
        y[0][2] = double.NaN;       // not the whole row
        Assert.Contains("is NaN", Assert.Throws<ArgumentException>(() => loss.Evaluate(o, y)).Message);
        (y[0][0], y[0][1], y[0][2]) = (2, 0, 0);
        Assert.Contains("from 0 to 1", Assert.Throws<ArgumentException>(
            () => new SigmoidCrossEntropy<double>().Evaluate(o, y)).Message);
    }

    [Fact]
    public void Settings_that_cannot_be_are_sentences()
    {
        var model = new Gru<float>(2, 2);
        foreach (var make in (Func<object>[])
            [
                () => new Adam<float>(model, beta1: 1), () => new Adam<float>(model, beta2: 1),
                () => new Adam<float>(model, beta1: -3), () => new Adam<float>(model, epsilon: -1),
                () => new Adam<float>(model, epsilon: 0), () => new Adam<float>(model, epsilon: 1e-50),
                () => new AdamW<float>(model, weightDecay: -1), () => new Momentum<float>(model, 0.1, double.NaN),
                () => new RmsProp<float>(model, decay: 2), () => new AdaGrad<float>(model, epsilon: double.NaN),
                () => new LayerNorm<float>(2, epsilon: 0), () => new Dropout<float>(2, 1, new Random(1)),
                () => Decoding.Beam(new Seq2Seq<float>(model, new Gru<float>(2, 2)), new[] { 1 }, int.MaxValue, 3),
                () => Compute.Threads = int.MaxValue,
            ])
            Assert.Throws<ArgumentOutOfRangeException>(make);
    }

    [Theory]
    [InlineData(1e-25f), InlineData(3e-23f), InlineData(1e20f), InlineData(1e38f), InlineData(1f)]
    public void The_norm_of_floats_is_right_at_any_size(float x)
    {
        var mat = Mat<float>.Row(x, x);
        Assert.Equal(Math.Sqrt(2) * x, mat.Norm(), Math.Sqrt(2) * x * 1e-6);
        Assert.Equal(Math.Sqrt(2) * x, new ParameterValues<float>([new("w", mat)]).Norm(), Math.Sqrt(2) * x * 1e-6);
        Clip.ByNorm(new ParameterValues<float>([new("w", mat)]), x / 10.0);
        Assert.Equal(x / 10.0, mat.Norm(), x / 10.0 * 1e-5);
    }

    [Theory, InlineData(1e-200), InlineData(1e200), InlineData(1.7e308)]
    public void Clipping_of_doubles_is_right_at_any_size(double x)
    {
        var mat = Mat<double>.Row(x, x, x);
        Clip.ByNorm(new ParameterValues<double>([new("w", mat)]), x / 1e10);
        Assert.Equal(1, mat.Norm() / (x / 1e10), 1e-12);
    }

    [Fact]
    public void Differences_leave_the_weights_as_they_were_when_the_loss_throws()
    {
        var (w, calls) = (Mat<double>.Row(1, 2), 0);
        Assert.Throws<InvalidOperationException>(() => GradientCheck.CentralDifferences(
            w, () => calls++ == 5 ? throw new InvalidOperationException() : 0));
        Assert.Equal([1, 2], w.ToArray().Cast<double>());
    }

    [Fact]
    public void A_run_of_another_model_is_refused_or_not_reused()
    {
        var random = new Random(1);
        var gru = new Gru<double>(2, 3, random);
        var (model, other) = (new SequenceModel<double>(gru, 2, random), new SequenceModel<double>(gru, 5, random));
        var run = other.Unroll(new[] { 0, 1 });
        Assert.Equal(2, model.Unroll(new[] { 0, 1 }, into: run).O.Columns);
        Assert.Contains("another model", Assert.Throws<ArgumentException>(
            () => model.Bptt(run, new Steps<double>(2, 1, 5))).Message);
        var (one, two) = (new Attention<double>(3, 3, random: random), new Attention<double>(3, 3, random: random));
        var h = Numbers.RandomSteps<double>(random, 2, 1, 3);
        Assert.Same(two, two.Unroll(h, h, into: one.Unroll(h, h)).Attention);
    }

    [Fact]
    public void Logits_that_are_no_numbers_and_states_of_another_form_are_sentences()
    {
        var random = new Random(1);
        var cell = new VanillaRnn<double>(3, 3, Activation.Identity);
        cell.W.bh.Fill(1e308);
        var model = new SequenceModel<double>(cell, 3);
        model.Output.Why.Fill(10);
        Assert.Contains("nothing can be drawn", Assert.Throws<ArithmeticException>(
            () => Generate.Tokens(model, [1], 3, random)).Message);
        var lstm = new Lstm<double>(2, 3, random);
        foreach (var wrong in (State<double>[])
            [new(new Mat<double>(1, 3)), new(lstm.ZeroState(1), lstm.ZeroState(1))])
            Assert.Contains("expected h and c", Assert.Throws<ArgumentException>(
                () => lstm.Unroll(new[] { 0, 1 }, wrong)).Message);
    }
}
