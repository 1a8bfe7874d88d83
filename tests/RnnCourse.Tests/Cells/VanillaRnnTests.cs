using RnnCourse.Cells;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Cells;

public sealed class VanillaRnnTests
{
    [Fact]
    public void One_step_is_the_equation()
    {
        var rnn = new VanillaRnn<double>(inputs: 3, hidden: 2, Activation.Tanh);
        rnn.W.Wxh.CopyFrom(new double[,] { { 0.1, 0.2, 0.3 }, { -0.4, 0.5, 0.6 } });
        rnn.W.Whh[0, 1] = 0.5;
        rnn.W.bh[1] = 0.25;
        Mat<double>[] x = [new double[,] { { 1, 2, 3 } }];
        Mat<double> h0 = new double[,] { { 0.7, -0.9 } };

        var run = rnn.Unroll(x, h0);

        Assert.Equal(0.1 + 0.4 + 0.9 + (0.5 * -0.9), run.A[0][0, 0], 1e-15);
        Assert.Equal(Math.Tanh(-0.4 + 1.0 + 1.8 + 0.25), run.H[0][0, 1], 1e-15);
        Assert.Equal(-0.9, run.H[-1][0, 1]);
    }

    [Fact]
    public void Token_ids_are_one_hot_vectors()
    {
        var random = new Random(8);
        var rnn = new VanillaRnn<double>(4, 3, Activation.Tanh, random);
        int[][] ids = [[0, 3], [2, 2], [1, 0]];
        var oneHot = new Steps<double>(3, 2, 4);
        for (var t = 0; t < 3; t++)
            for (var b = 0; b < 2; b++)
                oneHot[t][b, ids[t][b]] = 1;
        var dEdH = Numbers.RandomSteps<double>(random, 3, 2, 3);

        var (sparse, dense) = (rnn.Unroll(ids), rnn.Unroll(oneHot));
        var (a, b2) = (rnn.Bptt(sparse, dEdH), rnn.Bptt(dense, dEdH));

        Assert.InRange(Numbers.Error(sparse.H.All, dense.H.All), 0, 1e-15);
        Gradients.AssertSame("tanh, tokens against one-hot vectors", a, b2, 1e-14);
    }

    [Fact]
    public void Padding_keeps_the_last_state_and_changes_no_gradient()
    {
        var random = new Random(9);
        var rnn = new VanillaRnn<double>(2, 3, Activation.Tanh, random);
        var x = Numbers.RandomSteps<double>(random, 5, 2, 2);
        var padded = new Sequence<double>(x, [3, 5]);
        var dFinal = Numbers.Random<double>(random, 2, 3);

        var run = rnn.Unroll(padded);
        var grad = rnn.Bptt(run, null, dFinal);

        var expected = new Mat<double>(3, 3);
        for (var b = 0; b < 2; b++)
        {
            var alone = new Steps<double>(padded.Lengths![b], 1, 2);
            for (var t = 0; t < alone.Count; t++) alone[t].CopyFrom(x[t].RowRange(b, 1));
            var aloneRun = rnn.Unroll(alone);
            Assert.InRange(Numbers.Error(run.Final.H.RowRange(b, 1), aloneRun.Final.H), 0, 1e-15);
            expected = expected + rnn.Bptt(aloneRun, null, dFinal.RowRange(b, 1).Clone()).W.Whh;
        }

        Gradients.AssertSame("tanh, padded", "Whh", grad.W.Whh, expected, 1e-14);
    }
}
