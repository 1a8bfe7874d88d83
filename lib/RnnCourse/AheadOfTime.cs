using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Optimizers;

namespace RnnCourse;

/// <summary>Says for which T a training step is compiled when the library is built (see ReadyToRun.targets): a compiler
/// that works ahead of time compiles generic code only for the types it sees used. Nobody calls this.</summary>
internal static class AheadOfTime
{
    internal static void Float() => TrainingStep<float>();

    internal static void Double() => TrainingStep<double>();

    private static void TrainingStep<T>() where T : unmanaged, IFloatingPointIeee754<T>
    {
        var random = new Random(1);
        var x = new Sequence<T>(1, 1);
        var rows = default(RowPart);
        var rnn = new VanillaRnn<T>(1, 1, Activation.Tanh, random);
        rnn.Bptt(rnn.Unroll(x), null);
        var rnnRun = rnn.NewRun(x);
        rnn.Forward(rnnRun, rows);
        rnn.Backward(rnnRun, rnn.NewGradient(rnnRun, true), rows);
        var lstm = new Lstm<T>(1, 1, random);
        lstm.Bptt(lstm.Unroll(x), null);
        var lstmRun = lstm.NewRun(x);
        lstm.Forward(lstmRun, rows);
        lstm.Backward(lstmRun, lstm.NewGradient(lstmRun, true), rows);
        var gru = new Gru<T>(1, 1, random);
        gru.Bptt(gru.Unroll(x), null);
        var gruRun = gru.NewRun(x);
        gru.Forward(gruRun, rows);
        gru.Backward(gruRun, gru.NewGradient(gruRun, true), rows);

        var model = new SequenceModel<T>(rnn, 1, random);
        var run = model.Unroll(x);
        var loss = new SoftmaxCrossEntropy<T>(Reduction.Mean);
        var e = loss.Evaluate(run.O, x);
        loss.Prepare(run.O, e);
        var grad = model.Bptt(run, e.dO);
        Clip.ByNorm(grad, 5);
        var adam = new Adam<T>(model, 0.001);
        adam.Step(grad);
        adam.Update(0, e.P[0], e.P[0]);
    }
}
