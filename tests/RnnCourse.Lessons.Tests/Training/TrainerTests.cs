using RnnCourse.Cells;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Lessons.Texts;
using RnnCourse.Losses;
using RnnCourse.Models;
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
