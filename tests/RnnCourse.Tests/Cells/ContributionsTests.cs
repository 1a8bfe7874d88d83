using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Lessons.Analysis;
using RnnCourse.Numerics;
using RnnCourse.Tests.Exactness;

namespace RnnCourse.Tests.Cells;

public sealed class ContributionsTests
{
    public static TheoryData<string> Kinds => [.. CellKinds.Singles];

    [Theory, MemberData(nameof(Kinds))]
    public void Their_double_sum_is_the_gradient(string kind)
    {
        var random = new Random(4);
        var cell = CellKinds.Make<double>(kind, 2, 3, random);
        var run = cell.Unroll(Numbers.RandomSteps<double>(random, 5, 2, 2));
        var dEdH = Numbers.RandomSteps<double>(random, 5, 2, 3);
        var grad = cell.Bptt(run, dEdH);

        var contributions = new Contributions<double>(run, dEdH);

        var sums = RecurrentWeights(cell).Select(weights =>
        {
            var sum = new Mat<double>(3, 3);
            for (var t = 0; t < 5; t++)
                for (var k = 0; k <= t; k++)
                    sum = sum + contributions.RecurrentWeights(t, k, weights.Gate);
            return new Parameter<double>(weights.Name, sum);
        }).ToList();
        Gradients.AssertSame(
            $"{kind}, sum of contributions (does RecurrentInput, or RecurrentFactor, of its run say what "
                + "the weights multiply?)", new ParameterValues<double>(sums),
            new ParameterValues<double>(sums.Select(sum => grad.Parameters.Single(p => p.Name == sum.Name))), 1e-13);
        Assert.Equal(0, contributions.Norms()[1, 2]);
        Assert.True(contributions.Norms()[4, 0] > 0);
    }

    /// <summary>Wh of every gate, in the order of the deltas. An LSTM without forget gate has the delta, but no weights
    /// of it.</summary>
    private static IEnumerable<(int Gate, string Name)> RecurrentWeights(Cell<double> cell)
    {
        var names =
            cell.Parameters.Select(p => p.Name).Where(name => name.StartsWith("Wh", StringComparison.Ordinal)).ToList();
        return cell is Lstm<double> ? names.Select(name => ("ifgo".IndexOf(name[2], StringComparison.Ordinal), name))
            : names.Select((name, gate) => (gate, name));
    }
}
