using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Tests.Cells;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Models;

[Collection(nameof(Threads))]
public sealed class SequenceModelTests
{
    [Theory]
    [InlineData(OutputAt.EveryStep)]
    [InlineData(OutputAt.LastStep)]
    public void A_reused_run_and_gradient_say_the_same(OutputAt at)
    {
        var random = new Random(2);
        var model = new SequenceModel<double>(CellKinds.Make<double>("bidirectional gru and lstm", 4, 5, random), 3,
            random, at);
        ModelRun<double>? run = null;
        ModelGradient<double>? gradient = null;
        for (var n = 0; n < 3; n++)
        {
            var x = new Sequence<double>(Numbers.RandomSteps<double>(random, 6, 2, 4), [6, 3]);
            run = model.Unroll(x, null, run);
            var dO = Numbers.RandomSteps<double>(random, run.O.Count, 2, 3);
            gradient = model.Bptt(run, dO, null, gradient);
            Gradients.AssertSame($"reused for the time {n}", gradient, model.Bptt(model.Unroll(x), dO), 0);
        }
    }

    [Theory]
    [InlineData("tanh", false)]
    [InlineData("lstm", false)]
    [InlineData("lstm", true)]
    [InlineData("gru reset before", false)]
    [InlineData("gru reset after", true)]
    [InlineData("stack of lstm and gru", true)]
    [InlineData("bidirectional gru and lstm", true)]
    public void A_training_step_allocates_nothing(string cellKind, bool masked)
    {
        var threads = Compute.Threads;
        Compute.Threads = 2;
        try
        {
            var random = new Random(1);
            var model = new SequenceModel<float>(CellKinds.Make<float>(cellKind, 11, 64, random), 11, random);
            int[] lengths = [.. Enumerable.Range(0, 32).Select(b => 1 + (b % 12))];
            var x = new Sequence<float>(12, 32, masked ? lengths : null);
            var y = new Sequence<float>(12, 32, masked ? lengths : null);
            var loss = new SoftmaxCrossEntropy<float>(Reduction.Mean);
            var optimizer = new Adam<float>(model);
            ModelRun<float>? run = null;
            LossResult<float>? e = null;
            ModelGradient<float>? grad = null;
            void Step()
            {
                run = model.Unroll(x, run?.Final, run);
                e = loss.Evaluate(run.O, y, e);
                grad = model.Bptt(run, e.dO, null, grad);
                Clip.ByNorm(grad, 1);
                optimizer.Step(grad);
            }

            for (var i = 0; i < 3; i++) Step();
            // The runtime itself may allocate once, when a lock is first contended; what a step allocates shows in
            // every round.
            Assert.Equal(0, Enumerable.Range(0, 4).Min(_ => AllocatedBy(Step)));
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    private static long AllocatedBy(Action step)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++) step();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void It_learns_to_repeat_the_previous_token()
    {
        var random = new Random(3);
        var model = new SequenceModel<float>(new Gru<float>(5, 24, random), 5, random);
        var (x, y) = (new Sequence<float>(12, 16), new Sequence<float>(12, 16));
        var loss = new SoftmaxCrossEntropy<float>(Reduction.Mean);
        var optimizer = new Adam<float>(model, 0.01);
        LossResult<float>? e = null;
        for (var step = 0; step < 150; step++)
        {
            foreach (ref var id in x.Tokens) id = random.Next(5);
            for (var b = 0; b < 16; b++)
                for (var t = 0; t < 12; t++)
                    y[t, b] = t == 0 ? Sequence<float>.NoTarget : x[t - 1, b];
            var run = model.Unroll(x);
            e = loss.Evaluate(run.O, y, e);
            optimizer.Step(model.Bptt(run, e.dO));
        }

        Assert.InRange(e!.E, 0, 0.1);
        Assert.Equal(e.Targets, e.Correct);
    }
}
