using System.Numerics;
using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;

namespace RnnCourse.Tests.Records;

/// <summary>Seq2Seq with and without attention is PyTorch's: 1e-5 relative in float, 1e-10 in double.</summary>
public class TorchSeq2SeqTests
{
    public static TheoryData<string, string> Cases => new MatrixTheoryData<string, string>(["rnn", "gru", "lstm"], ["none", "dot", "additive"]);

    [Theory, MemberData(nameof(Cases))]
    public void Seq2Seq_in_double_is_PyTorchs(string cell, string attention) => Compare<double>(cell, attention);

    [Theory, MemberData(nameof(Cases))]
    public void Seq2Seq_in_float_is_PyTorchs(string cell, string attention) => Compare<float>(cell, attention);

    private static void Compare<T>(string cell, string score)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var record = new TorchRecord<T>($"seq2seq_{cell}_{score}");
        Cell<T> Make(int inputs) => cell switch
        {
            "rnn" => new VanillaRnn<T>(inputs, 5),
            "gru" => new Gru<T>(inputs, 5, variant: GruVariant.ResetAfter),
            _ => new Lstm<T>(inputs, 5),
        };
        var attention = score == "none" ? null
            : new Attention<T>(5, 5, score == "dot" ? AttentionScore.Dot : AttentionScore.Additive);
        var model = new Seq2Seq<T>(Make(5), Make(6), attention);
        record.Load(model.Encoder, prefix: "encoder.");
        record.Load(model.Decoder, prefix: "decoder.");
        foreach (var (name, theirs) in Attention)
            if (attention?.Parameters.FirstOrDefault(p => p.Name == name) is { } weight)
                weight.Value.CopyFrom(record.Matrix(theirs));
        model.Output.Why.CopyFrom(record.Matrix("w_hy"));
        model.Output.by.CopyFrom(record.Matrix("b_y"));

        var source = record.Tokens("source", record.Integers("source_lengths"));
        var run = model.Unroll(source, record.Tokens("inputs"));
        var loss = new SoftmaxCrossEntropy<T>().Evaluate(run.O, record.Tokens("targets"));
        var gradient = model.Bptt(run, loss.dO);

        record.AssertSame("h", run.Decoder.H.All);
        record.AssertSame("o", run.O.All);
        record.AssertSame("loss", loss.E);
        if (record.Has("alpha")) // [T, S, B] there, T × [B, S] here
            foreach (var (theirs, ours) in record.Matrices("alpha").Zip(run.Attention!.Alpha))
                record.AssertSame("alpha", theirs.Transpose(), ours);

        // In the order of the backward pass: the first that differs is nearest to the mistake.
        record.AssertSame("d.w_hy", gradient.Output.Why);
        record.AssertSame("d.b_y", gradient.Output.by);
        foreach (var (name, theirs) in Attention)
            if (gradient.Attention?.Parameters.FirstOrDefault(p => p.Name == name) is { } weight)
                record.AssertSame($"d.{theirs} (attention.{name})", record.Matrix($"d.{theirs}"), weight.Value);
        record.AssertGradient(gradient.Decoder!, prefix: "decoder.");
        record.AssertGradient(gradient.Encoder!, prefix: "encoder.");
    }

    private static readonly (string Name, string Theirs)[] Attention = [("Wc", "w_c"), ("Wa", "w_a"), ("Ua", "u_a"), ("va", "v_a")];
}
