using RnnCourse.Cells;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Lessons.Tests.Experiments;
using RnnCourse.Lessons.Texts;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Training;

namespace RnnCourse.Lessons.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Corpus Text = new("letters", StoryText.Write(3000, new Random(1)));
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A program that trains: started again, it does the same from its first line.</summary>
    /// <param name="stopAt">The step at which it is killed: nothing more is done; 0 for never.</param>
    private static (TrainingHistory? History, SequenceModel<float> Model, EarlyStop? Stop) Program(
        string? file, int steps = 60, int stopAt = 0, Func<SequenceModel<float>, Optimizer<float>>? optimizer = null,
        bool stops = false)
    {
        var random = new Random(5);
        var model = new SequenceModel<float>(new Stacked<float>(
            new Lstm<float>(Text.Vocabulary.Count, 6, random), new Gru<float>(6, 5, random)),
            Text.Vocabulary.Count, random);
        var streams = new CorpusStreams(Text, streams: 3, steps: 9);
        var unseen = streams.Pass().Take(5).Select(Batches.Of<float>).ToArray();
        var stop = stops ? EarlyStop.On(unseen, every: 7, patience: 2) : null;
        var done = 0;
        var trainer = new Trainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean),
            optimizer?.Invoke(model) ?? new Adam<float>(model, 0.01))
        {
            ClipNorm = 1,
            Schedule = step => 0.01 / (1 + step / 20),
            EarlyStop = stop,
            Checkpoint = file is null ? null : new Checkpoint(file, every: 10),
            BeforeClipping = (_, _) => _ = ++done == stopAt ? throw new TimeoutException("killed") : 0,
        };
        var batches = Batches.From<float>(new CorpusStreams(Text, 3, 9, restart: 0.1, new Random(11)));
        try
        {
            return (trainer.Run(batches, steps), model, stop);
        }
        catch (TimeoutException)
        {
            return (null, model, stop);
        }
    }

    private static float[][,] Numbers(IParameters<float> model) => [.. model.Parameters.Select(p => p.Value.ToArray())];

    public static TheoryData<string> Optimizers => ["Sgd", "Momentum", "AdaGrad", "RmsProp", "Adam", "AdamW"];

    private static Optimizer<float> Made(string name, SequenceModel<float> model) => name switch
    {
        "Sgd" => new Sgd<float>(model, 0.01),
        "Momentum" => new Momentum<float>(model, 0.01),
        "AdaGrad" => new AdaGrad<float>(model),
        "RmsProp" => new RmsProp<float>(model),
        "AdamW" => new AdamW<float>(model),
        _ => new Adam<float>(model),
    };

    [Theory, MemberData(nameof(Optimizers))]
    public void A_training_that_was_killed_twice_ends_bit_for_bit_like_one_that_was_not(string optimizer)
    {
        var unbroken = Program(null, optimizer: model => Made(optimizer, model));
        Assert.Null(Program(_folder["a"], stopAt: 25, optimizer: model => Made(optimizer, model)).History);
        Assert.Null(Program(_folder["a"], stopAt: 13, optimizer: model => Made(optimizer, model)).History);
        var resumed = Program(_folder["a"], optimizer: model => Made(optimizer, model));
        Assert.Equal(unbroken.History!.Losses, resumed.History!.Losses);
        Assert.Equal(unbroken.History.GradientNorms, resumed.History.GradientNorms);
        Assert.Equal(Numbers(unbroken.Model), Numbers(resumed.Model));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(23)]
    [InlineData(59)]
    public void Early_stopping_goes_on_with_what_it_knew(int stopAt)
    {
        var unbroken = Program(null, steps: 400, stops: true);
        Program(_folder["a"], steps: 400, stopAt, stops: true);
        var resumed = Program(_folder["a"], steps: 400, stops: true);
        Assert.Equal(unbroken.Stop!.Losses, resumed.Stop!.Losses);
        Assert.Equal((unbroken.History!.Ending, unbroken.History.Losses.Count),
            (resumed.History!.Ending, resumed.History.Losses.Count));
        Assert.Equal(Numbers(unbroken.Model), Numbers(resumed.Model));
        var again = Program(_folder["a"], steps: 400, stops: true);
        Assert.Equal((resumed.History.Ending, resumed.History.Losses.Count),
            (again.History!.Ending, again.History.Losses.Count));
        Assert.Equal(Numbers(resumed.Model), Numbers(again.Model));
    }

    [Fact]
    public void A_run_that_was_done_is_not_done_again_and_more_steps_are_added()
    {
        var once = Program(_folder["a"], steps: 30);
        var again = Program(_folder["a"], steps: 30);
        Assert.Equal(once.History!.Losses, again.History!.Losses);
        Assert.Equal(Numbers(once.Model), Numbers(again.Model));
        Assert.Equal(Numbers(Program(null, steps: 45).Model), Numbers(Program(_folder["a"], steps: 45).Model));
    }

    [Fact]
    public void A_generator_that_the_training_draws_from_goes_on_too()
    {
        var task = new Dates(Language.English);
        var (source, target) = (task.SourceSymbols.Count, task.TargetSymbols.Count);
        (float[][,], IReadOnlyList<double>) Train(string? file, int steps)
        {
            var random = new Xoshiro256(1);
            var encoder = new Gru<float>(source, 6, random);
            var model = new Seq2Seq<float>(encoder, new Gru<float>(target + 1, 6, random), random: random);
            var own = new Xoshiro256(2);
            var trainer = new Seq2SeqTrainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean),
                new Adam<float>(model), own)
            {
                Truth = step => 1 - step / 40.0,
                Checkpoint = file is null ? null : new Checkpoint(file, every: 4, own),
            };
            var history = trainer.Run(TranslationBatches.From<float>(task, model.Edge, 4, new Random(3)), steps);
            return (Numbers(model), history.Losses);
        }

        Train(_folder["a"], 17);
        var ((unbroken, expected), (resumed, losses)) = (Train(null, 40), Train(_folder["a"], 40));
        Assert.Equal(expected, losses);
        Assert.Equal(unbroken, resumed);
    }

    [Fact]
    public void Dropout_masks_go_on_too_and_a_generator_that_cannot_be_saved_is_refused()
    {
        SequenceModel<float> Train(string? file, int steps, Random masks)
        {
            var random = new Random(5);
            var model = new SequenceModel<float>(new Stacked<float>(new Gru<float>(Text.Vocabulary.Count, 6, random),
                new Dropout<float>(6, 0.5, masks), new Gru<float>(6, 5, random)), Text.Vocabulary.Count, random);
            var trainer = new Trainer<float>(model, new SoftmaxCrossEntropy<float>(Reduction.Mean),
                new Adam<float>(model))
            {
                Checkpoint = file is null ? null
                    : new Checkpoint(file, 4, [.. new[] { masks }.OfType<Xoshiro256>()]),
            };
            trainer.Run(Batches.From<float>(new CorpusStreams(Text, 3, 9)), steps);
            return model;
        }

        Train(_folder["a"], 17, new Xoshiro256(2));
        Assert.Equal(Numbers(Train(null, 40, new Xoshiro256(2))),
            Numbers(Train(_folder["a"], 40, new Xoshiro256(2))));
        Assert.Contains("new Xoshiro256(seed)", Assert.Throws<InvalidOperationException>(() =>
            Train(_folder["b"], 3, new Random(2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused_and_nothing_is_changed()
    {
        Program(_folder["a"], steps: 10);
        var random = new Random(5);
        var other = new SequenceModel<float>(new Lstm<float>(Text.Vocabulary.Count, 6, random),
            Text.Vocabulary.Count, random);
        var before = Numbers(other);
        var data = Batches.From<float>(new CorpusStreams(Text, 3, 9));
        string Refused(SequenceModel<float> model, Optimizer<float> optimizer, Checkpoint checkpoint) =>
            Assert.Throws<InvalidDataException>(() => new Trainer<float>(model,
                new SoftmaxCrossEntropy<float>(Reduction.Mean), optimizer)
            { Checkpoint = checkpoint }
                .Run(data, 20)).Message;

        Assert.Contains("another training", Refused(other, new Adam<float>(other), new Checkpoint(_folder["a"])),
            StringComparison.Ordinal);
        Assert.Equal(before, Numbers(other));

        var same = Program(null, steps: 0).Model;
        before = Numbers(same);
        Assert.Contains("moments.m.", Refused(same, new Sgd<float>(same, 0.1), new Checkpoint(_folder["a"])),
            StringComparison.Ordinal);
        Assert.Contains("0 generators, here there are 1", Refused(same, new Adam<float>(same),
            new Checkpoint(_folder["a"], 100, new Xoshiro256(1))), StringComparison.Ordinal);
        var bytes = File.ReadAllBytes(_folder["a"]);
        bytes[^9] ^= 4;
        File.WriteAllBytes(_folder["a"], bytes);
        Assert.Contains("SHA-256", Refused(same, new Adam<float>(same), new Checkpoint(_folder["a"])),
            StringComparison.Ordinal);
        Assert.Equal(before, Numbers(same));
    }
}
