using RnnCourse.Cells;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Training;

namespace RnnCourse.Lessons.Tests.Tasks;

public class BatchTests
{
    [Fact]
    public void Shorter_examples_are_padded_and_the_batch_knows_their_lengths()
    {
        var batch = Batches.Of<float>((TokenExample[])[new([1, 2, 3], [0, 1, 0]), new([4], [1])]);
        Assert.Equal([3, 1], batch.X.Lengths!);
        Assert.Equal([1, 4, 2, 0, 3, 0], batch.X.Tokens.ToArray());
        Assert.Equal([0, 1, 1, -1, 0, -1], batch.Y.Tokens.ToArray());
        Assert.Equal(4, batch.Tokens);
    }

    [Fact]
    public void Equal_lengths_need_no_mask() =>
        Assert.Null(Batches.Of<float>(new Recall(4).Sample(3, new Random(1))).X.Lengths);

    [Fact]
    public void The_last_target_is_taken_where_the_model_speaks_last()
    {
        var examples = new TwoSequences(20).Sample(5, new Random(2));
        var batch = Batches.Of<double>(examples, OutputAt.LastStep);
        Assert.Equal(examples.Select(e => e.Targets[^1]), batch.Y.Tokens.ToArray());
        Assert.Equal(examples.Max(e => e.Length), batch.X.Count);
        Assert.Equal(examples[3].Inputs[7][0], batch.X.Dense![7][3, 0]);
    }

    [Fact]
    public void Numbers_to_predict_lie_where_they_are_asked()
    {
        var example = new Adding(6).Sample(new Random(3));
        var batch = Batches.Of<double>([example], OutputAt.LastStep);
        Assert.Equal(example.Targets[^1]![0], batch.Y.Dense![0][0, 0]);
        var series = PriceSeries.Swinging(5).Sample(new Random(4));
        Assert.Equal(series.Targets[2]![0], Batches.Of<double>([series]).Y.Dense![2][0, 0]);
    }

    [Fact]
    public void A_training_fills_one_memory_again_and_learns_the_same()
    {
        HashSet<Steps<float>> Inputs(Func<IEnumerable<Batch<float>>, IEnumerable<Batch<float>>> of,
            out IReadOnlyList<double> losses)
        {
            var random = new Random(3);
            // Sequences of unequal length: what lies behind the end of one was the middle of another.
            var task = new TwoSequences(20);
            var model = new SequenceModel<float>(new Lstm<float>(1, 4, random), 2, random, OutputAt.LastStep);
            var seen = new HashSet<Steps<float>>();
            losses = new Trainer<float>(
                model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Adam<float>(model))
            {
                BeforeClipping = (run, _) => seen.Add(run.Cell.X.Dense!),
            }.Run(of(Batches.From<float>(task, 8, random, OutputAt.LastStep)), steps: 30).Losses;
            return seen;
        }

        var again = Inputs(batches => batches, out var losses);
        var anew = Inputs(batches => batches.Select(batch => batch), out var expected);
        Assert.Equal(expected, losses);
        Assert.InRange(again.Count, 1, anew.Count - 1);
        Assert.Equal(30, anew.Count);
    }

    [Fact]
    public void A_training_has_one_memory_for_each_length_and_learns_the_same()
    {
        var random = new Random(3);
        var batches = Batches.From<float>(new TwoSequences(20), 2, random, OutputAt.LastStep).Take(40).ToArray();
        (SequenceModel<float>, Adam<float>) Start()
        {
            var drawn = new Random(4);
            var model = new SequenceModel<float>(new Lstm<float>(1, 4, drawn), 2, drawn, OutputAt.LastStep);
            return (model, new Adam<float>(model));
        }

        var (model, adam) = Start();
        var loss = new SoftmaxCrossEntropy<float>(Reduction.Mean);
        var seen = new HashSet<ModelRun<float>>();
        var losses = new Trainer<float>(model, loss, adam) { BeforeClipping = (run, _) => seen.Add(run) }
            .Run(batches, batches.Length).Losses;
        Assert.Equal(batches.Select(batch => (batch.X.Count, batch.X.Lengths is null)).Distinct().Count(), seen.Count);

        var (other, itsAdam) = Start();
        Assert.Equal(losses,
            batches.Select(batch => new Trainer<float>(other, loss, itsAdam).Run([batch], 1).Losses[0]));
    }

    [Fact]
    public void Batches_that_are_kept_have_memory_of_their_own()
    {
        var kept = Batches.From<float>(new Adding(6), 2, new Random(3)).Take(3).ToArray();
        Assert.Equal(3, kept.Select(batch => batch.X.Dense).Distinct().Count());
    }

    private static string Refused<TExample>(Func<IReadOnlyList<TExample>, object> batch, params TExample[] examples) =>
        Assert.ThrowsAny<ArgumentException>(() => batch(examples)).Message;

    [Fact]
    public void Rows_of_unequal_width_are_refused_and_never_cut()
    {
        string Of(params FeatureExample[] examples) => Refused(e => Batches.Of<float>(e), examples);
        Assert.Contains("input of example 1 at step 0 has 2 numbers, that of example 0 at step 0 has 1",
            Of(new([[1]], [[1]]), new([[5, 9]], [[1]])), StringComparison.Ordinal);
        Assert.Contains("input of example 0 at step 1 has 1 number, that of example 0 at step 0 has 2",
            Of(new FeatureExample([[5, 9], [1]], [[1], [1]])), StringComparison.Ordinal);
        Assert.Contains("target of example 1 at step 0 has 2 numbers", Of(new([[1]], [[1]]), new([[5]], [[1, 7]])),
            StringComparison.Ordinal);
        Assert.Contains("empty", Of(new FeatureExample([[]], [[1]])), StringComparison.Ordinal);
        Assert.Contains("input of example 0 at step 1 is null", Of(new FeatureExample([[1], null!], [[1], [1]])),
            StringComparison.Ordinal);
        Assert.Contains("input of example 1 at step 0 has 2 numbers",
            Refused<LabelledExample>(e => Batches.Of<float>(e), new([[1]], [0]), new([[5, 9]], [1])),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(2, 0)]
    public void More_or_fewer_targets_than_inputs_are_refused(int inputs, int targets)
    {
        var tokens = (new int[inputs], new int[targets]);
        var rows = Enumerable.Range(0, inputs).Select(_ => new double[1]).ToArray();
        foreach (var at in Enum.GetValues<OutputAt>())
        {
            string[] messages =
            [
                Refused<TokenExample>(e => Batches.Of<float>(e, at), new([0, 0], [0, 0]),
                    new(tokens.Item1, tokens.Item2)),
                Refused<LabelledExample>(e => Batches.Of<float>(e, at), new([[1]], [0]), new(rows, tokens.Item2)),
                Refused<FeatureExample>(e => Batches.Of<float>(e, at), new([[1]], [[0]]),
                    new(rows, [.. tokens.Item2.Select(_ => new double[1])])),
            ];
            Assert.All(messages, message => Assert.Contains(
                $"Example 1 has {inputs} input{(inputs == 1 ? "" : "s")} but {targets} targets", message,
                StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Nothing_in_the_place_of_an_example_is_named()
    {
        Assert.Contains("Example 1 is null", Refused<TokenExample>(e => Batches.Of<float>(e), new([1], [1]), null!),
            StringComparison.Ordinal);
        Assert.Contains("Example 0 lacks", Refused<LabelledExample>(e => Batches.Of<float>(e),
            new LabelledExample([[1]], null!)), StringComparison.Ordinal);
        Assert.Contains("Example 0 lacks", Refused<FeatureExample>(e => Batches.Of<float>(e),
            new FeatureExample(null!, [[1]])), StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Batches.Of<float>((TokenExample[])null!));
        Assert.Contains("Example 1 is null", Refused<Translation>(e => TranslationBatches.Of<float>(e, 3),
            new([1], [1], "", ""), null!), StringComparison.Ordinal);
        Assert.Contains("Example 0 lacks", Refused<Translation>(e => TranslationBatches.Of<float>(e, 3),
            new Translation(null!, [1], "", "")), StringComparison.Ordinal);
        Assert.Contains("source of example 1 is empty", Refused<Translation>(e => TranslationBatches.Of<float>(e, 3),
            new([1], [1], "", ""), new([], [1], "", "")), StringComparison.Ordinal);
        Assert.Contains("picture of example 1 at step 0 has 2 numbers, that of example 0 at step 0 has 1",
            Refused<Caption>(e => TranslationBatches.Of<float>(e, 3), new([1], [1], ""), new([1, 2], [1], "")),
            StringComparison.Ordinal);
        Assert.Contains("picture of example 0 at step 0 holds NaN", Refused<Caption>(e =>
            TranslationBatches.Of<float>(e, 3), new Caption([1, double.NaN], [1], "")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "holds NaN: fill the gap")]
    [InlineData(double.NegativeInfinity, "holds -Infinity: fill the gap")]
    [InlineData(1e300, "holds 1E+300, which is too large for Single: scale")]
    public void Numbers_that_are_not_finite_are_named_with_example_and_step(double number, string why)
    {
        Assert.Contains("input of example 1 at step 2 " + why, Refused<FeatureExample>(e => Batches.Of<float>(e),
            new([[0]], [[0]]), new([[1], [2], [number]], [[0], [0], [0]])), StringComparison.Ordinal);
        Assert.Contains("input of example 0 at step 0 " + why, Refused<LabelledExample>(e => Batches.Of<float>(e),
            new LabelledExample([[number]], [0])), StringComparison.Ordinal);
        Assert.Contains(double.IsFinite(number) ? why : "give null", Refused<FeatureExample>(e => Batches.Of<float>(e),
            new FeatureExample([[0], [0]], [[1], [number]])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_null_has_no_loss_and_no_gradient_anywhere()
    {
        FeatureExample[] examples =
            [new([[1], [2], [3]], [null, [0.5], null]), new([[4], [5]], [[0.25], null])];
        var batch = Batches.Of<double>(examples);
        var random = new Random(1);
        var model = new SequenceModel<double>(new Gru<double>(1, 4, random), 1, random);
        var loss = new SquaredError<double>();
        var run = model.Unroll(batch.X);
        var result = loss.Evaluate(run.O, batch.Y);
        Assert.Equal(2, result.Targets);
        Assert.Equal((Math.Pow(run.O[1][0, 0] - 0.5, 2) + Math.Pow(run.O[0][1, 0] - 0.25, 2)) / 2, result.E, 12);
        Assert.Equal(0, result.dO[0][0, 0]);
        Assert.Equal(0, result.dO[1][1, 0]);

        var trainer = new Trainer<double>(model, loss, new Adam<double>(model, 0.02));
        Assert.True(trainer.Run(Enumerable.Repeat(batch, 200), 200).LastLoss(1) < 1e-3);
        Assert.Contains("all are null", Refused<FeatureExample>(e => Batches.Of<float>(e),
            new FeatureExample([[1]], [null])), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_example_is_in_each_epoch_once_in_an_order_of_its_own()
    {
        var examples = Enumerable.Range(0, 10).ToArray();
        var batches = Batches.Epochs(examples, 4, new Random(1), epochs: 3).ToArray();
        Assert.Equal([4, 4, 2, 4, 4, 2, 4, 4, 2], batches.Select(batch => batch.Length));
        var epochs = batches.SelectMany(batch => batch).Chunk(10).ToArray();
        Assert.All(epochs, epoch => Assert.Equal(examples, epoch.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal(batches, Batches.Epochs(examples, 4, new Random(1)).Take(9));
        Assert.Equal(Enumerable.Range(0, 10), examples);
        Assert.Throws<ArgumentException>(() => Batches.Epochs(Array.Empty<int>(), 4, new Random(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Epochs(examples, 0, new Random(1)));
    }

    [Fact]
    public void A_list_is_split_in_order_or_by_lot_and_loses_nothing()
    {
        int[] examples = [.. Enumerable.Range(0, 20)];
        var (training, test) = Batches.Split(examples, 0.2);
        Assert.Equal(examples[..16], training);
        Assert.Equal(examples[16..], test);
        (training, test) = Batches.Split(examples, 0.25, new Random(1));
        Assert.Equal((15, 5), (training.Length, test.Length));
        Assert.Equal(examples, training.Concat(test).Order());
        Assert.NotEqual(examples[15..], test.Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Split(examples, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Split(examples, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Batches.Split<int>([1], 0.5));
    }

    [Fact]
    public void A_task_that_is_asked_last_has_its_target_there()
    {
        Assert.Equal([-1, -1, 7], TokenExample.AskedLast([1, 2, 3], 7).Targets);
        Assert.Equal([-1, 7], LabelledExample.AskedLast([[1], [2]], 7).Targets);
        Assert.Equal([null, [7.0]], FeatureExample.AskedLast([[1], [2]], [7]).Targets);
        Assert.Contains("empty", Refused<TokenExample>(e => Batches.Of<float>(e), TokenExample.AskedLast([], 1)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_piece_of_text_without_a_step_is_counted_shown_and_refused()
    {
        var empty = new TextPiece([], [], true);
        Assert.Equal(0, empty.Tokens);
        Assert.Contains("0 tokens", empty.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Batches.Of<float>(empty));
        Assert.Contains("1 rows of inputs and 2 of targets", Assert.Throws<ArgumentException>(() =>
            Batches.Of<float>(new TextPiece([[1]], [[1], [2]], true))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_batches_and_examples_are_errors()
    {
        Assert.Throws<ArgumentException>(() => Batches.Of<float>((TokenExample[])[]));
        Assert.Contains("Example 1 is empty", Assert.Throws<ArgumentException>(
            () => Batches.Of<float>((TokenExample[])[new([1], [1]), new([], [])])).Message, StringComparison.Ordinal);
    }
}
