using RnnCourse.Analysis;
using RnnCourse.Losses;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Losses;

public sealed class SoftmaxCrossEntropyTests
{
    [Theory]
    [InlineData(Reduction.Sum)]
    [InlineData(Reduction.Mean)]
    [InlineData(Reduction.MeanOverBatch)]
    public void Gradient_matches_central_differences(Reduction reduction)
    {
        var random = new Random(3);
        var o = Numbers.RandomSteps<double>(random, 3, 2, 5, scale: 3);
        var y = new Sequence<double>([[0, 4], [Sequence<double>.NoTarget, 2], [1, 1]], lengths: [3, 2]);
        var loss = new SoftmaxCrossEntropy<double>(reduction);

        var result = loss.Evaluate(o, y);

        Assert.Equal(4, result.Targets);
        var dO = result.dO.All.Clone();
        Gradients.AssertSame($"softmax, {reduction}", "dO", dO,
            GradientCheck.CentralDifferences(o.All, () => loss.Evaluate(o, y).E), 1e-9);
        Assert.Equal(result.E, result.Et.Sum(), 1e-12);
    }

    [Fact]
    public void A_mean_is_the_sum_divided_by_what_it_is_named_after()
    {
        var o = Numbers.RandomSteps<double>(new Random(4), 3, 2, 5);
        var y = new Sequence<double>([[0, 4], [Sequence<double>.NoTarget, 2], [1, 1]], lengths: [3, 2]);
        LossResult<double> Of(Reduction reduction) => new SoftmaxCrossEntropy<double>(reduction).Evaluate(o, y);

        var sum = Of(Reduction.Sum);
        foreach (var (mean, divisor) in ((Reduction, int)[])[(Reduction.MeanOverBatch, 2), (Reduction.Mean, 4)])
        {
            Assert.Equal(sum.E / divisor, Of(mean).E, 1e-14);
            Gradients.AssertSame($"softmax, {mean}", "dO", Of(mean).dO.All, sum.dO.All * (1.0 / divisor), 1e-14);
        }
    }

    [Fact]
    public void Equal_logits_lose_the_logarithm_of_the_number_of_classes()
    {
        var result =
            new SoftmaxCrossEntropy<double>(Reduction.Mean).Evaluate(new Steps<double>(2, 1, 65), new[] { 3, 64 });
        Assert.Equal(Math.Log(65), result.E, 1e-12);
    }

    [Fact]
    public void Huge_logits_do_not_overflow()
    {
        Mat<float>[] o = [new float[,] { { 1000, -1000, 0 } }];
        var result = new SoftmaxCrossEntropy<float>().Evaluate(o, new[] { 1 });
        Assert.Equal(2000, result.E, 1e-3);
        Assert.True(result.dO.All.IsFinite());
    }
}
