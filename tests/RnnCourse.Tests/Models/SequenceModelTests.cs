using RnnCourse.Cells;
using RnnCourse.Losses;
using RnnCourse.Models;
using RnnCourse.Numerics;
using RnnCourse.Optimizers;
using RnnCourse.Tests.Cells;

namespace RnnCourse.Tests.Models;

[Collection(nameof(Threads))]
public sealed class SequenceModelTests
{
    public static MatrixTheoryData<string, string, OutputAt> Cases => new(
        ["softmax", "softmax of distributions", "sigmoid", "squared"],
        ["tanh", "lstm", "stack of lstm and gru", "bidirectional gru and lstm"],
        [OutputAt.EveryStep, OutputAt.LastStep]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bptt_matches_central_differences_for_every_loss(string kind, string cellKind, OutputAt at)
    {
        for (var seed = 1; seed <= 3; seed++)
        {
            var random = new Random(seed);
            var (steps, batch, outputs) = (1 + random.Next(4), 1 + random.Next(3), 2 + random.Next(3));
            var model = new SequenceModel<double>(CellKinds.Make<double>(cellKind, 3, 2 + seed, random), outputs, random, at);
            var x = new Sequence<double>(steps, batch, [.. Enumerable.Range(0, batch).Select(_ => random.Next(1, steps + 1))]);
            foreach (ref var id in x.Tokens) id = random.Next(3);
            var (loss, y) = Target(kind, at == OutputAt.LastStep ? 1 : steps, batch, outputs, at == OutputAt.LastStep ? null : x, random, (Reduction)(seed - 1));
            double Error() => loss.Evaluate(model.Unroll(x).O, y).E;

            var run = model.Unroll(x);
            var grad = model.Bptt(run, loss.Evaluate(run.O, y).dO);

            Assert.Equal(model.Parameters.Select(p => p.ToString()), grad.Parameters.Select(p => p.ToString()));
            var differences = model.Parameters.Select(p => Numbers.Differences(p.Value, Error)).ToList();
            var largest = differences.Max(CellKinds.Largest);
            foreach (var (expected, actual) in differences.Zip(grad.Parameters))
                Assert.InRange(CellKinds.Largest(expected.Minus(actual.Value)) / largest, 0, 1e-8);
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
            // The runtime itself may allocate once, when a lock is first contended; what a step allocates shows in every round.
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

    private static (Loss<double> Loss, Sequence<double> Y) Target(
        string kind, int steps, int batch, int outputs, Sequence<double>? x, Random random, Reduction reduction)
    {
        int[]? lengths = x?.Lengths is { } given ? [.. given] : null;
        if (kind == "softmax")
        {
            var classes = new Sequence<double>(steps, batch, lengths);
            foreach (ref var id in classes.Tokens) id = random.Next(outputs);
            return (new SoftmaxCrossEntropy<double>(reduction), classes);
        }

        var dense = Numbers.RandomSteps<double>(random, steps, batch, outputs);
        foreach (var step in dense)
            for (var b = 0; b < batch; b++)
            {
                var row = step.RowSpan(b);
                foreach (ref var value in row) value = Math.Abs(value);
                if (kind != "softmax of distributions") continue;
                var sum = 0.0;
                foreach (var value in row) sum += value;
                foreach (ref var value in row) value /= sum;
            }

        Loss<double> loss = kind switch
        {
            "sigmoid" => new SigmoidCrossEntropy<double>(reduction),
            "squared" => new SquaredError<double>(reduction),
            _ => new SoftmaxCrossEntropy<double>(reduction),
        };
        return (loss, new Sequence<double>(dense, lengths));
    }
}
