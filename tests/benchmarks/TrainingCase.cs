using System.Globalization;
using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;

namespace RnnCourse.Benchmarks;

/// <summary>What is measured: forward, loss, backward, clipping and an update of a character model.</summary>
/// <param name="Cell">rnn, lstm, gru (PyTorch's equations), gru-before (the course's), or minchar.</param>
/// <param name="Hidden">H.</param>
/// <param name="Batch">B.</param>
/// <param name="Variant">tokens, dense (one-hot vectors multiplied as any others), or double (precision;
/// tokens).</param>
internal sealed record TrainingCase(string Cell, int Hidden, int Batch, string Variant = "tokens")
{
    public const int Vocabulary = 65;

    /// <summary>T: 64, and 25 for min-char-rnn.</summary>
    public int Steps => Cell == "minchar" ? 25 : 64;

    /// <summary>cell:H:B, and the variant if it is not tokens.</summary>
    public string Name =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Cell}:{Hidden}:{Batch}{(Variant == "tokens" ? "" : ":" + Variant)}");

    public static TrainingCase Parse(string name)
    {
        var parts = name.Split(':');
        if (parts.Length is < 3 or > 4 || !int.TryParse(parts[1], out var hidden)
            || !int.TryParse(parts[2], out var batch))
            throw new ArgumentException(
                $"'{name}' is not a case: write cell:H:B, such as lstm:128:32, with :dense or :double after it "
                    + "if wanted.");
        return new TrainingCase(parts[0], hidden, batch, parts.Length > 3 ? parts[3] : "tokens");
    }

    /// <summary>A training step, ready to be called again and again.</summary>
    public Action Prepare() => Variant == "double" ? Prepare<double>() : Prepare<float>();

    private Action Prepare<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        Cell<T> cell = Cell switch
        {
            "rnn" or "minchar" => new VanillaRnn<T>(Vocabulary, Hidden, Activation.Tanh, random),
            "lstm" => new Lstm<T>(Vocabulary, Hidden, random),
            "gru" => new Gru<T>(Vocabulary, Hidden, random, GruVariant.ResetAfter),
            "gru-before" => new Gru<T>(Vocabulary, Hidden, random),
            _ => throw new ArgumentException($"There is no cell '{Cell}': use rnn, lstm, gru, gru-before or minchar."),
        };
        var model = new SequenceModel<T>(cell, Vocabulary, random);
        var (x, y) = Data<T>(random);
        var loss = new SoftmaxCrossEntropy<T>(Cell == "minchar" ? Reduction.Sum : Reduction.Mean);
        var optimizer = Cell == "minchar" ? (Optimizer<T>)new AdaGrad<T>(model, 0.1) : new Adam<T>(model, 0.001);
        ModelRun<T>? run = null;
        LossResult<T>? e = null;
        ModelGradient<T>? grad = null;
        return () =>
        {
            run = model.Unroll(x, null, run);
            e = loss.Evaluate(run.O, y, e);
            grad = model.Bptt(run, e.dO, null, grad);
            if (Cell == "minchar") Clip.ByElement(grad, 5);
            else Clip.ByNorm(grad, 5);
            optimizer.Step(grad);
        };
    }

    private (Sequence<T> X, Sequence<T> Y) Data<T>(Random random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (ids, y) = (new Sequence<T>(Steps, Batch), new Sequence<T>(Steps, Batch));
        var dense = new Steps<T>(Steps, Batch, Vocabulary);
        for (var t = 0; t < Steps; t++)
            for (var b = 0; b < Batch; b++)
            {
                (ids[t, b], y[t, b]) = (random.Next(Vocabulary), random.Next(Vocabulary));
                dense[t][b, ids[t, b]] = T.One;
            }

        return (Variant == "dense" ? dense : ids, y);
    }
}
