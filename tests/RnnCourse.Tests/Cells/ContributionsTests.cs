using RnnCourse.Cells;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Cells;

public sealed class ContributionsTests
{
    [Theory]
    [InlineData("tanh", "Whh")]
    [InlineData("lstm", "Whi", "Whf", "Whg", "Who")]
    [InlineData("gru reset before", "Whz", "Whr", "Whh")]
    [InlineData("gru reset after", "Whz", "Whr", "Whh")]
    public void Their_double_sum_is_the_gradient(string kind, params string[] recurrent)
    {
        var random = new Random(4);
        var cell = CellKinds.Make<double>(kind, 2, 3, random);
        var run = cell.Unroll(Numbers.RandomSteps<double>(random, 5, 2, 2));
        var dEdH = Numbers.RandomSteps<double>(random, 5, 2, 3);
        var grad = cell.Bptt(run, dEdH);

        var contributions = new Contributions<double>(run, dEdH);

        for (var gate = 0; gate < recurrent.Length; gate++)
        {
            var sum = new Mat<double>(3, 3);
            for (var t = 0; t < 5; t++)
                for (var k = 0; k <= t; k++)
                    sum = sum.Plus(contributions.RecurrentWeights(t, k, gate));
            Gradients.AssertSame($"{kind}, sum of contributions", recurrent[gate], sum, grad.Parameters.Single(p => p.Name == recurrent[gate]).Value, 1e-13);
        }

        Assert.Equal(0, contributions.Norms()[1, 2]);
        Assert.True(contributions.Norms()[4, 0] > 0);
    }
}
