using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Tests.Exactness;
using RnnCourse.Training;

namespace RnnCourse.Tests.Models;

/// <summary>Embeddings tied to the output layer, dropout with one mask for all steps, layer normalisation.</summary>
public sealed class LayerTests
{
    [Fact]
    public void A_tied_embedding_is_one_parameter_and_its_gradient_the_sum_over_both_uses() => Problem.ForAll(
        problem =>
        {
            var random = problem.Random();
            var embedding = new Embedding<double>(problem.Inputs, problem.Hidden, random);
            var cell = new Stacked<double>(embedding, new Gru<double>(problem.Hidden, problem.Hidden, random));
            var model = new SequenceModel<double>(cell, Linear<double>.Tied(embedding));
            Assert.Equal(cell.Parameters.Count + 1, model.Parameters.Count);
            var (x, y) = ((problem with { Tokens = true }).Input(random, null),
                (problem with { Tokens = true }).Input(random, null));
            var loss = new SoftmaxCrossEntropy<double>();
            ModelGradient<double>? gradient = null;
            for (var n = 0; n < 2; n++) gradient = model
                .Bptt(model.Unroll(x), loss.Evaluate(model.Unroll(x).O, y).dO, into: gradient);
            Gradients.AssertSame("tied", gradient!, GradientCheck.CentralDifferences(
                model, () => loss.Evaluate(model.Unroll(x).O, y).E), 1e-8);
        },
        count: 10);

    [Fact]
    public void Dropout_has_one_mask_for_all_steps_and_keeps_the_mean()
    {
        var dropout = new Dropout<double>(2000, 0.25, new Random(1)) { Seed = 3 };
        var ones = new Steps<double>(5, 2, 2000);
        ones.All.Fill(1);
        var run = dropout.Unroll(ones);
        var first = run.H[0].ToArray().Cast<double>().ToArray();
        Assert.All(run.H, h => Assert.Equal(first, h.ToArray().Cast<double>()));
        Assert.Equal([0, 1 / 0.75], first.Distinct().Order());
        Assert.InRange(first.Average(), 0.95, 1.05);
        Assert.NotEqual(first[..2000], first[2000..]);          // another mask for each example
        dropout.Seed = null;
        Assert.All(dropout.Unroll(ones).H, h => Assert.Equal(ones[0].ToArray(), h.ToArray()));
    }

    [Fact]
    public void A_trainer_drops_during_its_steps_and_nobody_else_does()
    {
        var random = new Random(1);
        var dropout = new Dropout<double>(8, 0.5, random);
        var model = new SequenceModel<double>(new Stacked<double>(new Gru<double>(2, 8, random), dropout), 2, random);
        var (x, y) = (Numbers.RandomSteps<double>(random, 4, 3, 2), Numbers.RandomSteps<double>(random, 4, 3, 2));
        var batch = new Batch<double>(x, y);
        var masks = new List<double[]>();
        var trainer = new Trainer<double>(model, new SquaredError<double>(), new Sgd<double>(model, 0.01))
        {
            BeforeClipping = (run, _) => masks.Add(((DropoutRun<double>)((StackedRun<double>)run.Cell).Layers[1]).Mask
                .ToArray().Cast<double>().ToArray()),
        };
        var before = trainer.Evaluate(batch).E;
        Assert.Equal(before, trainer.Evaluate(batch).E);
        trainer.Run([batch, batch, batch], 3);
        Assert.Equal(3, masks.Distinct(EqualityComparer<double[]>.Create((a, b) => a!.SequenceEqual(b!), a => 0))
            .Count());
        Assert.All(masks, mask => Assert.Contains(0.0, mask));
        Assert.Null(dropout.Seed);
        Assert.Equal(trainer.Evaluate(batch).E, trainer.Evaluate(batch).E);
    }

    [Fact]
    public void A_normalised_row_has_mean_0_and_variance_1()
    {
        var norm = new LayerNorm<double>(50, epsilon: 1e-12);
        var run = norm.Unroll(Numbers.RandomSteps<double>(new Random(1), 3, 2, 50));
        foreach (var h in run.H)
            for (var b = 0; b < 2; b++)
            {
                var row = h.RowSpan(b).ToArray();
                Assert.Equal(0, row.Average(), 12);
                Assert.Equal(1, row.Average(x => x * x), 9);
            }
    }

    [Fact]
    public void Tokens_where_vectors_are_read_and_parts_given_twice_are_clear_errors()
    {
        Assert.Contains("put an Embedding", Assert.Throws<ArgumentException>(
            () => new LayerNorm<double>(3).Unroll(new[] { 0, 1 })).Message);
        var gru = new Gru<double>(3, 3);
        foreach (var twice in (Func<object>[])
            [() => new Stacked<double>(gru, gru), () => new Bidirectional<double>(gru, gru)])
            Assert.Contains("given twice", Assert.Throws<ArgumentException>(twice).Message);
        Assert.Contains("make two", Assert.Throws<ArgumentException>(() => new Seq2Seq<double>(gru, gru)).Message);
        Assert.Contains("below 1", Assert.Throws<ArgumentOutOfRangeException>(
            () => new Dropout<double>(3, 1, new Random(1))).Message);
    }
}
