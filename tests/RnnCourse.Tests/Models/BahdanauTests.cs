using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Tests.Cells;
using RnnCourse.Tests.Exactness;
using RnnCourse.Training;

namespace RnnCourse.Tests.Models;

/// <summary>Attention as in Bahdanau et al. 2015: before the step, the context into the recurrence, a bidirectional
/// encoder with a plain decoder.</summary>
public sealed class BahdanauTests
{
    private const int Symbols = 3;

    public static TheoryData<string, string> Cells => new MatrixTheoryData<string, string>(
        ["tanh", "sigmoid", "lstm", "gru reset before", "gru reset after"],
            ["gru reset after", "pair", "embedding under lstm"]);

    [Theory, MemberData(nameof(Cells))]
    public void The_gradient_equals_central_differences(string decoder, string encoder) => Problem.ForAll(
        problem =>
        {
            var random = problem.Random();
            var model = Model(decoder, encoder, problem, random);
            var (source, targets) = Seq2SeqTests.Batch(problem, random);
            var inputs = Decoding.Inputs(model, source, targets, truth: 1, random);
            var loss = new SoftmaxCrossEntropy<double>();
            var run = model.Unroll(source, inputs);
            var gradient = model.Bptt(run, loss.Evaluate(run.O, targets).dO);
            Assert.Equal(model.Parameters.Select(p => p.ToString()), gradient.Parameters.Select(p => p.ToString()));
            Gradients.AssertSame($"{encoder} to {decoder}", gradient, GradientCheck.CentralDifferences(model,
                () => loss.Evaluate(model.Unroll(source, inputs).O, targets).E), 1e-8);
        },
        count: 5);

    [Theory, MemberData(nameof(Cells))]
    public void A_padded_batch_is_its_rows_one_by_one(string decoder, string encoder) => Problem.ForAll(
        problem =>
        {
            var random = problem.Random();
            var model = Model(decoder, encoder, problem, random);
            var (source, targets) = Seq2SeqTests.Batch(problem with { Batch = 3, Masked = true }, random);
            var loss = new SoftmaxCrossEntropy<double>();
            var run = model.Unroll(source, Decoding.Inputs(model, source, targets, 1, random));
            var together = model.Bptt(run, loss.Evaluate(run.O, targets).dO);
            var sum = together.Parameters.Select(p => new Mat<double>(p.Value.Rows, p.Value.Columns)).ToArray();
            for (var b = 0; b < 3; b++)
            {
                var (one, target) = (Exactness.Losses.Row(source, b), Exactness.Losses.Row(targets, b));
                var alone = model.Unroll(one, Decoding.Inputs(model, one, target, 1, random));
                sum = [.. sum.Zip(
                    model.Bptt(alone, loss.Evaluate(alone.O, target).dO).Parameters, (s, p) => s + p.Value)];
            }

            Gradients.AssertSame("a batch against its rows", together, new ParameterValues<double>(
                together.Parameters.Zip(sum, (p, s) => new Parameter<double>(p.Name, s))), 1e-12);
        },
        count: 5);

    [Fact]
    public void A_reused_run_and_gradient_say_the_same()
    {
        var random = new Random(2);
        var problem = new Problem(4, 5, 6, 3, Masked: true, Tokens: true, Seed: 1);
        var model = Model("lstm", "pair", problem, random);
        var loss = new SoftmaxCrossEntropy<double>();
        Seq2SeqRun<double>? run = null;
        Seq2SeqGradient<double>? gradient = null;
        for (var n = 0; n < 3; n++)
        {
            var (source, targets) = Seq2SeqTests.Batch(problem, random);
            var inputs = Decoding.Inputs(model, source, targets, 1, random);
            run = model.Unroll(source, inputs, run);
            gradient = model.Bptt(run, loss.Evaluate(run.O, targets).dO, gradient);
            var fresh = model.Unroll(source, inputs);
            Assert.Equal(0, GradientCheck.Compare(
                gradient, model.Bptt(fresh, loss.Evaluate(fresh.O, targets).dO)).Error);
        }
    }

    [Fact]
    public void Greedy_and_beam_search_write_what_unrolling_over_the_same_symbols_finds_most_probable()
    {
        var random = new Random(3);
        var problem = new Problem(4, 5, 4, 1, Masked: false, Tokens: true, Seed: 1);
        var model = Model("gru reset after", "pair", problem, random);
        var (source, _) = Seq2SeqTests.Batch(problem, random);
        var written = Decoding.Greedy(model, source, 5)[0];
        Assert.Equal(written, Decoding.Beam(model, source, 1, 5)[0].Tokens);
        var read = new[] { model.Edge }.Concat(written).ToArray();
        var run = model.Unroll(source, read);
        for (var t = 0; t < written.Length; t++)
            Assert.Equal(written[t], run.O[t].RowSpan(0).ToArray().Select((o, c) => (o, c)).Max().c);
    }

    [Fact]
    public void It_learns_to_copy()
    {
        var random = new Random(4);
        var encoder = new Bidirectional<float>(new Gru<float>(4, 12, random), new Gru<float>(4, 12, random));
        var decoder = new BahdanauDecoder<float>(new Gru<float>(8 + 24, 16, random), 4 + 1, encoder, random);
        var model = new Seq2Seq<float>(encoder, decoder, random);
        var trainer = new Seq2SeqTrainer<float>(
            model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Adam<float>(model, 0.01), random);
        TranslationBatch<float> Batch()
        {
            var symbols = Enumerable.Range(0, 5)
                .Select(_ => Enumerable.Range(0, 16).Select(_ => random.Next(4)).ToArray())
                .ToArray();
            var targets = symbols.Append([.. Enumerable.Repeat(4, 16)]).ToArray();
            return new TranslationBatch<float>(symbols, targets);
        }

        trainer.Run(Enumerable.Range(0, 400).Select(_ => Batch()), 400);
        Assert.InRange(trainer.ExactMatch(Batch()), 0.9, 1);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_clear_errors()
    {
        var encoder = new Bidirectional<double>(new Gru<double>(3, 4), new Gru<double>(3, 4));
        Assert.Contains("more than the 8 of the context", Assert.Throws<ArgumentException>(
            () => new BahdanauDecoder<double>(new Gru<double>(8, 4), 5, encoder)).Message);
        Assert.Contains("single cell", Assert.Throws<ArgumentException>(
            () => new BahdanauDecoder<double>(new Stacked<double>(new Gru<double>(10, 4)), 5, encoder)).Message);
        var decoder = new BahdanauDecoder<double>(new Gru<double>(10, 4), 5, encoder);
        Assert.Contains("keys of 8", Assert.Throws<ArgumentException>(
            () => new Seq2Seq<double>(new Gru<double>(3, 4), decoder)).Message);
    }

    private static Seq2Seq<double> Model(string decoder, string encoder, Problem problem, Random random)
    {
        var hidden = problem.Hidden;
        var reads = encoder == "pair"
            ? new Bidirectional<double>(
                CellKinds.Make<double>("lstm", problem.Inputs, hidden, null),
                CellKinds.Make<double>("lstm", problem.Inputs, hidden + 1, null))
            : CellKinds.Make<double>(encoder, problem.Inputs, hidden, null);
        var cell = CellKinds.Make<double>(decoder, 2 + reads.Outputs, hidden, null);
        var model = new Seq2Seq<double>(reads, new BahdanauDecoder<double>(cell, Symbols + 1, reads));
        foreach (var (_, value) in model.Parameters)
            value.CopyFrom(Numbers.Random<double>(random, value.Rows, value.Columns, 0.7));
        return model;
    }
}
