using MathNet.Numerics.LinearAlgebra;
using RnnCourse.Cells;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Tests.Models;

namespace RnnCourse.Tests.Exactness;

/// <summary>
/// Seq2Seq without attention, with dot and with additive attention: the gradients of decoder and encoder equal the
/// double sum over (t, k) and forward mode to 1e-12, relative to the largest entry, and so does what the decoder hands
/// to the encoder through the encoder's final state.
/// </summary>
public class Seq2SeqSumsTests
{
    [Theory, MemberData(nameof(Seq2SeqTests.Kinds), MemberType = typeof(Seq2SeqTests))]
    public void Bptt_of_decoder_and_encoder_equals_the_double_sum_and_forward_mode(string cell,
        AttentionScore? score) => Problem.ForAll(
        problem =>
        {
            var random = problem.Random();
            var model = Seq2SeqTests.Model(cell, problem.Hidden, problem.Inputs, score, random);
            var (source, targets) = Seq2SeqTests.Batch(problem, random);
            var run = model.Unroll(source, Decoding.Inputs(model, source, targets, truth: 1, random));
            var dO = new SoftmaxCrossEntropy<double>().Evaluate(run.O, targets).dO;
            var gradient = model.Bptt(run, dO);

            // What reaches the decoder: through the output layer, and through the attention if there is one.
            Steps<double> dShown = dO.Select(step => step * model.Output.Why).ToArray();
            var attention = run.Attention is null ? null : model.Attention!.Bptt(run.Attention, dShown);
            var onDecoder = attention?.H ?? dShown;
            TwoSums.AssertEqual($"{cell} as decoder", gradient.Decoder!, run.Decoder, onDecoder);

            // What reaches the encoder: through the attention, and through its final state, where the decoder started.
            var toEncoder = OnInitial(run.Decoder, onDecoder);
            Gradients.AssertSame($"{cell}, from decoder to encoder", "the initial state",
                Flat(gradient.Decoder!.Initial), toEncoder, 1e-12);
            var states = run.Encoder.H;
            var onEncoder = attention?.Keys ?? new Steps<double>(states.Count, states.Rows, states.Columns);
            TwoSums.AssertEqual($"{cell} as encoder", gradient.Encoder!, run.Encoder, onEncoder,
                gradient.Decoder.Initial);
        },
        count: 8);

    // dE/ds₋₁ = Σ_t (∂⁺E/∂h_t) (∂_t/∂s₋₁), [B, S], the last factor multiplied up forwards in time.
    private static Mat<double> OnInitial(Run<double> run, Steps<double> dEdH)
    {
        var step = ForwardMode.Derivatives(run, dEdH);
        return Mat<double>.FromMathNet(Matrix<double>.Build.DenseOfRowVectors(Enumerable.Range(0, run.Batch).Select(b =>
        {
            var onInitial = Matrix<double>.Build.DenseIdentity(step.States);
            var sum = Vector<double>.Build.Dense(step.States);
            for (var t = 0; t < run.Count; t++)
            {
                onInitial = step.Jacobian(t, b) * onInitial;
                sum += step.OnState(dEdH[t], b) * onInitial;
            }

            return sum;
        })));
    }

    // All of a state side by side, [B, S]: h, then c, layer after layer.
    private static Mat<double> Flat(State<double> state)
    {
        IEnumerable<Mat<double>> Parts(State<double> of) =>
            of.Layers.Count > 0 ? of.Layers.SelectMany(Parts) : of.C is null ? [of.H] : [of.H, of.C];
        return Mat<double>.FromMathNet(Parts(state).Select(part => part.ToMathNet())
            .Aggregate((left, right) => left.Append(right)));
    }
}
