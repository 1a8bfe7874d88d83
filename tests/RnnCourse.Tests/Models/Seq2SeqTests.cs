using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Cells;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Models;

public class Seq2SeqTests
{
    private const int Symbols = 3;

    public static TheoryData<string, AttentionScore?> Kinds => new MatrixTheoryData<string, AttentionScore?>(
        [.. CellKinds.Singles, "stack of lstm and gru"], [null, AttentionScore.Dot, AttentionScore.Additive]);

    [Theory, MemberData(nameof(Kinds))]
    public void The_gradient_equals_central_differences(string cell, AttentionScore? score) => Problem.ForAll(
        problem =>
        {
            var random = problem.Random();
            var model = Model(cell, problem.Hidden, problem.Inputs, score, random);
            var (source, targets) = Batch(problem, random);
            var inputs = Decoding.Inputs(model, source, targets, truth: 1, random);
            var loss = new SoftmaxCrossEntropy<double>();
            var run = model.Unroll(source, inputs);
            var gradient = model.Bptt(run, loss.Evaluate(run.O, targets).dO);
            var kinks = new Kinks(run.Encoder, run.Decoder);
            Kinks.AssertSame($"{cell} with attention {score}", gradient, GradientCheck.CentralDifferences(model, () =>
            {
                var varied = model.Unroll(source, inputs);
                return kinks.Away(loss.Evaluate(varied.O, targets).E, varied.Encoder, varied.Decoder);
            }));
        },
        count: 5);

    [Theory, MemberData(nameof(Kinds))]
    public void A_padded_batch_is_its_rows_one_by_one(string cell, AttentionScore? score) => Problem.ForAll(
        problem =>
        {
            var random = problem.Random();
            var model = Model(cell, problem.Hidden, problem.Inputs, score, random);
            var (source, targets) = Batch(problem with { Batch = 3, Masked = true }, random);
            var loss = new SoftmaxCrossEntropy<double>();
            var run = model.Unroll(source, Decoding.Inputs(model, source, targets, 1, random));
            var together = loss.Evaluate(run.O, targets);
            var gradient = model.Bptt(run, together.dO);

            var (sum, e) =
                (gradient.Parameters.Select(p => new Mat<double>(p.Value.Rows, p.Value.Columns)).ToArray(), 0.0);
            for (var b = 0; b < 3; b++)
            {
                var (one, target) = (Exactness.Losses.Row(source, b), Exactness.Losses.Row(targets, b));
                var alone = model.Unroll(one, Decoding.Inputs(model, one, target, 1, random));
                var result = loss.Evaluate(alone.O, target);
                e += result.E;
                sum = [.. sum.Zip(model.Bptt(alone, result.dO).Parameters, (s, p) => s + p.Value)];
            }

            Assert.Equal(e, together.E, 1e-12 * Math.Abs(e));
            Gradients.AssertSame(
                $"{cell}, a batch against its rows", gradient,
                new ParameterValues<double>(gradient.Parameters.Zip(sum, (p, s) => new Parameter<double>(p.Name, s))),
                1e-12);
        },
        count: 5);

    [Fact]
    public void Attention_rows_sum_to_1_and_leave_padding_alone()
    {
        var random = new Random(1);
        var attention = new Attention<double>(4, 3, AttentionScore.Additive, random);
        var run = attention.Unroll(
            Numbers.RandomSteps<double>(random, 2, 3, 4), Numbers.RandomSteps<double>(random, 5, 3, 3), [5, 2, 1]);
        foreach (var alpha in run.Alpha)
        {
            for (var b = 0; b < 3; b++)
                Assert.Equal(1, alpha.RowSpan(b).ToArray().Sum(), 12);
            Assert.All(alpha.RowSpan(1)[2..].ToArray(), a => Assert.Equal(0, a));
            Assert.Equal(1, alpha[2, 0]);
        }
    }

    [Fact]
    public void A_reused_run_and_gradient_say_the_same()
    {
        var random = new Random(2);
        var model = Model("lstm", 5, 4, AttentionScore.Additive, random);
        var problem = new Problem(4, 5, 6, 3, Masked: true, Tokens: true, Seed: 1);
        var loss = new SoftmaxCrossEntropy<double>();
        Seq2SeqRun<double>? run = null;
        Seq2SeqGradient<double>? gradient = null;
        for (var n = 0; n < 3; n++)
        {
            var (source, targets) = Batch(problem, random);
            var inputs = Decoding.Inputs(model, source, targets, 1, random);
            run = model.Unroll(source, inputs, run);
            gradient = model.Bptt(run, loss.Evaluate(run.O, targets).dO, gradient);
            var fresh = model.Unroll(source, inputs);
            var expected = model.Bptt(fresh, loss.Evaluate(fresh.O, targets).dO);
            Assert.Equal(0, GradientCheck.Compare(gradient, expected).Error);
        }
    }

    [Fact]
    public void Cells_that_do_not_fit_are_clear_errors()
    {
        var lstm = new Lstm<double>(4, 5);
        Assert.Contains("h[5] c[5]",
            Assert.Throws<ArgumentException>(() => new Seq2Seq<double>(lstm, new Gru<double>(4, 5))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Seq2Seq<double>(lstm, new Lstm<double>(4, 6)));
        Assert.Throws<ArgumentException>(() =>
            new Seq2Seq<double>(lstm, new Lstm<double>(4, 5), new Attention<double>(6, 6)));
        Assert.Contains("AttentionScore.Additive",
            Assert.Throws<ArgumentException>(() => new Attention<double>(5, 6)).Message, StringComparison.Ordinal);
        var model = new Seq2Seq<double>(lstm, new Lstm<double>(4, 5));
        Assert.Throws<ArgumentException>(() => model.Unroll(new[] { 1, 2 }, new int[][] { [3, 3] }));
    }

    [Fact]
    public void A_weight_that_is_not_finite_is_named()
    {
        var random = new Random(1);
        var model = Model("tanh", 4, 3, AttentionScore.Additive, random);
        model.Attention!.Ua[1, 2] = double.NaN;
        var error = Assert.Throws<ArithmeticException>(() => model.Unroll(new[] { 1, 2 }, new[] { 3, 1 }));
        Assert.Contains("Ua", error.Message, StringComparison.Ordinal);
    }

    internal static Seq2Seq<double> Model(string cell, int hidden, int sourceSymbols, AttentionScore? score,
        Random random)
    {
        var model = new Seq2Seq<double>(
            CellKinds.MakeLively(cell, sourceSymbols, hidden, random),
            CellKinds.MakeLively(cell, Symbols + 1, hidden, random),
            score is { } s ? new Attention<double>(hidden, hidden, s, random) : null,
            random);
        return model;
    }

    internal static (Sequence<double> Source, Sequence<double> Targets) Batch(Problem problem, Random random)
    {
        var source = problem.Input(random, problem.Lengths(random));
        var targets = Enumerable.Range(0, problem.Batch).Select(_ =>
            (int[])[.. Enumerable.Range(0, problem.Masked ? random.Next(4) : 2).Select(_ => random.Next(Symbols)),
                Symbols]).ToArray();
        var lengths = targets.Select(row => row.Length).ToArray();
        var ended =
            new Sequence<double>(lengths.Max(), problem.Batch, lengths.Distinct().Count() == 1 ? null : lengths);
        for (var t = 0; t < ended.Count; t++)
            for (var b = 0; b < problem.Batch; b++)
                ended[t, b] = t < lengths[b] ? targets[b][t] : Sequence<double>.NoTarget;
        return (source, ended);
    }
}
