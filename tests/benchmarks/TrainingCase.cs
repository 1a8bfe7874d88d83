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
/// <param name="Length">T, if it is not the usual 64.</param>
internal sealed record TrainingCase(string Cell, int Hidden, int Batch, string Variant = "tokens", int? Length = null)
{
    public const int Vocabulary = 65;

    /// <summary>T: 64, and 25 for min-char-rnn.</summary>
    public int Steps => Length ?? (Cell == "minchar" ? 25 : 64);

    /// <summary>cell:H:B, then T and the variant if they are not the usual.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"{Cell}:{Hidden}:{Batch}{(Length is { } t ? $":{t}" : "")}{(Variant == "tokens" ? "" : ":" + Variant)}");

    /// <summary>Floating-point operations of the products of a step: forward, and twice as many backwards. Reading
    /// token ids costs none.</summary>
    public double Flops
    {
        get
        {
            var perStep = (double)Gates * Hidden * Hidden + (double)Hidden * Vocabulary
                + (Variant == "dense" ? (double)Gates * Hidden * Vocabulary : 0);
            return 6 * perStep * Steps * Batch;
        }
    }

    /// <summary>Bytes of recurrent weights that a single row reads: once a time step, forwards and backwards.</summary>
    public double BytesRead => 2.0 * Steps * Gates * Hidden * Hidden * (Variant == "double" ? 8 : 4);

    private int Gates => Cell switch { "lstm" => 4, "gru" or "gru-before" => 3, _ => 1 };

    public static TrainingCase Parse(string name)
    {
        var parts = name.Split(':');
        var rest = parts.Skip(3).ToArray();
        int? length = rest.Length > 0 && int.TryParse(rest[0], out var t) ? t : null;
        if (length is not null) rest = rest[1..];
        if (parts.Length < 3 || rest.Length > 1 || !int.TryParse(parts[1], out var hidden)
            || !int.TryParse(parts[2], out var batch))
            throw new ArgumentException(
                $"'{name}' is not a case: write cell:H:B, such as lstm:128:32, then :T, :dense or :double if wanted.");
        return new TrainingCase(parts[0], hidden, batch, rest is [var variant] ? variant : "tokens", length);
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
