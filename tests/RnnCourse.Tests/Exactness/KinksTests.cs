using RnnCourse.Analysis;
using RnnCourse.Cells;
using RnnCourse.Numerics;

namespace RnnCourse.Tests.Exactness;

public class KinksTests
{
    [Theory]
    [InlineData(0.0003, true)]
    [InlineData(-0.0003, true)]
    [InlineData(0.3, false)]
    [InlineData(-0.3, false)]
    public void Only_differences_over_the_kink_are_left_out(double bias, bool near)
    {
        // The first unit is near the kink or not, the second never: a = b, as the input is 0 and there is one step.
        var cell = new VanillaRnn<double>(1, 2, Activation.Relu);
        (cell.W.bh[0, 0], cell.W.bh[0, 1]) = (bias, 0.5);
        Sequence<double> x = new Mat<double>[] { new(1, 1) };
        var kinks = new Kinks(cell.Unroll(x));
        var differences = GradientCheck.CentralDifferences(cell.W.bh, () =>
        {
            var run = cell.Unroll(x);
            return kinks.Away(run.H[0][0, 0] + run.H[0][0, 1], run);
        });
        Assert.Equal(near, double.IsNaN(differences[0, 0]));
        Assert.Equal(1, differences[0, 1], 1e-8);
        if (!near)
            Assert.Equal(bias > 0 ? 1 : 0, differences[0, 0], 1e-8);
    }

    [Fact]
    public void A_wrong_entry_fails_beside_one_that_is_left_out()
    {
        static ParameterValues<double> Of(double first, double second) =>
            new([new("w", new double[,] { { first, second } })]);
        Kinks.AssertSame("w", Of(7, 2), Of(double.NaN, 2));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Kinks.AssertSame("w", Of(7, 2), Of(double.NaN, 2.1)));
    }
}
