using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;

namespace RnnCourse.Tests.Records;

/// <summary>A tied embedding, dropout with one mask for all steps and layer normalisation between two cells; and
/// Bahdanau's decoder: PyTorch's, 1e-5 relative in float, 1e-10 in double.</summary>
public class TorchLayerTests
{
    [Fact]
    public void Layers_in_double_are_PyTorchs() => CompareLayers<double>();

    [Fact]
    public void Layers_in_float_are_PyTorchs() => CompareLayers<float>();

    [Theory, InlineData("rnn"), InlineData("gru"), InlineData("lstm")]
    public void Bahdanaus_decoder_in_double_is_PyTorchs(string cell) => CompareBahdanau<double>(cell);

    [Theory, InlineData("rnn"), InlineData("gru"), InlineData("lstm")]
    public void Bahdanaus_decoder_in_float_is_PyTorchs(string cell) => CompareBahdanau<float>(cell);

    private static void CompareLayers<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        var record = new TorchRecord<T>("layers");
        var embedding = new Embedding<T>(7, 4);
        var (below, above) = (Gru<T>(4, 5), Gru<T>(5, 4));
        var (dropout, norm) = (new Dropout<T>(5, 0.5, new Random(1)) { Seed = 3 }, new LayerNorm<T>(5));
        var model = new SequenceModel<T>(
            new Stacked<T>(embedding, below, dropout, norm, above), Linear<T>.Tied(embedding));
        record.Load(below, prefix: "below.");
        record.Load(above, prefix: "above.");
        embedding.E.CopyFrom(record.Matrix("e"));
        norm.γ.CopyFrom(record.Matrix("gain"));
        norm.β.CopyFrom(record.Matrix("shift"));
        model.Output.by.CopyFrom(record.Matrix("b_y"));

        var run = model.Unroll(record.Tokens("tokens"));
        var loss = new SoftmaxCrossEntropy<T>().Evaluate(run.O, record.Tokens("targets"));
        var gradient = model.Bptt(run, loss.dO);
        record.AssertSame("o", run.O.All);
        record.AssertSame("loss", loss.E);
        var layers = ((StackedGradient<T>)gradient.Cell).Layers;
        record.AssertGradient(layers[4], prefix: "above.");
        record.AssertSame("d.gain", layers[3].Parameters[0].Value);
        record.AssertSame("d.shift", layers[3].Parameters[1].Value);
        record.AssertGradient(layers[1], prefix: "below.");
        record.AssertSame("d.e", layers[0].Parameters[0].Value);
        record.AssertSame("d.b_y", gradient.Output.by);
    }

    private static void CompareBahdanau<T>(string kind) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var record = new TorchRecord<T>($"bahdanau_{kind}");
        var pair = new Bidirectional<T>(Gru<T>(5, 5), Gru<T>(5, 5));
        Cell<T> cell = kind switch
        {
            "rnn" => new VanillaRnn<T>(13, 5),
            "gru" => Gru<T>(13, 5),
            _ => new Lstm<T>(13, 5),
        };
        var model = new Seq2Seq<T>(pair, new BahdanauDecoder<T>(cell, 6, pair));
        record.Load(pair.Forward, prefix: "encoder.");
        record.Load(pair.Backward, layer: "_l0_reverse", prefix: "encoder.");
        record.Load(cell, prefix: "decoder.");
        foreach (var (name, theirs) in Decoder)
            model.Bahdanau!.Parameters.Single(p => p.Name == name).Value.CopyFrom(record.Matrix(theirs));
        model.Output.Why.CopyFrom(record.Matrix("w_hy"));
        model.Output.by.CopyFrom(record.Matrix("b_y"));

        var run = model.Unroll(
            record.Tokens("source", record.Integers("source_lengths")), record.Tokens("inputs"));
        var loss = new SoftmaxCrossEntropy<T>().Evaluate(run.O, record.Tokens("targets"));
        var gradient = model.Bptt(run, loss.dO);
        foreach (var (theirs, ours) in record.Matrices("alpha").Zip(((BahdanauRun<T>)run.Decoder).Alpha))
            record.AssertSame("alpha", theirs.Transpose(), ours);   // [S, B] there, [B, S] here
        record.AssertSame("o", run.O.All);
        record.AssertSame("loss", loss.E);
        record.AssertSame("d.w_hy", gradient.Output.Why);
        record.AssertSame("d.b_y", gradient.Output.by);
        foreach (var (name, theirs) in Decoder)
            record.AssertSame($"d.{theirs}", gradient.Decoder!.Parameters.Single(p => p.Name == name).Value);
        var encoder = (BidirectionalGradient<T>)gradient.Encoder!;
        record.AssertGradient(encoder.Forward, prefix: "encoder.");
        record.AssertGradient(encoder.Backward, layer: "_l0_reverse", prefix: "encoder.");
    }

    private static Gru<T> Gru<T>(int inputs, int hidden) where T : unmanaged, IFloatingPointIeee754<T> =>
        new(inputs, hidden, variant: GruVariant.ResetAfter);

    private static readonly (string Name, string Theirs)[] Decoder =
        [("E", "e"), ("Wa", "w_a"), ("Ua", "u_a"), ("va", "v_a"), ("Ws", "w_s")];
}
