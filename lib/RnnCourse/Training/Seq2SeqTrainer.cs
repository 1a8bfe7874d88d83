using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Optimizers;

namespace RnnCourse.Training;

/// <summary>Trains an encoder and decoder with teacher forcing, free running, or anything between.</summary>
/// <param name="model">What is trained.</param>
/// <param name="loss">What is made small.</param>
/// <param name="optimizer">How the weights are changed.</param>
/// <param name="random">The generator that mixes true and own symbols; it is not used under teacher forcing.</param>
public sealed class Seq2SeqTrainer<T>(Seq2Seq<T> model, Loss<T> loss, Optimizer<T> optimizer, Random random)
    : TrainingLoop<T, TranslationBatch<T>>(model, optimizer) where T : unmanaged, IFloatingPointIeee754<T>
{
    // Reused, so that a step allocates nothing after the first of its shape.
    private readonly ByShape<(int Read, bool ReadPadded, int Written, bool WrittenPadded, int Batch), Memory> _memories = new();

    /// <summary>The probability that the decoder reads the true symbol, by step: 1 is teacher forcing (the default), 0
    /// free running, falling is scheduled sampling.</summary>
    public Func<int, double> Truth { get; init; } = TeacherForcing;

    private static readonly Func<int, double> TeacherForcing = _ => 1;

    /// <summary>The loss on a batch when the decoder reads the truth; nothing is changed.</summary>
    public LossResult<T> Evaluate(TranslationBatch<T> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return loss.Evaluate(model.Unroll(batch.Source, Inputs(batch, truth: 1)).O, batch.Targets);
    }

    /// <summary>The loss on several batches together when the decoder reads the truth; nothing is changed.</summary>
    /// <param name="batches">At least one batch, and an end: not <c>TranslationBatches.From</c>.</param>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public Evaluation Evaluate(IEnumerable<TranslationBatch<T>> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Evaluation.Of(loss, batches.Select(Evaluate));
    }

    /// <summary>The share of sources that greedy decoding translates without any error.</summary>
    public double ExactMatch(TranslationBatch<T> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var written = Decoding.Greedy(model, batch.Source, batch.Targets.Count + 5);
        return Enumerable.Range(0, written.Length).Average(b =>
        {
            var length = (batch.Targets.Lengths?[b] ?? batch.Targets.Count) - 1;
            return written[b].SequenceEqual(Enumerable.Range(0, length).Select(t => batch.Targets[t, b])) ? 1.0 : 0;
        });
    }

    private protected override IEnumerable<Cell<T>> Cells => [model.Encoder, model.Decoder];

    private protected override IEnumerable<Random> Draws => Truth == TeacherForcing ? [] : [random];

    private protected override (double Loss, IParameters<T> Gradient, long Tokens) Backpropagate(
        TranslationBatch<T> batch, int step)
    {
        var (source, targets) = (batch.Source, batch.Targets);
        var memory = _memories[
            (source.Count, source.Lengths is not null, targets.Count, targets.Lengths is not null, source.Batch)];
        var run = memory.Run = model.Unroll(source, Inputs(batch, Truth(step)), memory.Run);
        var result = memory.Result = loss.Evaluate(run.O, targets, memory.Result);
        var gradient = memory.Gradient = model.Bptt(run, result.dO, memory.Gradient);
        return (result.E, gradient, batch.Tokens);
    }

    private sealed class Memory
    {
        public Seq2SeqRun<T>? Run { get; set; }
        public Seq2SeqGradient<T>? Gradient { get; set; }
        public LossResult<T>? Result { get; set; }
    }

    private Sequence<T> Inputs(TranslationBatch<T> batch, double truth) =>
        Decoding.Inputs(model, batch.Source, batch.Targets, truth, random);
}
