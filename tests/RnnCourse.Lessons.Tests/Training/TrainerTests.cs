using RnnCourse.Cells;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Lessons.Texts;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Training;

namespace RnnCourse.Lessons.Tests.Training;

public class TrainerTests
{
    private static readonly Recall Task = new(lag: 3, symbols: 3);

    private static SequenceModel<double> Model()
    {
        var random = new Random(1);
        return new SequenceModel<double>(new VanillaRnn<double>(Task.Inputs.Count, 12, random: random),
            Task.Classes.Count, random, OutputAt.LastStep);
    }

    private static Trainer<double> Trainer(SequenceModel<double> model, double rate = 0.01) =>
        new(model, new SoftmaxCrossEntropy<double>(Reduction.Mean), new Adam<double>(model, rate))
        {
            ClipNorm = 1,
            ReportEvery = 40
        };

    private static IEnumerable<Batch<double>> Data(int seed = 2) =>
        Batches.From<double>(Task, 16, new Random(seed), OutputAt.LastStep);

    [Fact]
    public void A_short_memory_is_learnt_and_found_in_fresh_examples()
    {
        var model = Model();
        var trainer = Trainer(model);
        var history = trainer.Run(Data(), 300, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Ending.Done, history.Ending);
        Assert.Equal(Task.BaselineLoss, history.Losses[0], 0.4);
        Assert.True(history.LastLoss() < 0.1 * Task.BaselineLoss);

        var test = trainer.Evaluate(Batches.Of<double>(Task.Sample(200, new Random(99)), OutputAt.LastStep));
        Assert.Equal((200, 200), (test.Correct, test.Targets));
    }

    [Fact]
    public void The_same_seeds_give_the_same_history()
    {
        var (one, two) = (Model(), Model());
        Assert.Equal(Trainer(one).Run(Data(), 30).Losses, Trainer(two).Run(Data(), 30).Losses);
        Assert.Equal(one.Output.Why.ToArray(), two.Output.Why.ToArray());
    }

    [Fact]
    public void Progress_counts_steps_and_tokens_and_ends_with_the_last_step()
    {
        var reports = new List<TrainingProgress>();
        var history = Trainer(Model()).Run(Data(), 100, new ProgressTo(reports.Add));
        Assert.Equal([40, 80, 100], reports.Select(r => r.Step));
        Assert.Equal(history.Losses.Take(40).Average(), reports[0].Loss, 12);
        Assert.Equal(history.Losses.Skip(80).Average(), reports[2].Loss, 12);
        Assert.Equal(history.GradientNorms[99], reports[2].GradientNorm);
        Assert.Equal(100 * 16 * Task.Length, reports[2].TokensPerSecond * reports[2].Elapsed.TotalSeconds, 1e-3 * 6400);
        Assert.Equal(TimeSpan.Zero, reports[2].Remaining);
        Assert.StartsWith("step 100/100  loss ", reports[2].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelling_keeps_what_was_learnt()
    {
        using var source = new CancellationTokenSource();
        var (cancelled, straight) = (Model(), Model());
        var trainer = new Trainer<double>(cancelled, new SoftmaxCrossEntropy<double>(Reduction.Mean),
            new Adam<double>(cancelled, 0.01))
        {
            ClipNorm = 1,
            ReportEvery = 10,
        };
        var history =
            trainer.Run(Data(), 1000, new ProgressTo(p => { if (p.Step == 20) source.Cancel(); }), source.Token);
        Assert.Equal((Ending.Cancelled, 20), (history.Ending, history.Losses.Count));
        Trainer(straight).Run(Data(), 20);
        Assert.Equal(straight.Output.Why.ToArray(), cancelled.Output.Why.ToArray());
    }

    [Fact]
    public void Data_that_end_end_the_run()
    {
        var history = Trainer(Model()).Run(Data().Take(7), 100);
        Assert.Equal((Ending.OutOfData, 7), (history.Ending, history.Losses.Count));
    }

    [Fact]
    public void Early_stopping_puts_the_best_weights_back()
    {
        var model = Model();
        double[] script = [3, 2, 1, 5, 6, 7];
        var (look, best) = (0, new double[0, 0]);
        var stop = new EarlyStop(
            () =>
            {
                if (look == 2)
                    best = model.Output.Why.ToArray();
                return script[look++];
            },
            every: 5, patience: 3);
        var trainer = new Trainer<double>(model, new SoftmaxCrossEntropy<double>(),
            new Sgd<double>(model, 0.01))
        { EarlyStop = stop };
        var history = trainer.Run(Data(), 1000);
        Assert.Equal((Ending.EarlyStop, 30), (history.Ending, history.Losses.Count));
        Assert.Equal(best, model.Output.Why.ToArray());
        Assert.Equal(script, stop.Losses);
    }

    [Fact]
    public void A_run_too_short_for_a_look_keeps_its_weights()
    {
        var (model, plain) = (Model(), Model());
        new Trainer<double>(model, new SoftmaxCrossEntropy<double>(Reduction.Mean), new Adam<double>(model, 0.01))
        { ClipNorm = 1, EarlyStop = new EarlyStop(() => 1, every: 100) }.Run(Data(), 5);
        Trainer(plain).Run(Data(), 5);
        Assert.Equal(plain.Output.Why.ToArray(), model.Output.Why.ToArray());
    }

    [Fact]
    public void Divergence_is_an_error_that_leaves_finite_weights()
    {
        var linear = new SequenceModel<double>(
            new VanillaRnn<double>(5, 6, Activation.Identity, new Random(1)), 3, new Random(2), OutputAt.LastStep);
        var trainer = new Trainer<double>(linear, new SoftmaxCrossEntropy<double>(), new Sgd<double>(linear, 1e100));
        var error = Assert.Throws<ArithmeticException>(() => trainer.Run(Data(), 100));
        Assert.Contains("diverge", error.Message, StringComparison.Ordinal);
        Assert.All(linear.Parameters, p => Assert.True(p.Value.IsFinite()));
    }

    [Fact]
    public void The_schedule_sets_the_rate_and_gives_it_back()
    {
        var model = Model();
        var optimizer = new Sgd<double>(model, 0.5);
        var rates = new List<double>();
        var trainer = new Trainer<double>(model, new SoftmaxCrossEntropy<double>(), optimizer)
        {
            Schedule = step => Math.Pow(0.5, step / 2),
            BeforeClipping = (_, _) => rates.Add(optimizer.LearningRate),
        };
        trainer.Run(Data(), 5);
        Assert.Equal([1, 1, 0.5, 0.5, 0.25], rates);
        Assert.Equal(0.5, optimizer.LearningRate);
    }

    [Fact]
    public void Text_is_learnt_in_pieces_with_the_state_carried()
    {
        var corpus = new Corpus("abcabc", string.Concat(Enumerable.Repeat("aabbccab", 60)));
        var random = new Random(1);
        var model = new SequenceModel<double>(new Lstm<double>(3, 16, random), 3, random);
        var initial = new List<double>();
        var trainer =
            new Trainer<double>(model, new SoftmaxCrossEntropy<double>(Reduction.Mean), new Adam<double>(model, 0.02))
            {
                ClipNorm = 5,
                BeforeClipping = (run, _) => initial.Add(run.Cell.Initial.H.Norm()),
            };
        var streams = new CorpusStreams(corpus, streams: 4, steps: 7);
        var history = trainer.Run(Batches.From<double>(streams), 150);
        Assert.True(history.LastLoss(20) < 0.1,
            history.LastLoss(20).ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0, initial[0]);
        Assert.Equal(0, initial[streams.Pieces]); // the next pass starts anew
        Assert.All(initial[1..streams.Pieces], norm => Assert.True(norm > 0));

        var prompt = corpus.Vocabulary.Encode("aabbccab");
        var went = corpus.Vocabulary.Decode(Generate.Tokens(model, prompt, 16, new Random(3), temperature: 0));
        Assert.Equal("aabbccabaabbccab", went);
    }

    [Fact]
    public void A_first_batch_cannot_go_on_from_nothing()
    {
        var batch = Data().First() with { IsFirst = false };
        Assert.Throws<InvalidOperationException>(() => Trainer(Model()).Run([batch], 1));
    }

    private static (Trainer<double>, Batch<double>[]) OfText(
        Cell<double>? cell = null, EarlyStop? stop = null)
    {
        var corpus = new Corpus("abcabc", string.Concat(Enumerable.Repeat("aabbccab", 60)));
        var random = new Random(1);
        var model = new SequenceModel<double>(cell ?? new Lstm<double>(3, 16, random), 3, random);
        var trainer = new Trainer<double>(model, new SoftmaxCrossEntropy<double>(Reduction.Mean),
            new Adam<double>(model, 0.02))
        { EarlyStop = stop };
        return (trainer, [.. new CorpusStreams(corpus, streams: 4, steps: 7).Pass().Select(Batches.Of<double>)]);
    }

    [Fact]
    public void Pieces_are_evaluated_with_the_state_carried_as_one_long_piece_is()
    {
        var (trainer, pieces) = OfText();
        trainer.Run(pieces, 10);
        var whole = new Sequence<double>([.. pieces.SelectMany(p => Rows(p.X))]);
        var targets = new Sequence<double>([.. pieces.SelectMany(p => Rows(p.Y))]);
        var expected = trainer.Evaluate(new Batch<double>(whole, targets));
        var carried = trainer.Evaluate(pieces);
        Assert.Equal(expected.E, carried.Loss, 12);
        Assert.Equal((double)expected.Correct / expected.Targets, carried.Accuracy, 12);
        Assert.Equal(expected.Targets, carried.Targets);
        Assert.Equal(Math.Exp(expected.E), carried.Perplexity, 12);
        Assert.Equal(expected.E / Math.Log(2), carried.Bits, 12);
        Assert.NotEqual(expected.E, trainer.Evaluate(pieces.Select(p => p with { IsFirst = true })).Loss, 6);
        Assert.Matches(@"^loss \d\.\d{4} \(\d\.\d{3} bits, perplexity \d\.\d\d\), \d+\.\d % right, 476 targets$",
            carried.ToString());

        static IEnumerable<int[]> Rows(Sequence<double> x) =>
            Enumerable.Range(0, x.Count).Select(t => Enumerable.Range(0, x.Batch).Select(b => x[t, b]).ToArray());
    }

    [Fact]
    public void The_mean_over_batches_counts_every_target_whatever_the_reduction()
    {
        var model = Model();
        var batches = new[] { 5, 20 }.Select((size, n) =>
            Batches.Of<double>(Task.Sample(size, new Random(n)), OutputAt.LastStep)).ToArray();
        Evaluation By(Reduction reduction) => new Trainer<double>(model,
            new SoftmaxCrossEntropy<double>(reduction), new Adam<double>(model)).Evaluate(batches);
        var single = Trainer(model);
        var expected = (5 * single.Evaluate(batches[0]).E + 20 * single.Evaluate(batches[1]).E) / 25;
        Assert.All(Enum.GetValues<Reduction>(), reduction => Assert.Equal(expected, By(reduction).Loss, 12));
        Assert.Throws<ArgumentException>(() => single.Evaluate(Array.Empty<Batch<double>>()));
    }

    [Fact]
    public void One_batch_that_goes_on_from_another_is_not_evaluated_alone()
    {
        var (trainer, pieces) = OfText();
        trainer.Run(pieces, 10);
        Assert.Contains("Evaluate takes several batches",
            Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(pieces[1])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_is_not_carried_against_the_direction_of_time()
    {
        var random = new Random(2);
        Cell<double> pair = new Bidirectional<double>(new Gru<double>(3, 4, random), new Gru<double>(3, 4, random));
        foreach (var cell in new[] { pair, new Stacked<double>(pair, new Gru<double>(8, 4, random)) })
        {
            var (trainer, pieces) = OfText(cell);
            trainer.Run(pieces.Take(1), 1);
            var error = Assert.Throws<InvalidOperationException>(() => trainer.Run(pieces, 2));
            Assert.Contains("reads backwards", error.Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(pieces));
        }
    }

    [Fact]
    public void The_optimiser_of_another_model_is_refused()
    {
        var (model, other) = (Model(), Model());
        var error = Assert.Throws<ArgumentException>(() => new Trainer<double>(model,
            new SoftmaxCrossEntropy<double>(), new Adam<double>(other)));
        Assert.Contains("made for another model", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OutputAt.LastStep, OutputAt.EveryStep, "OutputAt.LastStep, but the batch has targets for every step")]
    [InlineData(OutputAt.EveryStep, OutputAt.LastStep, "OutputAt.EveryStep, but the batch has targets for the last")]
    public void Outputs_and_targets_at_other_steps_are_named(OutputAt model, OutputAt batch, string expected)
    {
        var random = new Random(1);
        var small = new SequenceModel<double>(new Gru<double>(Task.Inputs.Count, 4, random), Task.Classes.Count, random,
            model);
        var trainer = Trainer(small);
        var data = Batches.Of<double>(Task.Sample(3, random), batch);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => trainer.Evaluate(data)).Message,
            StringComparison.Ordinal);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => trainer.Run([data], 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_of_numbers_has_no_accuracy()
    {
        var (task, random) = (PriceSeries.Swinging(12), new Random(1));
        var model = new SequenceModel<double>(new Gru<double>(1, 4, random), 1, random);
        var trainer = new Trainer<double>(model, new SquaredError<double>(Reduction.Mean), new Adam<double>(model));
        var evaluation = trainer.Evaluate([Batches.Of<double>(task.Sample(3, random))]);
        Assert.True(double.IsNaN(evaluation.Accuracy));
        Assert.DoesNotContain("right", evaluation.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Early_stopping_on_batches_looks_at_what_Evaluate_says()
    {
        var (trainer, pieces) = OfText();
        var stop = EarlyStop.On(pieces[..4], every: 3);
        OfText(stop: stop).Item1.Run(pieces, 6);
        trainer.Run(pieces, 6);
        Assert.Equal(2, stop.Losses.Count);
        Assert.Equal(trainer.Evaluate(pieces[..4]).Loss, stop.Losses[1]);
        var ofAnother = OfText(stop: EarlyStop.On(Array.Empty<TranslationBatch<double>>(), every: 1)).Item1;
        Assert.Contains("Seq2SeqTrainer",
            Assert.Throws<InvalidOperationException>(() => ofAnother.Run(pieces, 3)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_report_says_how_it_ended_and_that_nothing_is_to_come()
    {
        var model = Model();
        var reports = new List<TrainingProgress>();
        var trainer = new Trainer<double>(model, new SoftmaxCrossEntropy<double>(), new Sgd<double>(model, 0))
        { EarlyStop = new EarlyStop(() => 1, every: 5, patience: 2), ReportEvery = 5 };
        var history = trainer.Run(Data(), 1000, new ProgressTo(reports.Add));
        Assert.Equal([5, 10, 15], reports.Select(report => report.Step));
        Assert.Equal((TimeSpan.Zero, Ending.EarlyStop), (reports[^1].Remaining, reports[^1].Ending));
        Assert.EndsWith("stopped early", reports[^1].ToString(), StringComparison.Ordinal);
        Assert.EndsWith("to go", reports[0].ToString(), StringComparison.Ordinal);
        Assert.Matches(@"^15 steps, loss \d+\.\d{4} → \d+\.\d{4} \(mean of the last 15\), stopped early$",
            history.ToString());
        Assert.Throws<ArgumentNullException>(() => new ProgressTo(null!));
    }

    [Fact]
    public void Data_that_are_not_finite_are_named_instead_of_called_divergence()
    {
        var random = new Random(1);
        var model = new SequenceModel<double>(new Gru<double>(2, 4, random), 1, random);
        var trainer = new Trainer<double>(model, new SquaredError<double>(), new Sgd<double>(model, 0.1));
        var (x, y) = (new Steps<double>(4, 3, 2), new Steps<double>(4, 3, 1));
        x[2][1, 0] = double.NaN;
        var error = Assert.Throws<ArgumentException>(() => trainer.Run([new Batch<double>(x, y)], 1));
        Assert.Contains("example 1 at step 2 holds NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_allocates_next_to_nothing_after_the_first()
    {
        var model = Model();
        var batch = Data().First();
        var trainer = Trainer(model);
        trainer.Run(Enumerable.Repeat(batch, 30), 30);
        var before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Run(Enumerable.Repeat(batch, 200), 200);
        var many = GC.GetAllocatedBytesForCurrentThread() - before;
        before = GC.GetAllocatedBytesForCurrentThread();
        trainer.Run(Enumerable.Repeat(batch, 100), 100);
        var few = GC.GetAllocatedBytesForCurrentThread() - before;

        // The two numbers of the history, and reports. Reports go by the clock, so a slow shorter run may even have
        // allocated more.
        var aStep = (many - few) / 100.0;
        Assert.True(aStep <= 100, $"A step allocates {aStep} bytes.");
    }
}
