using RnnCourse.Cells;
using RnnCourse.Lessons.Tasks;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Optimizers;
using RnnCourse.Training;

namespace RnnCourse.Lessons.Tests.Training;

public class Seq2SeqTrainerTests
{
    [Theory]
    [InlineData(null, 400)]
    [InlineData(AttentionScore.Dot, 250)]
    [InlineData(AttentionScore.Additive, 250)]
    public void Small_number_words_are_learnt_and_written_without_error(AttentionScore? score, int steps)
    {
        var task = new NumberWords(Language.Korean, digits: 2);
        var random = new Random(3);
        var model = new Seq2Seq<float>(
            new Gru<float>(task.SourceSymbols.Count, 48, random),
            new Gru<float>(task.TargetSymbols.Count + 1, 48, random),
            score is { } s ? new Attention<float>(48, 48, s, random) : null,
            random);
        var trainer = new Seq2SeqTrainer<float>(
            model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Adam<float>(model, 0.01), random)
        { ClipNorm = 1 };
        var history = trainer.Run(TranslationBatches.From<float>(task, model.Edge, 32, new Random(4)), steps);
        Assert.Equal(Math.Log(11), history.Losses[0], 0.4);
        var test = TranslationBatches.Of<float>(task.Sample(200, new Random(5)), model.Edge);
        Assert.True(trainer.Evaluate(test).E < 0.15 * task.BaselineLoss);
        Assert.True(trainer.ExactMatch(test) > 0.95);
    }

    [Fact]
    public void A_decoder_that_is_weaned_from_the_truth_learns_too()
    {
        var task = new NumberWords(Language.English, digits: 2);
        var random = new Random(9);
        var model = new Seq2Seq<float>(
            new Lstm<float>(task.SourceSymbols.Count, 48, random),
            new Lstm<float>(task.TargetSymbols.Count + 1, 48, random),
            new Attention<float>(48, 48, AttentionScore.Dot, random), random);
        var trainer = new Seq2SeqTrainer<float>(
            model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Adam<float>(model, 0.01), random)
        {
            ClipNorm = 1,
            Truth = step => Math.Max(0, 1 - step / 200.0),
        };
        trainer.Run(TranslationBatches.From<float>(task, model.Edge, 32, new Random(10)), 300);
        Assert.True(trainer.ExactMatch(TranslationBatches.Of<float>(task.Sample(200, new Random(11)),
            model.Edge)) > 0.95);
    }

    [Fact]
    public void Pictures_are_captioned()
    {
        var task = new Captions(noise: 0.05);
        var random = new Random(6);
        var model = new Seq2Seq<float>(
            new VanillaRnn<float>(64, 64, random: random),
            new VanillaRnn<float>(task.Words.Count + 1, 64, random: random), null, random);
        var trainer = new Seq2SeqTrainer<float>(
            model, new SoftmaxCrossEntropy<float>(Reduction.Mean), new Adam<float>(model, 0.005), random)
        { ClipNorm = 1 };
        trainer.Run(TranslationBatches.From<float>(task, model.Edge, 32, new Random(7)), 600);
        Assert.True(trainer.ExactMatch(TranslationBatches.Of<float>(task.Sample(100, new Random(8)),
            model.Edge)) > 0.9);
    }
}
